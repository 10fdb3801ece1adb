import { SchedulerAnswer } from './scheduler-answer';
import { SubmissionPolicy } from './submission-policy';

/** What becomes of a job. Values are those of the JSON. */
export enum JobVerdict {
  /** It would run. */
  FITS = 'fits',
  /** slurmctld would take it, and it would never start. */
  WAITS_FOREVER = 'waits-forever',
  /** sbatch or slurmctld would refuse it. */
  REFUSED = 'refused',
}

/** Why limits of a partition keep a job, in Slurm's words, and what that means. */
const PARTITION_LIMITS: readonly Meaning[] = [
  [/^Requested time limit is invalid/, 'it asks for more time than the partition gives a job (MaxTime)'],
  [/^Node count specification invalid/, 'it asks for more nodes than the partition has or gives a job (MaxNodes), or for fewer (MinNodes)'],
  [/^More processors requested than permitted/, 'it asks for more CPUs than the partition has or gives a job'],
  [/^Requested partition configuration not available now/, 'the partition as it is configured never has what it asks for'],
];

const POLICY = /^Job violates accounting\/QOS policy/;

const MEANINGS: readonly Meaning[] = [
  ...PARTITION_LIMITS,
  [POLICY, 'it exceeds a limit of its account or QOS'],
  [/^Requested node configuration is not available/, 'no set of nodes in its partition has what it asks for'],
  [/^Invalid partition name specified/, 'there is no such partition'],
  [/^Invalid feature specification/, 'no node has the features of --constraint'],
  [/^Invalid node name specified/, 'it names nodes that are not in its partition'],
  [/^Invalid qos specification/, 'the QOS does not exist, or its account or partition may not use it'],
  [/^Invalid account or account\/partition combination/, 'the user has no such account, or the partition does not take it'],
  [/^Invalid license specification/, 'the cluster has no such licenses, or fewer of them'],
  [/^Invalid job array specification/, 'the array has an index above MaxArraySize'],
  [/^Invalid generic resource \(gres\) specification/, 'the cluster has no such generic resource'],
  [/^Invalid Trackable RESource/, 'the cluster has no such resource'],
  [/^Required partition not available/, 'the partition takes no jobs now'],
  [/^User's group not permitted to use this partition/, 'the partition takes jobs of other groups only (AllowGroups)'],
  [/^Batch script contains DOS line breaks/, 'the script has DOS line ends'],
  [/^This does not look like a batch script/, 'the first line of the script names no interpreter'],
  [/^Requested reservation is invalid/, 'there is no such reservation'],
  [/^Job dependency problem/, 'it depends on a job that does not exist'],
];

type Meaning = readonly [RegExp, string];

/** Limits of partitions that a QOS may say as well, by what it says then. */
const SIZES: readonly (readonly [RegExp, string])[] = [[/^Node count specification invalid/, 'node'], [/^More processors requested/, 'cpu']];

/** Whether a job is refused for a limit in accounting. */
export function isRefusedByPolicy({ accepted, message = '' }: SchedulerAnswer): boolean {
  return !accepted && POLICY.test(message);
}

/**
 * What slurmctld of the declared cluster would do with a job that the sandbox refuses.
 *
 * @param qos those that the job names
 * @param refusedTres TRES that the QOS of its partitions limit at submission; undefined when none of these refuses anything
 */
export function verdictOf(answer: SchedulerAnswer, qos: readonly string[], policy: SubmissionPolicy, refusedTres?: readonly string[]): JobVerdict {
  if (answer.accepted) {
    return JobVerdict.FITS;
  }
  const message = answer.message ?? '';
  if (PARTITION_LIMITS.some(([pattern]) => pattern.test(message))) {
    const isSaidByQos = SIZES.some(([pattern, tres]) => pattern.test(message) && refusedTres?.includes(tres));
    return policy.enforcePartLimits === 'NO' && !isSaidByQos ? JobVerdict.WAITS_FOREVER : JobVerdict.REFUSED;
  }
  const denies = (name: string): boolean => policy.denyingQos?.includes(name) ?? false;
  // The QOS of a job that names none is most often that which every database has.
  return POLICY.test(message) && refusedTres === undefined && !(qos.length === 0 ? ['normal'] : qos).some(denies) ? JobVerdict.WAITS_FOREVER : JobVerdict.REFUSED;
}

/** A refusal in plain words. */
export function plainReason({ message = '', details }: SchedulerAnswer): string {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
  const limit = details.find(line => /^(?:Assoc|QOS)\w+$/.test(line));
  return limit === undefined ? meaning : `${meaning}: ${limit}`;
}
