import * as os from 'os';
import { FuzzCase } from './conf-fuzz-texts';
import { DaemonBench, NEVER } from './daemon-bench';
import { Judgement } from './judgement';
import { slurm } from './real-slurm';
import { KeywordTable } from '../src/slurm/catalog';
import { LintSeverity } from '../src/slurm/finding';
import { Hostlist } from '../src/slurm/hostlist';
import { parseConf } from '../src/slurm/slurm-conf-parser';
import { TopologyKind } from '../src/slurm/topology';
import { TopologyFile } from '../src/slurm/topology-file';
import { TopologyForm } from '../src/slurm/topology-findings';

const NODES = 'n[1-4]';
const PATIENCE_SECONDS = 30;

/** What the parsers say of a file beside slurm.conf. */
export function weSayOf({ file, lines, about }: FuzzCase): Judgement {
  const text = `${lines.join('\n')}\n`;
  const isTopology = file === 'topology.yaml' || file === 'topology.conf';
  const findings = isTopology
    ? TopologyFile.parse(text, file === 'topology.yaml' ? TopologyForm.YAML : TopologyForm.CONF, { kind: kindOf(about) }).check(Hostlist.of(NODES))
    : parseConf(text, { table: file as KeywordTable }).findings;
  const error = findings.find(({ severity }) => severity === LintSeverity.ERROR);
  return { takes: error === undefined, why: error === undefined ? '' : `${error.ruleId}: ${error.message}` };
}

function kindOf(about: string): TopologyKind | undefined {
  return about === 'tree' ? TopologyKind.TREE : about === 'block' ? TopologyKind.BLOCK : undefined;
}

/**
 * What the daemon says that reads the file: slurmd, which with `-G` reads gres.conf and cgroup.conf as it does at its start and then ends,
 * and slurmctld for topologies.
 */
export async function daemonSaysOf(bench: DaemonBench, { file, lines, about }: FuzzCase): Promise<Judgement> {
  const isTopology = file === 'topology.yaml' || file === 'topology.conf';
  const trial = await bench.trial(isTopology ? undefined : 0);
  try {
    const user = os.userInfo().username;
    trial.write('slurm.conf', [
      'ClusterName=fuzz', `SlurmctldHost=${os.hostname().split('.')[0]}(127.0.0.1)`, `PluginDir=${slurm().pluginDir}`, `SlurmUser=${user}`, `SlurmdUser=${user}`,
      `StateSaveLocation=${trial.file('state')}`, `SlurmdSpoolDir=${trial.file('spool')}`, `SlurmctldPidFile=${trial.file('c.pid')}`, `SlurmdPidFile=${trial.file('d.pid')}`,
      ...(trial.port === 0 ? [] : [`SlurmctldPort=${trial.port}`]), 'MailProg=/bin/true', 'AuthType=auth/slurm', 'CredType=cred/slurm', 'AuthInfo=disable_sack',
      'GresTypes=nic', 'ProctrackType=proctrack/linuxproc', 'SlurmdParameters=config_overrides', ...(file === 'topology.conf' ? [`TopologyPlugin=topology/${about}`] : []),
      `NodeName=${NODES} NodeAddr=127.0.0.1 State=CLOUD`, 'PartitionName=p Nodes=ALL Default=YES', '',
    ].join('\n'));
    trial.write('cgroup.conf', 'CgroupPlugin=disabled\n');
    const own = file === KeywordTable.CGROUP_CONF ? ['CgroupPlugin=disabled'] : [];
    trial.write(file ?? '', [...own, ...lines, ''].join('\n'));
    const conf = ['-f', trial.file('etc', 'slurm.conf')];
    const daemon = isTopology ? trial.start('slurmctld', ['-D', ...conf, '-v']) : trial.start('slurmd', ['-N', 'n1', ...conf, '-G']);
    const { ended, said } = await daemon.until(isTopology ? /Running as primary controller/ : NEVER, PATIENCE_SECONDS);
    return { takes: isTopology ? ended === undefined : ended === 0, why: said.split('\n').filter(line => /error|fatal/.test(line)).join('\n') };
  } finally {
    await trial.stop();
  }
}
