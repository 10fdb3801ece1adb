import { LintSeverity } from '../../../../slurm/finding';
import { partition, slurmConf } from '../condition';
import { ConfKeys } from '../conf-keys';
import { SubjectKind } from '../conf-subject';
import { Conflict, ConflictRow } from '../conflict-rule';

const UNITS = ['CR_CPU', 'CR_CPU_Memory', 'CR_Core', 'CR_Core_Memory', 'CR_Memory', 'CR_Socket', 'CR_Socket_Memory'];

/** Resource units that leave memory alone. */
export const UNITS_WITHOUT_MEMORY: readonly string[] = ['CR_CPU', 'CR_Core', 'CR_Socket'];

const MEMORY_KEYS = ['DefMemPerCPU', 'DefMemPerGPU', 'DefMemPerNode', 'MaxMemPerCPU', 'MaxMemPerNode'];

const PARTITION_UNITS = ['cr_core', 'cr_core_memory', 'cr_socket', 'cr_socket_memory'];

const JOBS_TESTED = ['bf_max_job_part', 'bf_max_job_user', 'bf_max_job_assoc', 'bf_max_job_user_part'];

/** Conflicts about what is scheduled and how. */
export const SCHEDULING_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'SEL-002',
    severity: LintSeverity.ERROR,
    title: 'SelectTypeParameters has one resource unit',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('SelectTypeParameters', ...UNITS)],
    effect: 'slurmctld exits at a second resource unit',
    fix: 'keep one of them, such as CR_Core_Memory',
  },
  {
    id: 'SEL-004',
    severity: LintSeverity.ERROR,
    title: 'memory is consumed together with cores',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SelectTypeParameters', 'CR_Memory'), slurmConf.defaultsTo('SelectType', 'select/cons_tres')],
    effect: 'slurmctld exits, since select/cons_tres takes no unit of memory alone',
    fix: 'write CR_Core_Memory',
  },
  {
    id: 'SEL-006',
    severity: LintSeverity.ERROR,
    title: 'CR_ONE_TASK_PER_CORE comes without CR_CPU',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SelectTypeParameters', 'CR_ONE_TASK_PER_CORE'), slurmConf.has('SelectTypeParameters', 'CR_CPU', 'CR_CPU_Memory')],
    effect: 'slurmctld exits, since one task a core needs cores as the unit',
    fix: 'write CR_Core_Memory instead of CR_CPU',
  },
  {
    id: 'SEL-007',
    severity: LintSeverity.WARNING,
    title: 'memory is consumed where memory limits are set',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SelectTypeParameters', ...UNITS_WITHOUT_MEMORY), slurmConf.finds('DefMemPerNode', firstMemoryKey)],
    effect: 'memory limits are checked but no memory is handed out, so jobs together take more than the node has',
    fix: 'add _Memory to the resource unit, such as CR_Core_Memory',
    also: [{
      in: SubjectKind.PARTITION,
      when: [partition.finds('DefMemPerNode', firstMemoryKey), slurmConf.has('SelectTypeParameters', ...UNITS_WITHOUT_MEMORY)],
      effect: 'memory limits are checked but no memory is handed out, so jobs together take more than the node has',
      fix: 'add _Memory to the resource unit, such as CR_Core_Memory',
    }],
  },
  both('SEL-009', 'default memory is given by CPU or by node, not both', 'DefMemPerCPU', 'DefMemPerNode'),
  both('SEL-010', 'the memory limit is given by CPU or by node, not both', 'MaxMemPerCPU', 'MaxMemPerNode'),
  {
    id: 'SEL-012',
    severity: LintSeverity.ERROR,
    title: 'SelectType is select/cons_tres',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('SelectType', 'select/linear'), slurmConf.sets('MaxNodeCount')],
    effect: 'slurmctld exits, since select/linear takes no dynamic nodes, and all nodes of Slinky are dynamic',
    fix: 'remove SelectType, or write select/cons_tres; OverSubscribe=EXCLUSIVE on a partition gives whole nodes',
  },
  {
    id: 'SCH-003',
    severity: LintSeverity.WARNING,
    title: 'bf_interval is not 0',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.option('SchedulerParameters', 'bf_interval', seconds => seconds === 0)],
    effect: 'slurmctld logs an error and takes 30 seconds',
    fix: 'write bf_interval=-1 to switch backfill off, or a number of seconds from 1',
  },
  {
    id: 'SCH-006',
    severity: LintSeverity.WARNING,
    title: 'no backfill limit of jobs is above bf_max_job_test',
    ...jobsTested(JOBS_TESTED[0]),
    also: JOBS_TESTED.slice(1).map(jobsTested),
  },
  {
    id: 'SCH-010',
    severity: LintSeverity.WARNING,
    title: 'defer_batch is written by those who want defer',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SchedulerParameters', 'defer_batch'), slurmConf.hasNone('SchedulerParameters', 'defer')],
    effect: 'Slurm finds the word defer inside defer_batch, so interactive jobs wait for the next pass as well',
    fix: 'remove defer_batch, or write defer to say what happens',
  },
  {
    id: 'SCH-011',
    severity: LintSeverity.WARNING,
    title: 'bf_ parameters come with backfill',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.is('SchedulerType', 'sched/builtin'),
      slurmConf.finds('SchedulerParameters', keys => keys.words('SchedulerParameters').find(word => word.startsWith('bf_'))),
    ],
    effect: 'sched/builtin does not look at any bf_ parameter',
    fix: 'remove SchedulerType, since backfill is the default, or the bf_ parameters',
  },
  {
    id: 'SCH-015',
    severity: LintSeverity.WARNING,
    title: 'reduce_completing_frag comes with CompleteWait',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.has('SchedulerParameters', 'reduce_completing_frag'),
      slurmConf.notPositive('CompleteWait'),
    ],
    effect: 'it changes nothing',
    fix: 'add CompleteWait=32, or remove reduce_completing_frag',
  },
  {
    id: 'SCH-016',
    severity: LintSeverity.WARNING,
    title: 'max_sched_time is at most half of MessageTimeout',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.option('SchedulerParameters', 'max_sched_time', (seconds, keys) => seconds > (keys.count('MessageTimeout', 10) ?? Infinity) / 2)],
    effect: 'it is above half of MessageTimeout (10 unless set), so slurmctld logs an error and takes another value',
    fix: 'lower max_sched_time, or raise MessageTimeout',
  },
  {
    id: 'PART-111',
    severity: LintSeverity.WARNING,
    title: 'a partition is exclusive to a user or to a topology unit, not both',
    in: SubjectKind.PARTITION,
    when: [partition.yes('ExclusiveUser'), partition.yes('ExclusiveTopo')],
    effect: 'slurmctld logs an error and drops ExclusiveUser',
    fix: 'keep one of them; since 26.05 that is Exclusive=USER or Exclusive=TOPO',
  },
  {
    id: 'PART-112',
    severity: LintSeverity.ERROR,
    title: 'resource units of partitions are cores or sockets',
    in: SubjectKind.PARTITION,
    when: [partition.reads('SelectTypeParameters', (_, keys) => keys.words('SelectTypeParameters').some(word => !PARTITION_UNITS.includes(word)))],
    effect: 'slurmctld exits',
    fix: 'write CR_Core, CR_Core_Memory, CR_Socket or CR_Socket_Memory',
  },
];

function both(id: string, title: string, perCpu: string, perNode: string): ConflictRow {
  const conflict = {
    effect: `slurmctld logs an error and forgets ${perCpu}`,
    fix: `keep one of them, such as ${perCpu}`,
  };
  return {
    id,
    severity: LintSeverity.WARNING,
    title,
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets(perCpu), slurmConf.sets(perNode)],
    ...conflict,
    also: [{ in: SubjectKind.PARTITION, when: [partition.sets(perCpu), partition.sets(perNode)], ...conflict }],
  };
}

function jobsTested(option: string): Conflict {
  return {
    in: SubjectKind.CLUSTER,
    when: [slurmConf.option('SchedulerParameters', option, (jobs, keys) => jobs > (keys.option('SchedulerParameters', 'bf_max_job_test') ?? 500))],
    effect: 'it is above bf_max_job_test (500 unless set), so it limits nothing, and slurmctld complains at each start',
    fix: `raise bf_max_job_test, or lower ${option}`,
  };
}

function firstMemoryKey(keys: ConfKeys): string | undefined {
  const key = MEMORY_KEYS.find(each => keys.value(each) !== undefined);
  return key === undefined ? undefined : `${key}=${keys.value(key)}`;
}
