import { Duration } from 'cdk8s';
import { PreemptMode, PreemptType, PriorityFlag, PriorityType, PriorityUsageResetPeriod } from './slurm-conf-scheduling-enums';

/**
 * Settings of slurm.conf on the order of waiting jobs, and on jobs that make room for others.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface PrioritySettings {
  /**
   * How jobs get their priority. Slurm: `PriorityType`.
   *
   * @default - Slurm's, `PriorityType.MULTIFACTOR`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityType
   */
  readonly priorityType?: PriorityType;

  /**
   * Switches of the calculation. Slurm: `PriorityFlags`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityFlags
   */
  readonly priorityFlags?: PriorityFlag[];

  /**
   * How often usage decays and priorities are computed; whole minutes, at least 1. Slurm: `PriorityCalcPeriod`.
   *
   * @default - Slurm's, 5 minutes
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityCalcPeriod
   */
  readonly priorityCalcPeriod?: Duration;

  /**
   * Time after which usage counts half; none needs `priorityUsageResetPeriod`. Slurm: `PriorityDecayHalfLife`.
   *
   * @default - Slurm's, 7 days
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityDecayHalfLife
   */
  readonly priorityDecayHalfLife?: Duration;

  /**
   * Whether small jobs get the larger size factor. Slurm: `PriorityFavorSmall`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityFavorSmall
   */
  readonly priorityFavorSmall?: boolean;

  /**
   * Waiting time after which the age factor grows no more. Slurm: `PriorityMaxAge`.
   *
   * @default - Slurm's, 7 days
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityMaxAge
   */
  readonly priorityMaxAge?: Duration;

  /**
   * When usage starts again at zero. Slurm: `PriorityUsageResetPeriod`.
   *
   * @default - Slurm's, `PriorityUsageResetPeriod.NONE`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityUsageResetPeriod
   */
  readonly priorityUsageResetPeriod?: PriorityUsageResetPeriod;

  /**
   * Weight of the waiting time; counts only with accounting. Slurm: `PriorityWeightAge`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightAge
   */
  readonly priorityWeightAge?: number;

  /**
   * Weight of the association. Slurm: `PriorityWeightAssoc`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightAssoc
   */
  readonly priorityWeightAssoc?: number;

  /**
   * Weight of the fair share; counts only with accounting. Slurm: `PriorityWeightFairshare`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightFairshare
   */
  readonly priorityWeightFairshare?: number;

  /**
   * Weight of the size. Slurm: `PriorityWeightJobSize`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightJobSize
   */
  readonly priorityWeightJobSize?: number;

  /**
   * Weight of the partition's job factor. Slurm: `PriorityWeightPartition`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightPartition
   */
  readonly priorityWeightPartition?: number;

  /**
   * Weight of the QOS. Slurm: `PriorityWeightQOS`.
   *
   * @default - Slurm's, 0
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightQOS
   */
  readonly priorityWeightQos?: number;

  /**
   * Weights by TRES, such as `{ 'CPU': 1000, 'GRES/gpu': 3000 }`; a TRES that is not recorded stops slurmctld. Slurm: `PriorityWeightTRES`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityWeightTRES
   */
  readonly priorityWeightTres?: { [tres: string]: number };

  /**
   * Free text for the priority plugin. Slurm: `PriorityParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PriorityParameters
   */
  readonly priorityParameters?: string;

  /**
   * Own plugin that computes a factor. Slurm: `PrioritySiteFactorPlugin`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrioritySiteFactorPlugin
   */
  readonly prioritySiteFactorPlugin?: string;

  /**
   * Free text for that plugin. Slurm: `PrioritySiteFactorParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrioritySiteFactorParameters
   */
  readonly prioritySiteFactorParameters?: string;

  /**
   * How much less it hurts an account to be far over its share. Slurm: `FairShareDampeningFactor`.
   *
   * @default - Slurm's, 1
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_FairShareDampeningFactor
   */
  readonly fairShareDampeningFactor?: number;

  /**
   * What decides which job preempts which. Slurm: `PreemptType`.
   *
   * @default - no preemption
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PreemptType
   */
  readonly preemptType?: PreemptType;

  /**
   * What happens to preempted jobs; more than OFF needs `preemptType`. Slurm: `PreemptMode`.
   *
   * @default - Slurm's, OFF
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PreemptMode
   */
  readonly preemptMode?: PreemptMode[];

  /**
   * Options of preemption, such as `youngest_first`. Slurm: `PreemptParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PreemptParameters
   */
  readonly preemptParameters?: string[];

  /**
   * How long a job runs before it can be preempted. Slurm: `PreemptExemptTime`.
   *
   * @default - Slurm's, no time
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PreemptExemptTime
   */
  readonly preemptExemptTime?: Duration;
}
