import * as os from 'os';
import { slurm } from './real-slurm';
import type { DeclaredCluster } from '../src/model/declared-cluster';

/** Where a trial puts what the pods of a cluster have at other places. */
export interface TrialPlace {
  readonly folder: string;
  readonly port: number;
  /** Port of a slurmdbd, if one runs. */
  readonly dbdPort?: number;
}

/** Lines that the operator writes, and what one machine writes in their place. A line of the user is never among them: it says something else. */
function hereInstead({ folder, port, dbdPort = 1 }: TrialPlace): { readonly [line: string]: string } {
  const user = os.userInfo().username;
  return {
    'SlurmUser=slurm': `SlurmUser=${user}`,
    'SlurmdUser=root': `SlurmdUser=${user}`,
    'SlurmctldPort=6817': `SlurmctldPort=${port}`,
    'SlurmdPort=6818': `SlurmdPort=${port + 1}`,
    'SlurmdSpoolDir=/var/spool/slurmd': `SlurmdSpoolDir=${folder}/spool/%n`,
    'SlurmctldLogFile=/var/log/slurm/slurmctld.log': '',
    'SlurmSchedLogFile=/var/log/slurm/slurmctld.log': '',
    'SlurmdLogFile=/var/log/slurm/slurmd.log': '',
    'AuthAltParameters=jwt_key=/etc/slurm/jwt.key': `AuthAltParameters=jwt_key=${folder}/etc/jwt.key`,
    'AuthInfo=use_client_ids': 'AuthInfo=use_client_ids,disable_sack',
    'AccountingStorageHost=slurm-accounting': 'AccountingStorageHost=localhost',
    'AccountingStoragePort=6819': `AccountingStoragePort=${dbdPort}`,
  };
}

/** The slurm.conf that the operator writes for a cluster, for one machine, with lines of its own behind it. */
export function slurmConfHere(cluster: DeclaredCluster, place: TrialPlace, more: readonly string[] = []): string {
  const instead = hereInstead(place);
  const lines = cluster.slurmConf.lines.map(({ text }) => {
    if (/^\s*NodeName=/.test(text) && !/\b(State|NodeAddr)=|NodeName=DEFAULT/i.test(text)) {
      // slurmctld asks for the address of every other node before it starts.
      return `${text} State=CLOUD`;
    }
    if (/^SlurmctldHost=/.test(text)) {
      return `SlurmctldHost=${os.hostname().split('.')[0]}(127.0.0.1)`;
    }
    return /^StateSaveLocation=/.test(text) ? `StateSaveLocation=${place.folder}/state` : instead[text] ?? text;
  });
  const says = (key: string): boolean => lines.some(line => new RegExp(`^\\s*${key}\\s*=`, 'i').test(line));
  const missing = Object.entries({ PluginDir: slurm().pluginDir, MailProg: '/bin/true', SlurmctldPidFile: `${place.folder}/slurmctld.pid`, SlurmdPidFile: `${place.folder}/slurmd-%n.pid` })
    .filter(([key, value]) => value !== undefined && !says(key));
  return [...missing.map(([key, value]) => `${key}=${value}`), ...lines, ...more, ''].join('\n');
}

/** The keys of a slurmdbd.conf that the operator writes, for one machine, before the lines of a user. */
export function slurmdbdConfHere(extra: string, { folder, port }: TrialPlace): string {
  return [
    'AuthType=auth/slurm', 'AuthInfo=use_client_ids,disable_sack', 'DbdHost=localhost', `DbdPort=${port}`, `SlurmUser=${os.userInfo().username}`,
    `PidFile=${folder}/slurmdbd.pid`, `PluginDir=${slurm().pluginDir}`, 'StorageType=accounting_storage/mysql', 'StorageHost=127.0.0.1', 'StoragePort=1',
    'StorageUser=slurm', extra, '',
  ].join('\n');
}
