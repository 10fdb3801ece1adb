import { LintSeverity } from '../../../../slurm/finding';
import { cgroupConf, node, slurmConf } from '../condition';
import { ConfKeys } from '../conf-keys';
import { SubjectKind } from '../conf-subject';
import { ConflictRow } from '../conflict-rule';

/** Conflicts within what is said about nodes, on NodeSets and NodeName lines alike. */
export const NODE_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'CG-020',
    severity: LintSeverity.WARNING,
    title: 'cores and memory kept for the system are kept from jobs',
    in: SubjectKind.NODE,
    when: [node.positive('CoreSpecCount'), slurmConf.hasNone('TaskPlugin', 'task/cgroup', 'cgroup')],
    effect: 'nothing confines the daemons to these cores',
    fix: 'add task/cgroup to TaskPlugin, and ConstrainCores=yes to cgroup.conf',
    also: [
      {
        in: SubjectKind.NODE,
        when: [node.positive('CoreSpecCount'), slurmConf.has('TaskPlugin', 'task/cgroup', 'cgroup'), cgroupConf.notYes('ConstrainCores')],
        effect: 'nothing confines the daemons to these cores',
        fix: 'add ConstrainCores=yes to cgroup.conf',
      },
      {
        in: SubjectKind.NODE,
        when: [node.positive('MemSpecLimit'), cgroupConf.notYes('ConstrainRAMSpace')],
        effect: 'nothing confines the daemons to this memory',
        fix: 'add ConstrainRAMSpace=yes to cgroup.conf, and task/cgroup to TaskPlugin',
      },
    ],
  },
  {
    id: 'GRES-007',
    severity: LintSeverity.WARNING,
    title: 'GRES of nodes have a count',
    in: SubjectKind.NODE,
    when: [node.finds('Gres', keys => {
      const entry = keys.words('Gres').find(word => /^[^:]+:[^:]*[a-z][^:]*$/.test(word) && !/:\d+[kmgtp]?$/.test(word) && !/:no_consume$/.test(word));
      return entry === undefined ? undefined : `Gres=${entry}`;
    })],
    effect: 'the word behind the colon is a type, and the count is 1',
    fix: 'write the count, such as gpu:h100:8',
  },
  {
    id: 'GRES-008',
    severity: LintSeverity.ERROR,
    title: 'all entries of one GRES of a node have a type, or none',
    in: SubjectKind.NODE,
    when: [node.finds('Gres', keys => {
      const entries = keys.words('Gres').map(word => ({ name: word.split(':')[0], isTyped: /[a-z]/.test(word.split(':')[1] ?? '') && !/^(no_consume|\d+[kmgtp]?)$/.test(word.split(':')[1] ?? '') }));
      const [typed, untyped] = [true, false].map(isTyped => new Set(entries.filter(entry => entry.isTyped === isTyped).map(entry => entry.name)));
      const name = entries.find(entry => typed.has(entry.name) && untyped.has(entry.name))?.name;
      return name === undefined ? undefined : `Gres=${keys.value('Gres')} (${name} with and without a type)`;
    })],
    effect: 'slurmd exits',
    fix: 'give every entry of the same name a type, or none',
  },
  {
    id: 'GRES-030',
    severity: LintSeverity.ERROR,
    title: 'cores are kept for GPUs on nodes that have some',
    in: SubjectKind.NODE,
    when: [node.positive('RestrictedCoresPerGPU'), node.misses('Gres', keys => keys.words('Gres').some(word => word.startsWith('gpu')) ? undefined : 'Gres=gpu')],
    effect: 'slurmctld refuses to register the node',
    fix: 'remove RestrictedCoresPerGPU, or add the GPUs to Gres',
  },
  {
    id: 'NODE-107',
    severity: LintSeverity.WARNING,
    title: 'CPUs of a node are its sockets, cores or threads',
    in: SubjectKind.NODE,
    when: [node.reads('CPUs', (cpus, keys) => {
      const [sockets, cores, threads] = hardware(keys);
      return hasLayout(keys) && ![sockets, sockets * cores, sockets * cores * threads].includes(Number(cpus));
    }), node.finds('Sockets', layoutText)],
    effect: 'slurmctld logs an error and derives CPUs anew',
    fix: 'remove CPUs, or make it Sockets x CoresPerSocket x ThreadsPerCore',
  },
  {
    id: 'NODE-108',
    severity: LintSeverity.WARNING,
    title: 'sockets are counted by node or by board, not both',
    in: SubjectKind.NODE,
    when: [node.sets('Sockets'), node.sets('SocketsPerBoard')],
    effect: 'slurmctld logs an error and forgets Sockets',
    fix: 'keep one of them',
  },
  {
    id: 'NODE-109',
    severity: LintSeverity.WARNING,
    title: 'memory kept for the system is less than the node has',
    in: SubjectKind.NODE,
    when: [node.reads('MemSpecLimit', (limit, keys) => Number(limit) >= (keys.count('RealMemory', Infinity) ?? Infinity)), node.sets('RealMemory')],
    effect: 'slurmctld logs an error and keeps nothing for the system',
    fix: 'lower MemSpecLimit below RealMemory; both are MiB',
  },
  {
    id: 'NODE-110',
    severity: LintSeverity.WARNING,
    title: 'cores kept for the system are counted or listed, not both',
    in: SubjectKind.NODE,
    when: [node.sets('CPUSpecList'), node.positive('CoreSpecCount')],
    effect: 'slurmctld logs an error and forgets CoreSpecCount',
    fix: 'keep one of them',
  },
  {
    id: 'NODE-111',
    severity: LintSeverity.WARNING,
    title: 'cores kept for the system are fewer than the node has',
    in: SubjectKind.NODE,
    when: [node.reads('CoreSpecCount', (count, keys) => hasLayout(keys) && Number(count) >= hardware(keys)[0] * hardware(keys)[1]), node.finds('Sockets', layoutText)],
    effect: 'slurmctld logs an error and keeps fewer',
    fix: 'lower CoreSpecCount below Sockets x CoresPerSocket',
  },
  {
    id: 'NODE-124',
    severity: LintSeverity.WARNING,
    title: 'cloud nodes have programs that power them up and down',
    in: SubjectKind.NODE,
    when: [node.is('State', 'CLOUD'), slurmConf.lacksAny('ResumeProgram', 'SuspendProgram')],
    effect: 'nobody ever powers the nodes up',
    fix: 'remove State, since nodes of a NodeSet register on their own',
  },
  {
    id: 'NODE-125',
    severity: LintSeverity.WARNING,
    title: 'sockets are L3 caches or NUMA nodes, not both',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('SlurmdParameters', 'l3cache_as_socket', 'numa_node_as_socket')],
    effect: 'slurmd logs an error and forgets numa_node_as_socket',
    fix: 'keep one of them',
  },
  {
    id: 'PWR-015',
    severity: LintSeverity.WARNING,
    title: 'cloud nodes have an address',
    in: SubjectKind.NODE,
    when: [node.is('State', 'CLOUD'), node.lacks('NodeAddr'), slurmConf.hasNone('SlurmctldParameters', 'cloud_dns')],
    effect: 'nobody knows the address of a node before it registers',
    fix: 'add NodeAddr, or cloud_dns to SlurmctldParameters where DNS knows the nodes',
  },
];

function hasLayout(keys: ConfKeys): boolean {
  return keys.value('Sockets') !== undefined && keys.value('Boards') === undefined && keys.value('SocketsPerBoard') === undefined;
}

function hardware(keys: ConfKeys): [sockets: number, cores: number, threads: number] {
  return [keys.count('Sockets', 1) ?? NaN, keys.count('CoresPerSocket', 1) ?? NaN, keys.count('ThreadsPerCore', 1) ?? NaN];
}

function layoutText(keys: ConfKeys): string {
  const [sockets, cores, threads] = hardware(keys);
  return `Sockets=${sockets} CoresPerSocket=${cores} ThreadsPerCore=${threads}`;
}
