import { LintSeverity } from '../../../../slurm/finding';
import { partition, slurmConf } from '../condition';
import { SubjectKind } from '../conf-subject';
import { ConflictRow } from '../conflict-rule';
import { UNITS_WITHOUT_MEMORY } from './scheduling-conflicts';

const BASE_MODES = ['CANCEL', 'REQUEUE', 'SUSPEND', 'ON', 'OFF', 'CLUSTER'];

const OLD_SPELLINGS = ['preempt_reorder_count', 'preempt_strict_order', 'preempt_youngest_first'];

/** Conflicts about preemption. */
export const PREEMPTION_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'PRE-001',
    severity: LintSeverity.ERROR,
    title: 'PreemptMode comes with a PreemptType',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PreemptMode', 'CANCEL', 'REQUEUE', 'SUSPEND', 'ON', 'WITHIN', 'PRIORITY'), slurmConf.lacksValue('PreemptType', 'preempt/partition_prio', 'preempt/qos')],
    effect: 'slurmctld exits, since nothing decides who preempts whom',
    fix: 'add PreemptType=preempt/partition_prio (or preempt/qos), or remove PreemptMode',
  },
  {
    id: 'PRE-002',
    severity: LintSeverity.ERROR,
    title: 'PreemptType comes with a PreemptMode',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.is('PreemptType', 'preempt/partition_prio', 'preempt/qos'),
      slurmConf.hasNone('PreemptMode', 'REQUEUE', 'CANCEL', 'SUSPEND', 'ON'),
    ],
    effect: 'slurmctld exits, since nothing says what happens to a preempted job',
    fix: 'add PreemptMode=REQUEUE (or CANCEL, or SUSPEND,GANG), or remove PreemptType; PreemptMode=OFF belongs on single partitions',
  },
  {
    id: 'PRE-003',
    severity: LintSeverity.ERROR,
    title: 'PreemptMode=SUSPEND comes with GANG',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PreemptMode', 'SUSPEND', 'ON'), slurmConf.hasNone('PreemptMode', 'GANG')],
    effect: 'slurmctld exits, since only the gang scheduler resumes suspended jobs',
    fix: 'write PreemptMode=SUSPEND,GANG',
  },
  {
    id: 'PRE-004',
    severity: LintSeverity.ERROR,
    title: 'PreemptMode has one mode',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('PreemptMode', ...BASE_MODES)],
    effect: 'slurmctld exits at a second mode',
    fix: 'keep one of them; GANG, WITHIN and PRIORITY may stand beside it',
  },
  {
    id: 'PRE-005',
    severity: LintSeverity.ERROR,
    title: 'GANG comes without WITHIN and PRIORITY',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PreemptMode', 'GANG'), slurmConf.has('PreemptMode', 'WITHIN', 'PRIORITY')],
    effect: 'slurmctld exits, since time slicing knows no such limit',
    fix: 'remove GANG, or the other word',
  },
  {
    id: 'PRE-007',
    severity: LintSeverity.WARNING,
    title: 'GANG is a mode of the cluster',
    in: SubjectKind.PARTITION,
    when: [partition.has('PreemptMode', 'GANG')],
    effect: 'slurmctld logs an error and ignores it, since only the whole cluster is time-sliced',
    fix: 'move GANG to PreemptMode of the cluster',
  },
  {
    id: 'PRE-008',
    severity: LintSeverity.WARNING,
    title: 'partitions that suspend jobs have a gang scheduler that resumes them',
    in: SubjectKind.PARTITION,
    when: [partition.has('PreemptMode', 'SUSPEND'), slurmConf.hasNone('PreemptMode', 'GANG')],
    effect: 'suspended jobs never resume by themselves',
    fix: 'write PreemptMode=SUSPEND,GANG for the cluster, or PreemptMode=REQUEUE on the partition',
  },
  {
    id: 'PRE-010',
    severity: LintSeverity.WARNING,
    title: 'preempt/qos has a database with QOS',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('PreemptType', 'preempt/qos'), slurmConf.lacksValue('AccountingStorageType', 'accounting_storage/slurmdbd')],
    effect: 'there is no QOS, so nothing is ever preempted',
    fix: "set 'accountingRef' of the Controller, or use preempt/partition_prio",
  },
  {
    id: 'PRE-011',
    severity: LintSeverity.WARNING,
    title: 'jobs that are preempted by requeueing may be requeued',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PreemptMode', 'REQUEUE'), slurmConf.is('JobRequeue', '0')],
    effect: 'preempted jobs are cancelled instead, unless they say --requeue',
    fix: 'remove JobRequeue=0, or write PreemptMode=CANCEL',
    also: [{
      in: SubjectKind.PARTITION,
      when: [partition.has('PreemptMode', 'REQUEUE'), slurmConf.is('JobRequeue', '0')],
      effect: 'preempted jobs are cancelled instead, unless they say --requeue',
      fix: 'remove JobRequeue=0, or write PreemptMode=CANCEL',
    }],
  },
  {
    id: 'PRE-012',
    severity: LintSeverity.WARNING,
    title: 'memory is consumed where jobs are suspended',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PreemptMode', 'SUSPEND', 'ON'), slurmConf.has('SelectTypeParameters', ...UNITS_WITHOUT_MEMORY)],
    effect: 'a suspended job keeps its memory and nobody counts it, so it and the job that runs take more than the node has',
    fix: 'write SelectTypeParameters=CR_Core_Memory',
  },
  {
    id: 'PRE-014',
    severity: LintSeverity.WARNING,
    title: 'GraceTime of partitions acts',
    in: SubjectKind.PARTITION,
    when: [partition.positive('GraceTime'), slurmConf.lacksValue('PreemptType', 'preempt/partition_prio')],
    effect: 'it has no effect; with preempt/qos the grace time is one of the QOS',
    fix: 'remove GraceTime, or add PreemptType=preempt/partition_prio',
  },
  {
    id: 'PRE-015',
    severity: LintSeverity.WARNING,
    title: 'parameters of preemption stand in PreemptParameters',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SchedulerParameters', ...OLD_SPELLINGS)],
    effect: 'it still works but is deprecated',
    fix: 'move it to PreemptParameters, without preempt_',
    also: [{
      in: SubjectKind.CLUSTER,
      when: [slurmConf.has('SlurmctldParameters', 'preempt_send_user_signal')],
      effect: 'it still works but is deprecated',
      fix: 'write PreemptParameters=send_user_signal',
    }],
  },
];
