import { LintSeverity } from '../../../../slurm/finding';
import { TimeLimit } from '../../../../slurm/time-limit';
import { slurmConf } from '../condition';
import { ConfKeys } from '../conf-keys';
import { SubjectKind } from '../conf-subject';
import { ConflictRow } from '../conflict-rule';

const WEIGHTS = ['PriorityWeightAge', 'PriorityWeightAssoc', 'PriorityWeightFairshare', 'PriorityWeightJobSize', 'PriorityWeightPartition', 'PriorityWeightQOS'];

const LARGEST_PRIORITY = 2 ** 32 - 1;

/** Conflicts about the priority of jobs. */
export const PRIORITY_CONFLICTS: readonly ConflictRow[] = [
  needsDatabase('PRIO-001', 'PriorityWeightFairshare', 'is no usage'),
  needsDatabase('PRIO-002', 'PriorityWeightAge', 'are no associations'),
  {
    id: 'PRIO-003',
    severity: LintSeverity.WARNING,
    title: 'the weights of the priority fit into 32 bits',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.finds('PriorityWeightFairshare', keys => {
      const sum = WEIGHTS.reduce((total, key) => total + weight(keys, key), 0);
      return sum > LARGEST_PRIORITY ? `a sum of ${sum} of all PriorityWeight keys` : undefined;
    })],
    effect: `it is above ${LARGEST_PRIORITY}, so slurmctld logs an error and priorities overflow`,
    fix: 'scale all weights down by the same factor',
  },
  {
    id: 'PRIO-004',
    severity: LintSeverity.ERROR,
    title: 'recorded usage decays or is reset',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('PriorityDecayHalfLife', time => /^(-|unlimited|infinite)/i.test(time) || TimeLimit.parse(time).value?.totalSeconds === 0), slurmConf.defaultsTo('PriorityUsageResetPeriod', 'NONE')],
    effect: 'slurmctld exits, since usage would count for ever',
    fix: 'set PriorityUsageResetPeriod=MONTHLY, or remove PriorityDecayHalfLife',
  },
  {
    id: 'PRIO-006',
    severity: LintSeverity.ERROR,
    title: 'PriorityCalcPeriod is above 0',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('PriorityCalcPeriod', time => /^(-|unlimited|infinite)/i.test(time) || TimeLimit.parse(time).value?.totalSeconds === 0)],
    effect: 'slurmctld exits',
    fix: 'write minutes, such as 5',
  },
  {
    id: 'PRIO-009',
    severity: LintSeverity.WARNING,
    title: 'weights of the priority come with priority/multifactor',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('PriorityType', 'priority/basic'), slurmConf.finds('PriorityWeightFairshare', keys => {
      const key = WEIGHTS.find(each => weight(keys, each) > 0);
      return key === undefined ? undefined : `${key}=${keys.value(key)}`;
    })],
    effect: 'priority/basic looks at no weight: the first job that came is the first',
    fix: 'remove PriorityType, since priority/multifactor is the default',
  },
  {
    id: 'PRIO-010',
    severity: LintSeverity.WARNING,
    title: 'priority/multifactor has a weight',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.is('PriorityType', 'priority/multifactor'),
      slurmConf.misses('PriorityWeightFairshare', keys => [...WEIGHTS, 'PriorityWeightTRES'].some(key => (keys.value(key) ?? '0') !== '0') ? undefined : 'any PriorityWeight above 0'),
    ],
    effect: 'every job has priority 1, so the first that came is the first',
    fix: 'add PriorityWeightFairshare=100000 and PriorityWeightAge=1000, or remove PriorityType',
  },
  {
    id: 'PRIO-012',
    severity: LintSeverity.WARNING,
    title: 'DEPTH_OBLIVIOUS is written by those who want no fair tree',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PriorityFlags', 'DEPTH_OBLIVIOUS'), slurmConf.hasNone('PriorityFlags', 'NO_FAIR_TREE')],
    effect: 'it switches the fair tree off, and the classic formula ranks the accounts',
    fix: 'remove DEPTH_OBLIVIOUS, or add NO_FAIR_TREE to say what happens',
  },
  {
    id: 'PRIO-013',
    severity: LintSeverity.WARNING,
    title: 'billing follows MAX_TRES or MAX_TRES_GRES, not both',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('PriorityFlags', 'MAX_TRES', 'MAX_TRES_GRES')],
    effect: 'MAX_TRES_GRES wins without a word',
    fix: 'keep one of them',
  },
  needsDatabase('PRIO-015', 'PriorityWeightQOS', 'is no QOS'),
];

function needsDatabase(id: string, key: string, lack: string): ConflictRow {
  return {
    id,
    severity: LintSeverity.WARNING,
    title: `${key} has a database to go by`,
    in: SubjectKind.CLUSTER,
    when: [slurmConf.positive(key), slurmConf.lacksValue('AccountingStorageType', 'accounting_storage/slurmdbd')],
    effect: `there ${lack} without slurmdbd, so the weight counts as 0`,
    fix: `set 'accountingRef' of the Controller, or remove ${key}`,
  };
}

function weight(keys: ConfKeys, key: string): number {
  return keys.count(key, 0) ?? 0;
}
