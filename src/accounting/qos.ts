import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { clock, count, factor, LimitEntry, LimitTexts, limitTexts, minutes, names, seconds, tres, words } from './limit-texts';
import { policyNameProblems } from './policy-names';
import { QosFlag, QosPreemptMode } from './qos-enums';
import { TresCounts } from './tres-counts';
import { Problem, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';

/** A quality of service, as other parts refer to it. */
export interface IQos {
  /** Its name in Slurm. */
  readonly qosName: string;
}

/**
 * A quality of service: priority, limits, and who makes room for whom.
 *
 * @see https://slurm.schedmd.com/qos.html
 */
export interface QosOptions {
  /** Name in Slurm, in lower case. @default - the construct id */
  readonly qosName?: string;
  /** What it is for; kept in lower case. Slurm: `Description`. @default - whatever the database says */
  readonly description?: string;
  /** Switches. Slurm: `Flags`. @default - none */
  readonly flags?: QosFlag[];
  /** Priority for `priorityWeightQos`. Slurm: `Priority`. @default 0 */
  readonly priority?: number;
  /** QOS whose jobs make room for those of this one; needs `PreemptType.QOS`. Slurm: `Preempt`. @default - none */
  readonly preempt?: IQos[];
  /** What happens to its jobs when others preempt them. Slurm: `PreemptMode`. @default - the cluster's */
  readonly preemptMode?: QosPreemptMode;
  /** How long its jobs run before they can be preempted. Slurm: `PreemptExemptTime`. @default - the cluster's */
  readonly preemptExemptTime?: Duration;
  /** Time between the warning and the end of a preempted job. Slurm: `GraceTime`. @default Duration.seconds(0) */
  readonly graceTime?: Duration;
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
  /** Factor by which limits of associations are larger for its jobs. Slurm: `LimitFactor`. @default - none */
  readonly limitFactor?: number;
  /** Running jobs of an account. Slurm: `MaxJobsPA`. @default - no limit */
  readonly maxJobsPerAccount?: number;
  /** Running jobs of a user. Slurm: `MaxJobsPU`. @default - no limit */
  readonly maxJobsPerUser?: number;
  /** Waiting jobs of an account that gain priority by age. Slurm: `MaxJobsAccruePA`. @default - no limit */
  readonly maxJobsAccruePerAccount?: number;
  /** Waiting jobs of a user that gain priority by age. Slurm: `MaxJobsAccruePU`. @default - no limit */
  readonly maxJobsAccruePerUser?: number;
  /** Waiting and running jobs of an account. Slurm: `MaxSubmitJobsPA`. @default - no limit */
  readonly maxSubmitJobsPerAccount?: number;
  /** Waiting and running jobs of a user. Slurm: `MaxSubmitJobsPU`. @default - no limit */
  readonly maxSubmitJobsPerUser?: number;
  /** Resources of a job. Slurm: `MaxTRESPerJob`. @default - no limit */
  readonly maxTresPerJob?: TresCounts;
  /** Resources of a job on each node. Slurm: `MaxTRESPerNode`. @default - no limit */
  readonly maxTresPerNode?: TresCounts;
  /** Resources in use by a user. Slurm: `MaxTRESPerUser`. @default - no limit */
  readonly maxTresPerUser?: TresCounts;
  /** Resources in use by an account. Slurm: `MaxTRESPerAccount`. @default - no limit */
  readonly maxTresPerAccount?: TresCounts;
  /** Resource minutes of a job. Slurm: `MaxTRESMinsPerJob`. @default - no limit */
  readonly maxTresMinsPerJob?: TresCounts;
  /** Resource minutes that running jobs of a user may still use. Slurm: `MaxTRESRunMinsPerUser`. @default - no limit */
  readonly maxTresRunMinsPerUser?: TresCounts;
  /** Resource minutes that running jobs of an account may still use. Slurm: `MaxTRESRunMinsPerAccount`. @default - no limit */
  readonly maxTresRunMinsPerAccount?: TresCounts;
  /** Wall time of a job, in whole minutes. Slurm: `MaxWallDurationPerJob`. @default - no limit */
  readonly maxWall?: Duration;
  /** Priority that a job needs before resources are kept for it. Slurm: `MinPrioThresh`. @default - none */
  readonly minPrioThresh?: number;
  /** Least resources of a job. Slurm: `MinTRESPerJob`. @default - none */
  readonly minTresPerJob?: TresCounts;
  /** Factor by which usage of its jobs counts: 2 is twice the price, 0 is free. Slurm: `UsageFactor`. @default 1 */
  readonly usageFactor?: number;
  /** Least fair-share factor of whoever submits to it. Slurm: `UsageThreshold`. @default - none */
  readonly usageThreshold?: number;
}

/** How the options become fields. */
export const qosEntries: LimitEntry<QosOptions>[] = [
  { prop: 'description', key: 'Description', text: words },
  { prop: 'flags', key: 'Flags', text: names },
  { prop: 'graceTime', key: 'GraceTime', text: seconds },
  { prop: 'grpJobs', key: 'GrpJobs', text: count },
  { prop: 'grpJobsAccrue', key: 'GrpJobsAccrue', text: count },
  { prop: 'grpSubmitJobs', key: 'GrpSubmitJobs', text: count },
  { prop: 'grpTres', key: 'GrpTRES', text: tres },
  { prop: 'grpTresMins', key: 'GrpTRESMins', text: tres },
  { prop: 'grpTresRunMins', key: 'GrpTRESRunMins', text: tres },
  { prop: 'grpWall', key: 'GrpWall', text: minutes },
  { prop: 'limitFactor', key: 'LimitFactor', text: factor },
  { prop: 'maxJobsPerAccount', key: 'MaxJobsPA', text: count },
  { prop: 'maxJobsPerUser', key: 'MaxJobsPU', text: count },
  { prop: 'maxJobsAccruePerAccount', key: 'MaxJobsAccruePA', text: count },
  { prop: 'maxJobsAccruePerUser', key: 'MaxJobsAccruePU', text: count },
  { prop: 'maxSubmitJobsPerAccount', key: 'MaxSubmitJobsPA', text: count },
  { prop: 'maxSubmitJobsPerUser', key: 'MaxSubmitJobsPU', text: count },
  { prop: 'maxTresPerJob', key: 'MaxTRESPerJob', text: tres },
  { prop: 'maxTresPerNode', key: 'MaxTRESPerNode', text: tres },
  { prop: 'maxTresPerUser', key: 'MaxTRESPerUser', text: tres },
  { prop: 'maxTresPerAccount', key: 'MaxTRESPerAccount', text: tres },
  { prop: 'maxTresMinsPerJob', key: 'MaxTRESMinsPerJob', text: tres },
  { prop: 'maxTresRunMinsPerUser', key: 'MaxTRESRunMinsPerUser', text: tres },
  { prop: 'maxTresRunMinsPerAccount', key: 'MaxTRESRunMinsPerAccount', text: tres },
  { prop: 'maxWall', key: 'MaxWallDurationPerJob', text: minutes },
  { prop: 'minPrioThresh', key: 'MinPrioThresh', text: count },
  { prop: 'minTresPerJob', key: 'MinTRESPerJob', text: tres },
  { prop: 'preempt', key: 'Preempt', text: (value: IQos[], prop) => names(value.map(({ qosName }) => qosName), prop) },
  { prop: 'preemptMode', key: 'PreemptMode', text: (value: QosPreemptMode) => ({ text: value, problems: [] }) },
  { prop: 'preemptExemptTime', key: 'PreemptExemptTime', text: clock },
  { prop: 'priority', key: 'Priority', text: count },
  { prop: 'usageFactor', key: 'UsageFactor', text: factor },
  { prop: 'usageThreshold', key: 'UsageThreshold', text: factor },
];

/** A quality of service that an accounting policy keeps in the database. `AccountingPolicy.addQos` makes it. */
export class Qos extends Construct implements IQos {
  /** A QOS that somebody else keeps in the database, such as `normal`, which every database has. */
  public static named(qosName: string): IQos {
    return { qosName };
  }

  /** Name in Slurm. */
  public readonly qosName: string;

  /** @internal */
  public readonly _texts: LimitTexts;
  /** @internal TRES of which it limits what an account may have, before a QOS of the partition does. */
  public readonly _perAccount: (keyof TresCounts)[];
  /** @internal QOS that it names. */
  public readonly _preempts: string[];

  public constructor(scope: Construct, id: string, options: QosOptions = {}) {
    super(scope, id);
    refuseOtherKinds(this, 'QosOptions', options);
    this.qosName = options.qosName ?? id;
    this._texts = limitTexts(options, qosEntries);
    this._preempts = (options.preempt ?? []).map(({ qosName }) => qosName);
    this._perAccount = options.flags?.includes(QosFlag.OVER_PART_QOS) ? [] : Object.keys(options.maxTresPerAccount ?? {}) as (keyof TresCounts)[];
    const own: Problem[] = this._preempts.includes(this.qosName) ? [{
      id: 'ACCT-040', what: `QOS '${this.qosName}' preempts itself`, fix: "leave it out of 'preempt'; its own jobs follow priority",
    }] : [];
    refuseAll(this, [...policyNameProblems('QOS', this.qosName), ...this._texts.problems, ...own]);
  }
}

checksArguments(Qos, 'Qos');
