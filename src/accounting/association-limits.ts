import { Duration } from 'cdk8s';
import { FairShare } from './fair-share';
import { count, LimitEntry, LimitTexts, limitTexts, minutes, names, tres } from './limit-texts';
import type { IQos } from './qos';
import { TresCounts } from './tres-counts';

/**
 * What an account, or a user in an account, may use. `grp` limits hold for all jobs below together, `max` limits for each user or job; those
 * that are not set come from the account above. A job over one waits, unless its QOS says DENY_ON_LIMIT.
 *
 * @see https://slurm.schedmd.com/resource_limits.html
 */
export interface AssociationLimits {
  /** Its share beside its siblings. Slurm: `Fairshare`. @default FairShare.shares(1) */
  readonly fairShare?: FairShare;
  /** QOS that its jobs may use. Slurm: `QOS`. @default - those of the account above; `normal` below none */
  readonly qos?: IQos[];
  /** QOS of jobs that name none; one of `qos`. Slurm: `DefaultQOS`. @default - that of the account above */
  readonly defaultQos?: IQos;
  /** Resources in use at a time. Slurm: `GrpTRES`. @default - no limit */
  readonly grpTres?: TresCounts;
  /** Resource minutes used in all, as usage decays. Slurm: `GrpTRESMins`. @default - no limit */
  readonly grpTresMins?: TresCounts;
  /** Resource minutes that running jobs may still use. Slurm: `GrpTRESRunMins`. @default - no limit */
  readonly grpTresRunMins?: TresCounts;
  /** Jobs that run at a time. Slurm: `GrpJobs`. @default - no limit */
  readonly grpJobs?: number;
  /** Waiting jobs that gain priority by age at a time. Slurm: `GrpJobsAccrue`. @default - no limit */
  readonly grpJobsAccrue?: number;
  /** Jobs that wait or run at a time. Slurm: `GrpSubmitJobs`. @default - no limit */
  readonly grpSubmitJobs?: number;
  /** Wall time of all jobs, in whole minutes, as usage decays. Slurm: `GrpWall`. @default - no limit */
  readonly grpWall?: Duration;
  /** Resources of a job. Slurm: `MaxTRESPerJob`. @default - no limit */
  readonly maxTresPerJob?: TresCounts;
  /** Resources of a job on each node. Slurm: `MaxTRESPerNode`. @default - no limit */
  readonly maxTresPerNode?: TresCounts;
  /** Resource minutes of a job. Slurm: `MaxTRESMinsPerJob`. @default - no limit */
  readonly maxTresMinsPerJob?: TresCounts;
  /** Jobs of a user that run at a time. Slurm: `MaxJobs`. @default - no limit */
  readonly maxJobs?: number;
  /** Waiting jobs of a user that gain priority by age at a time. Slurm: `MaxJobsAccrue`. @default - no limit */
  readonly maxJobsAccrue?: number;
  /** Jobs of a user that wait or run at a time. Slurm: `MaxSubmitJobs`. @default - no limit */
  readonly maxSubmitJobs?: number;
  /** Wall time of a job, in whole minutes. Slurm: `MaxWallDurationPerJob`. @default - no limit */
  readonly maxWall?: Duration;
  /** Priority that a job needs before resources are kept for it. Slurm: `MinPrioThresh`. @default - none */
  readonly minPrioThresh?: number;
  /** Priority for `priorityWeightAssoc`. Slurm: `Priority`. @default - none */
  readonly priority?: number;
}

const entries: LimitEntry<AssociationLimits>[] = [
  { prop: 'fairShare', key: 'Fairshare', text: (value: FairShare) => ({ text: value._toSlurm(), problems: value._problems() }) },
  { prop: 'qos', key: 'QOS', text: (value: IQos[], prop) => names(value.map(({ qosName }) => qosName), prop) },
  { prop: 'defaultQos', key: 'DefaultQOS', text: (value: IQos) => ({ text: value.qosName, problems: [] }) },
  { prop: 'grpTres', key: 'GrpTRES', text: tres },
  { prop: 'grpTresMins', key: 'GrpTRESMins', text: tres },
  { prop: 'grpTresRunMins', key: 'GrpTRESRunMins', text: tres },
  { prop: 'grpJobs', key: 'GrpJobs', text: count },
  { prop: 'grpJobsAccrue', key: 'GrpJobsAccrue', text: count },
  { prop: 'grpSubmitJobs', key: 'GrpSubmitJobs', text: count },
  { prop: 'grpWall', key: 'GrpWall', text: minutes },
  { prop: 'maxTresPerJob', key: 'MaxTRESPerJob', text: tres },
  { prop: 'maxTresPerNode', key: 'MaxTRESPerNode', text: tres },
  { prop: 'maxTresMinsPerJob', key: 'MaxTRESMinsPerJob', text: tres },
  { prop: 'maxJobs', key: 'MaxJobs', text: count },
  { prop: 'maxJobsAccrue', key: 'MaxJobsAccrue', text: count },
  { prop: 'maxSubmitJobs', key: 'MaxSubmitJobs', text: count },
  { prop: 'maxWall', key: 'MaxWallDurationPerJob', text: minutes },
  { prop: 'minPrioThresh', key: 'MinPrioThresh', text: count },
  { prop: 'priority', key: 'Priority', text: count },
];

/** The limits as fields of an Account or User line. */
export function associationTexts(limits: AssociationLimits): LimitTexts {
  const { fields, problems } = limitTexts(limits, entries);
  const { qos, defaultQos } = limits;
  if (qos && defaultQos && !qos.some(({ qosName }) => qosName === defaultQos.qosName)) {
    problems.push({
      id: 'ACCT-039',
      what: `'defaultQos' is '${defaultQos.qosName}', which is not among 'qos' (${qos.map(({ qosName }) => qosName).join(', ')}), so slurmctld would refuse jobs that name no QOS`,
      fix: 'add it to \'qos\'',
    });
  }
  return { fields, problems };
}
