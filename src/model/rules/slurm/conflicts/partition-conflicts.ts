import { LintSeverity } from '../../../../slurm/finding';
import { TimeLimit } from '../../../../slurm/time-limit';
import { partition, slurmConf } from '../condition';
import { SubjectKind } from '../conf-subject';
import { ConflictRow } from '../conflict-rule';

const NO_DATABASE = slurmConf.lacksValue('AccountingStorageType', 'accounting_storage/slurmdbd');

/** Conflicts within the lines of partitions, and with what the cluster says. */
export const PARTITION_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'PART-107',
    severity: LintSeverity.WARNING,
    title: 'DefaultTime of a partition is not above its MaxTime',
    in: SubjectKind.PARTITION,
    when: [partition.reads('DefaultTime', (time, keys) => minutes(time) > minutes(keys.value('MaxTime') ?? '')), partition.sets('MaxTime')],
    effect: 'slurmctld forgets DefaultTime, so jobs without a time limit get all of MaxTime',
    fix: 'lower DefaultTime',
  },
  {
    id: 'PART-109',
    severity: LintSeverity.WARNING,
    title: 'OverSubscribe=YES has a count above 1',
    in: SubjectKind.PARTITION,
    when: [partition.is('OverSubscribe', 'YES:1')],
    effect: 'slurmctld logs an error and ignores it',
    fix: 'write OverSubscribe=NO, or a count of 2 or more',
  },
  {
    id: 'PART-113',
    severity: LintSeverity.WARNING,
    title: 'accounts of a partition are allowed or denied, not both',
    in: SubjectKind.PARTITION,
    when: [partition.isNot('AllowAccounts', 'ALL'), partition.sets('DenyAccounts')],
    effect: 'slurmctld forgets DenyAccounts',
    fix: 'remove DenyAccounts, since only the allowed accounts get in',
  },
  {
    id: 'PART-114',
    severity: LintSeverity.WARNING,
    title: 'QOS of a partition are allowed or denied, not both',
    in: SubjectKind.PARTITION,
    when: [partition.isNot('AllowQos', 'ALL'), partition.sets('DenyQos')],
    effect: 'slurmctld forgets DenyQos',
    fix: 'remove DenyQos, since only the allowed QOS get in',
  },
  {
    id: 'PART-115',
    severity: LintSeverity.ERROR,
    title: 'partitions that allow or deny QOS have a database with QOS',
    in: SubjectKind.PARTITION,
    when: [partition.isNot('AllowQos', 'ALL'), NO_DATABASE],
    effect: 'slurmctld exits at a QOS it does not know, and without slurmdbd it knows none',
    fix: "set 'accountingRef' of the Controller, or remove AllowQos",
    also: [{
      in: SubjectKind.PARTITION,
      when: [partition.sets('DenyQos'), NO_DATABASE],
      effect: 'slurmctld exits at a QOS it does not know, and without slurmdbd it knows none',
      fix: "set 'accountingRef' of the Controller, or remove DenyQos",
    }],
  },
  {
    id: 'PART-119',
    severity: LintSeverity.ERROR,
    title: 'MinNodes of a partition is not above its MaxNodes',
    in: SubjectKind.PARTITION,
    when: [partition.reads('MinNodes', (nodes, keys) => Number(nodes) > (keys.count('MaxNodes', Infinity) ?? Infinity)), partition.sets('MaxNodes')],
    effect: 'no job has a size that fits, so none is ever run',
    fix: 'raise MaxNodes, or lower MinNodes',
  },
  {
    id: 'PART-128',
    severity: LintSeverity.WARNING,
    title: 'jobs that backfill plans around have an end',
    in: SubjectKind.PARTITION,
    when: [
      partition.defaultsTo('MaxTime', 'UNLIMITED'),
      partition.lacks('DefaultTime'),
      slurmConf.finds('SchedulerParameters', keys => keys.words('SchedulerParameters').find(word => word.startsWith('bf_') && word !== 'bf_continue')),
    ],
    effect: 'jobs that give no time limit never end in the plan of the backfill scheduler, so nothing is planned behind them',
    fix: 'add DefaultTime=04:00:00 (or a MaxTime) to the partition',
  },
  {
    id: 'PART-129',
    severity: LintSeverity.WARNING,
    title: 'partitions that power nodes down have the programs for it',
    in: SubjectKind.PARTITION,
    when: [partition.reads('SuspendTime', isActive), slurmConf.lacksAny('ResumeProgram', 'SuspendProgram')],
    effect: 'power saving is off',
    fix: 'add both programs, or remove SuspendTime',
  },
  {
    id: 'PART-131',
    severity: LintSeverity.ERROR,
    title: 'partitions with a QOS have a database with QOS',
    in: SubjectKind.PARTITION,
    when: [partition.sets('QOS'), NO_DATABASE],
    effect: 'slurmctld exits at a QOS it does not know, and without slurmdbd it knows none',
    fix: "set 'accountingRef' of the Controller, or remove QOS",
  },
];

/** Whether a value of SuspendTime powers nodes down. */
export function isActive(suspendTime: string): boolean {
  return !/^(-1|none|infinite|unlimited)$/i.test(suspendTime);
}

function minutes(time: string): number {
  const limit = TimeLimit.parse(time).value;
  return limit === undefined ? NaN : limit.totalMinutes ?? Infinity;
}
