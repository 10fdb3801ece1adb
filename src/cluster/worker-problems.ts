import { NodeSetOptions } from './node-set-options';
import { Scaling } from './scaling';
import type { SlurmCluster } from './slurm-cluster';
import { Problem } from '../errors/refuse';
import { sshdProblems } from '../login/sshd-config';
import { millis } from '../pods/daemon-container';
import { volumeSizeProblems } from '../storage/volume-size';

/** Keys of a node's line that are said elsewhere, and where. */
const saidElsewhere: { [key: string]: string } = {
  gres: "'gres', or the GPUs of a GpuNodeSet",
  feature: "'features'",
  features: "'features'",
  weight: "'weight'",
  cpus: "'cpu'",
  procs: "'cpu'",
  realmemory: "'memory'",
  memspeclimit: "'memoryHeadroom'",
  nodename: "'nodeSetName'",
  nodehostname: "'nodeSetName'",
  nodeaddr: 'nothing: the operator gives nodes their addresses',
  port: 'nothing: slurmd listens on 6818',
  state: 'nothing: nodes register themselves',
};

/** What is wrong with the options of a node set, taken alone. */
export function workerProblems(name: string, cluster: SlurmCluster, options: NodeSetOptions, scaling: Scaling): Problem[] {
  return [...nameProblems(name, cluster, options, scaling), ...scaling._problems(), ...options.updateStrategy?._problems() ?? [],
    ...modeProblems(options, scaling), ...lineProblems(options), ...resourceProblems(options), ...claimProblems(options), ...sshProblems(cluster, options)];
}

function nameProblems(name: string, cluster: SlurmCluster, options: NodeSetOptions, scaling: Scaling): Problem[] {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    return [{
      id: 'NAME-010',
      what: `node set name '${name}' cannot start host names: Kubernetes takes lower-case letters, digits and '-' there`,
      fix: `use '${name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'gpu'}' as 'nodeSetName'`,
    }];
  }
  const digits = Math.max(String(Math.max(scaling.maxNodes - 1, 0)).length, options.ordinalPadding ?? 0);
  const pod = `${cluster.name}-worker-${name}`;
  const suffix = scaling._mode === 'DaemonSet' ? 5 : digits;
  // Revision hashes of up to ten characters are appended to the object's name in a label.
  const longest = pod.length + 1 + Math.max(suffix, 10);
  return longest <= 63 ? [] : [{
    id: 'NAME-011',
    what: `the pods of node set '${name}' would be called '${pod}-...', and with number or revision that is ${longest} characters where labels and host names end at 63`,
    fix: `shorten 'nodeSetName' or the cluster's name by ${longest - 63}`,
  }];
}

function modeProblems(options: NodeSetOptions, scaling: Scaling): Problem[] {
  const problems: Problem[] = [];
  const daemonSet = scaling._mode === 'DaemonSet';
  if (daemonSet && options.pinToNode) {
    problems.push({ id: 'NODE-020', what: "'pinToNode' has no meaning with Scaling.daemonSet(), where every worker stays on its Kubernetes node", fix: 'leave it out' });
  }
  if (daemonSet && options.ordinalPadding) {
    problems.push({ id: 'NODE-021', what: "'ordinalPadding' has no meaning with Scaling.daemonSet(), whose nodes carry their Kubernetes nodes' names", fix: 'leave it out' });
  }
  if (scaling._auto && options.hostNetwork) {
    problems.push({
      id: 'AUTO-018', what: "'hostNetwork' gives nodes the names of their machines, and the autoscaler tells the busy nodes of a set by their names", fix: 'use Scaling.fixed()',
    });
  }
  if (!daemonSet && options.pruneSlurmNodeRecords) {
    problems.push({ id: 'NODE-022', what: "'pruneSlurmNodeRecords' acts only with Scaling.daemonSet()", fix: 'leave it out' });
  }
  for (const [prop, least, most] of [['ordinalPadding', 0, 10], ['revisionHistoryLimit', 0, 2147483647]] as const) {
    const value = options[prop];
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most)) {
      problems.push({ id: 'NODE-023', what: `'${prop}' is ${value}, and slurm-operator takes whole numbers from ${least} to ${most}`, fix: 'use e.g. 3' });
    }
  }
  if (options.minReady !== undefined && !Number.isInteger(options.minReady.toSeconds({ integral: false }))) {
    problems.push({ id: 'NODE-024', what: "'minReady' is not a whole number of seconds", fix: 'use e.g. Duration.seconds(10)' });
  }
  return problems;
}

function lineProblems(options: NodeSetOptions): Problem[] {
  const problems: Problem[] = [];
  for (const feature of options.features ?? []) {
    if (!/^[A-Za-z0-9_.=-]+$/.test(feature) || feature === '') {
      problems.push({
        id: 'NODE-030',
        what: `'${feature}' is not a feature name: it goes into a list that slurmd splits at commas and blanks`,
        fix: "use letters, digits, '_', '-' and '.', such as 'nvlink'",
      });
    }
  }
  if (options.weight !== undefined && !(Number.isInteger(options.weight) && options.weight >= 0 && options.weight <= 4294967280)) {
    problems.push({ id: 'NODE-031', what: `'weight' is ${options.weight}, and slurmctld takes whole numbers from 0`, fix: 'use e.g. 10' });
  }
  for (const { name, type, count } of options.gres ?? []) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || (type !== undefined && !/^[A-Za-z0-9_.-]+$/.test(type)) || !Number.isInteger(count) || count < 1) {
      problems.push({
        id: 'NODE-032',
        what: `generic resource '${[name, type, count].filter(part => part !== undefined).join(':')}' is not <name>:<type>:<count> with a count of 1 or more`,
        fix: "use e.g. { name: 'nic', type: 'mlx5', count: 8 }",
      });
    }
  }
  for (const [key, value] of Object.entries(options.extraNodeConf ?? {})) {
    const elsewhere = saidElsewhere[key.toLowerCase()];
    if (elsewhere !== undefined) {
      problems.push({ id: 'NODE-033', what: `'${key}' of 'extraNodeConf' is said elsewhere`, fix: `use ${elsewhere}` });
    } else if (!/^[^\s'"#;]+$/.test(value)) {
      problems.push({
        id: 'NODE-034',
        what: `'${key}=${value}' of 'extraNodeConf' would crash slurm-operator's reconciler or be split by the shell: it takes Key=Value without blanks and quotes`,
        fix: "use a plain value, e.g. { CoreSpecCount: '2' }",
      });
    }
  }
  return problems;
}

function resourceProblems(options: NodeSetOptions): Problem[] {
  const problems: Problem[] = [];
  if (options.cpu && options.resources?.cpu) {
    problems.push({ id: 'NODE-040', what: "CPUs are said twice, in 'cpu' and in 'resources'", fix: "keep 'cpu', or 'resources' where request and limit differ" });
  }
  if (options.memory && options.resources?.memory) {
    problems.push({ id: 'NODE-040', what: "memory is said twice, in 'memory' and in 'resources'", fix: "keep 'memory', or 'resources' where request and limit differ" });
  }
  for (const amount of [options.cpu, options.resources?.cpu?.request, options.resources?.cpu?.limit]) {
    if (amount && !(millis(amount.amount) > 0)) {
      problems.push({ id: 'NODE-043', what: `${amount.amount} CPUs are none: the API server refuses the pod`, fix: 'use e.g. Cpu.units(4)' });
    }
  }
  if (options.memoryHeadroom && !options.memory && !options.resources?.memory?.limit) {
    problems.push({ id: 'NODE-041', what: "'memoryHeadroom' needs a memory limit to be taken from", fix: "set 'memory'" });
  }
  if (options.env?.POD_MEMORY || options.env?.POD_CPUS) {
    problems.push({ id: 'NODE-042', what: "'POD_MEMORY' and 'POD_CPUS' in 'env' contradict the pod's limits, from which they come", fix: "use 'memory', 'memoryHeadroom' and 'cpu'" });
  }
  return problems;
}

const sshPort = 22;

/** Lines for sshd that follow from its port. */
export function sshPortLines({ ssh }: NodeSetOptions): string[] {
  return ssh?.port === undefined || ssh.port === sshPort ? [] : [`Port ${ssh.port}`];
}

function sshProblems(cluster: SlurmCluster, options: NodeSetOptions): Problem[] {
  if (!options.ssh) {
    return [];
  }
  const port = options.ssh.port ?? sshPort;
  const problems: Problem[] = [];
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    problems.push({ id: 'NODE-044', what: `'port' of 'ssh' is ${port}, and ports are whole numbers from 1 to 65535`, fix: 'use e.g. 2222' });
  }
  if (options.hostNetwork && options.ssh.port === undefined && !options.ssh.extraSshdConfig?.some(line => /^\s*port\s/i.test(line))) {
    problems.push({
      id: 'NODE-045',
      what: 'the workers use the network of their machines, where port 22 belongs to the machine\'s own sshd: that of the worker would not start, or serve the machine\'s logins',
      fix: "set 'port' of 'ssh', e.g. 2222",
    });
  }
  if (!options.ssh.extraSshdConfig) {
    return problems;
  }
  const { extraSshdConfig, offersSshKeys } = cluster._identity;
  const lines = [...sshPortLines(options), ...options.ssh.extraSshdConfig];
  return [...problems, ...sshdProblems(lines, { port: portOfLines(options) ?? port, keysFromIdentity: extraSshdConfig.length > 0, offersSshKeys, writtenFirst: ['usepam'] })];
}

// A port among the lines is as good as one by itself, where the network is the machine's.
function portOfLines({ hostNetwork, ssh }: NodeSetOptions): number | undefined {
  const line = hostNetwork && ssh?.port === undefined ? ssh?.extraSshdConfig?.find(each => /^\s*port\s/i.test(each)) : undefined;
  return line === undefined ? undefined : Number(line.replace(/^\s*port\s+/i, ''));
}

function claimProblems(options: NodeSetOptions): Problem[] {
  return (options.volumeClaims ?? []).flatMap(({ name, size }): Problem[] => [
    .../^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(name) ? [] : [{
      id: 'NAME-012', what: `'${name}' is not a volume claim name that Kubernetes takes`, fix: "use lower-case letters, digits and '-', such as 'scratch'",
    }],
    ...volumeSizeProblems(`volume claim '${name}'`, size),
  ]);
}
