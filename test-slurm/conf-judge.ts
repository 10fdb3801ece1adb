import * as fs from 'fs';
import * as os from 'os';
import { FuzzCase } from './conf-fuzz-texts';
import { DaemonBench, NEVER } from './daemon-bench';
import { Judgement } from './judgement';
import { slurm } from './real-slurm';
import { daemonSaysOf, weSayOf } from './side-file-judge';
import { lint } from '../src/model/lint';
import { RULES } from '../src/model/rules';
import { KeywordTable } from '../src/slurm/catalog';
import { LintSeverity } from '../src/slurm/finding';
import { parseConf } from '../src/slurm/slurm-conf-parser';
import { controller, model, nodeSet } from '../test/model/slinky-objects';

/**
 * What slurmctld does not decide at its start: plugins of sites are in their images, and plugins that slurmd alone loads stop slurmd;
 * of a Gres that it cannot read it takes another, and the GPUs are lost; it finds words of CommunicationParameters within others;
 * times that are too long it takes as short ones; what to do with messages to slurmdbd it reads only where there is one.
 */
const OPEN = /unless your image carries it|no plugin of Slurm for ProctrackType|CommunicationParameters knows no word|'max_dbd_msg_action' of|more minutes than Slurm can count|^CONF-062/;
const PATIENCE_SECONDS = 30;
const THREADS_SECONDS = 2;

/**
 * What the parser, the catalog and the rules say; undefined when they leave it open.
 * Rules belong to it: what two keys do together is theirs.
 */
function weSay(each: FuzzCase): Judgement | undefined {
  const { findings } = parseConf([...common('x'), ...each.lines, ''].join('\n'), { table: KeywordTable.SLURM_CONF });
  const open = findings.filter(({ ruleId, message }) => OPEN.test(`${ruleId}: ${message}`));
  const error = findings.find(finding => finding.severity === LintSeverity.ERROR && !open.includes(finding));
  if (error !== undefined) {
    return { takes: false, why: `${error.ruleId}: ${error.message}` };
  }
  return open.length > 0 ? undefined : { takes: true, why: '' };
}

/** What the rules about whole clusters add: what two keys do together is theirs. */
function rulesSay({ lines }: FuzzCase): Judgement {
  const usual = new Set(errorsOf([]));
  const error = errorsOf(lines).find(each => !usual.has(each));
  return { takes: error === undefined, why: error ?? '' };
}

function errorsOf(lines: readonly string[]): string[] {
  const objects = [controller({ extraConf: [...NODES, ...lines, ''].join('\n') }), nodeSet()];
  return lint(model(...objects), { rules: RULES }).findings.filter(({ severity }) => severity === LintSeverity.ERROR).map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const NODES = ['NodeName=n[1-4] NodeAddr=127.0.0.1 State=CLOUD', 'PartitionName=p Nodes=ALL'];

function common(folder: string): string[] {
  const user = os.userInfo().username;
  return [
    'ClusterName=fuzz', `SlurmctldHost=${os.hostname().split('.')[0]}(127.0.0.1)`, `PluginDir=${slurm().pluginDir}`, `SlurmUser=${user}`, `SlurmdUser=${user}`,
    `StateSaveLocation=${folder}/state`, `SlurmSchedLogFile=${folder}/log/sched.log`, ...NODES,
  ];
}

/** Lines that a key of the case must not find there already. */
function unlessSaid(lines: readonly string[], defaults: { readonly [key: string]: string }): string[] {
  return Object.entries(defaults).filter(([key]) => !lines.some(line => line.trim().toLowerCase().startsWith(key.toLowerCase()))).map(([key, value]) => `${key}=${value}`);
}

/** Plugins that Slurm has, but not every build of it. */
const NOT_BUILT = /cannot create \w+ context for (acct_gather\w*|jobcomp|serializer)\/(hdf5|influxdb|elasticsearch|kafka|ipmi|rsmi|gpu|xcc|ofed)\b/;

/**
 * What the commands of Slurm say as they start. They read slurm.conf by the very function by which slurmctld reads it, a hundred times a second;
 * nodes, partitions and plugins are left to slurmctld.
 */
async function commandsSay(bench: DaemonBench, { lines }: FuzzCase): Promise<Judgement> {
  const trial = await bench.trial(0);
  trial.write('slurm.conf', [...common(trial.folder), 'AuthType=auth/slurm', 'CredType=cred/slurm', ...lines, ''].join('\n'));
  const { ended, said } = await trial.start('scontrol', ['-V']).until(NEVER, PATIENCE_SECONDS);
  await trial.stop();
  return { takes: ended === 0, why: said };
}

/** What slurmctld says as it starts. */
async function slurmctldSays(bench: DaemonBench, { lines }: FuzzCase, weTake: boolean): Promise<Judgement> {
  const trial = await bench.trial();
  try {
    const here = unlessSaid(lines, {
      SlurmctldPort: String(trial.port), MailProg: '/bin/true', SlurmctldPidFile: trial.file('slurmctld.pid'), AuthType: 'auth/slurm', CredType: 'cred/slurm', AuthInfo: 'disable_sack',
    });
    trial.write('slurm.conf', [...common(trial.folder), ...here, ...lines, ''].join('\n'));
    fs.writeFileSync(trial.file('state', 'jwt_hs256.key'), 'k'.repeat(32), { mode: 0o600 });
    trial.write('cgroup.conf', 'CgroupPlugin=disabled\n');
    const slurmctld = trial.start('slurmctld', ['-D', '-f', trial.file('etc', 'slurm.conf'), '-v']);
    await slurmctld.until(/Running as primary controller|getaddrinfo\(\) failed|Retrying initial connection|retrying in 1sec/, PATIENCE_SECONDS);
    // Its threads read what is theirs after it has said that it runs.
    const { ended, said } = await slurmctld.until(/fatal: /, weTake ? 0 : THREADS_SECONDS);
    return { takes: (ended === undefined && !/fatal: /.test(said)) || NOT_BUILT.test(said), why: said.split('\n').filter(line => /error|fatal/.test(line)).join('\n') };
  } finally {
    await trial.stop();
  }
}

/** What we say, undefined when it is open, and what Slurm says, the rules about whole clusters on our side. */
export async function bothSay(bench: DaemonBench, each: FuzzCase, askSlurmctld: boolean): Promise<{ readonly ours?: Judgement; readonly real?: Judgement }> {
  if (each.file !== undefined) {
    return { ours: weSayOf(each), real: await daemonSaysOf(bench, each) };
  }
  const ours = weSay(each);
  if (ours === undefined) {
    return {};
  }
  const commands = await commandsSay(bench, each);
  const real = commands.takes && (askSlurmctld || !ours.takes) ? await slurmctldSays(bench, each, ours.takes) : commands;
  return { ours: ours.takes && !real.takes ? rulesSay(each) : ours, real };
}
