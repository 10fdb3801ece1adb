import { ConfEditor } from './conf-editor';
import { SandboxPlace, SubstitutedConf } from './substituted-conf';
import { KeywordTable } from '../slurm/catalog';

const HERE = 'one machine';
const PRIVATE = 'the folder of the sandbox';
const OWN_DATABASE = 'a MariaDB of the sandbox, whose socket only this user reaches';

/**
 * The slurmdbd.conf of the sandbox: what it stores, hides, allows and purges stays as declared.
 *
 * @param declared text that the operator will write; empty for a slurmdbd outside Kubernetes, whose file nobody knows
 */
export function databaseConf(declared: string, place: SandboxPlace, port: number): SubstitutedConf {
  const conf = new ConfEditor(declared, 'slurmdbd.conf', KeywordTable.SLURMDBD_CONF);
  const { folder, hostName, user, pluginDir } = place;
  conf.set('DbdHost', hostName, HERE);
  conf.set('DbdAddr', '127.0.0.1', 'only this machine may talk to the sandbox');
  conf.set('DbdPort', String(port), 'a port nobody else uses');
  conf.drop('DbdBackupHost', HERE);
  conf.set('SlurmUser', user, 'the user who started the sandbox');
  conf.set('AuthType', 'auth/slurm', 'slurm.conf of the sandbox has it too');
  conf.set('AuthAltTypes', 'auth/jwt', 'commands use a token');
  conf.set('AuthAltParameters', `jwt_key=${folder}/etc/jwt.key`, 'a key made for the sandbox');
  conf.addWord('AuthInfo', 'disable_sack', 'the socket in /run may belong to a Slurm of this machine; commands use a token');
  conf.set('StorageType', 'accounting_storage/mysql', OWN_DATABASE);
  conf.set('StorageHost', 'localhost', OWN_DATABASE);
  for (const key of ['StoragePort', 'StoragePass', 'StoragePassScript', 'StorageBackupHost', 'StorageParameters']) {
    conf.drop(key, OWN_DATABASE);
  }
  conf.set('LogFile', `${folder}/log/slurmdbd.log`, PRIVATE);
  conf.set('PidFile', `${folder}/run/slurmdbd.pid`, PRIVATE);
  conf.set('ArchiveDir', `${folder}/state`, PRIVATE);
  conf.drop('ArchiveScript', 'the program is in the images of the cluster');
  for (const key of ['TLSType', 'TLSParameters']) {
    conf.drop(key, 'the certificates are in the cluster');
  }
  if (pluginDir === undefined) {
    conf.drop('PluginDir', 'plugins come with the Slurm of this machine');
  } else {
    conf.set('PluginDir', pluginDir, 'plugins come with the Slurm of the sandbox');
  }
  return { text: conf.text, substitutions: conf.substitutions };
}

/** The database that slurmdbd fills. */
export function databaseName(text: string): string {
  return new ConfEditor(text, 'slurmdbd.conf', KeywordTable.SLURMDBD_CONF).value('StorageLoc') ?? 'slurm_acct_db';
}
