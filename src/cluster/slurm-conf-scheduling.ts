import { Duration, Size } from 'cdk8s';
import { EnforcePartLimits, SchedulerType, SelectType, SelectTypeParameter, TopologyPlugin } from './slurm-conf-scheduling-enums';

/**
 * Settings of slurm.conf on which jobs start where and when.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface SchedulingSettings {
  /**
   * How waiting jobs are started. Slurm: `SchedulerType`.
   *
   * @default - Slurm's, `SchedulerType.BACKFILL`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SchedulerType
   */
  readonly schedulerType?: SchedulerType;

  /**
   * Options of the scheduler, such as `bf_continue` or `bf_window=2880`; words that Slurm would ignore are refused.
   * Slurm: `SchedulerParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SchedulerParameters
   */
  readonly schedulerParameters?: string[];

  /**
   * Turn of a job under gang scheduling, at least 5 seconds. Slurm: `SchedulerTimeSlice`.
   *
   * @default - Slurm's, 30 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SchedulerTimeSlice
   */
  readonly schedulerTimeSlice?: Duration;

  /**
   * What is handed out to jobs. Slurm: `SelectType`.
   *
   * @default - Slurm's, `SelectType.CONS_TRES`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SelectType
   */
  readonly selectType?: SelectType;

  /**
   * Units that are consumed, and how they are chosen. Slurm: `SelectTypeParameters`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SelectTypeParameters
   */
  readonly selectTypeParameters?: SelectTypeParameter[];

  /**
   * Names of GRES beside those of the node sets, which are added by themselves. Slurm: `GresTypes`.
   *
   * @default - those of the node sets
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_GresTypes
   */
  readonly gresTypes?: string[];

  /**
   * Licenses of the whole cluster and how many of each. Slurm: `Licenses`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_Licenses
   */
  readonly licenses?: { [name: string]: number };

  /**
   * How license requests are matched; Slurm 26.05. Slurm: `LicenseParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_LicenseParameters
   */
  readonly licenseParameters?: string[];

  /**
   * CPUs that a job gets with every GPU unless it asks otherwise. Slurm: `DefCPUPerGPU`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DefCPUPerGPU
   */
  readonly defCpuPerGpu?: number;

  /**
   * Memory with every CPU unless a job asks otherwise; excludes `defMemPerGpu` and `defMemPerNode`. Slurm: `DefMemPerCPU`.
   *
   * @default - unlimited: a job gets all memory of its nodes
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DefMemPerCPU
   */
  readonly defMemPerCpu?: Size;

  /**
   * Memory with every GPU unless a job asks otherwise; excludes `defMemPerCpu` and `defMemPerNode`. Slurm: `DefMemPerGPU`.
   *
   * @default - unlimited
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DefMemPerGPU
   */
  readonly defMemPerGpu?: Size;

  /**
   * Memory on every node unless a job asks otherwise; excludes `defMemPerCpu` and `defMemPerGpu`. Slurm: `DefMemPerNode`.
   *
   * @default - unlimited
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DefMemPerNode
   */
  readonly defMemPerNode?: Size;

  /**
   * Most memory with every CPU; a job that asks for more gets more CPUs. Excludes `maxMemPerNode`. Slurm: `MaxMemPerCPU`.
   *
   * @default - unlimited
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxMemPerCPU
   */
  readonly maxMemPerCpu?: Size;

  /**
   * Most memory on every node; excludes `maxMemPerCpu`. Slurm: `MaxMemPerNode`.
   *
   * @default - unlimited
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxMemPerNode
   */
  readonly maxMemPerNode?: Size;

  /**
   * Whether a job over the limits of its partition is refused at submission. Slurm: `EnforcePartLimits`.
   *
   * @default - Slurm's, `EnforcePartLimits.NO`: it waits
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_EnforcePartLimits
   */
  readonly enforcePartLimits?: EnforcePartLimits;

  /**
   * How long a job may run past its time limit; whole minutes. Slurm: `OverTimeLimit`.
   *
   * @default - Slurm's, no time
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_OverTimeLimit
   */
  readonly overTimeLimit?: Duration;

  /**
   * How long a job may run past the end of its reservation; whole minutes. Slurm: `ResvOverRun`.
   *
   * @default - Slurm's, no time
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResvOverRun
   */
  readonly resvOverRun?: Duration;

  /**
   * Program on the controller when a reservation starts. Slurm: `ResvProlog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResvProlog
   */
  readonly resvProlog?: string;

  /**
   * Program on the controller when a reservation ends. Slurm: `ResvEpilog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResvEpilog
   */
  readonly resvEpilog?: string;

  /**
   * Holds back other jobs while one is completing, at most this long. Slurm: `CompleteWait`.
   *
   * @default - Slurm's, no time
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CompleteWait
   */
  readonly completeWait?: Duration;

  /**
   * How dependencies between jobs are treated, such as `kill_invalid_depend`. Slurm: `DependencyParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DependencyParameters
   */
  readonly dependencyParameters?: string[];

  /**
   * Whether batch jobs may be requeued unless they say otherwise. Slurm: `JobRequeue`.
   *
   * @default - Slurm's, true
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobRequeue
   */
  readonly jobRequeue?: boolean;

  /**
   * Exit codes after which a batch job is requeued. Slurm: `RequeueExit`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_RequeueExit
   */
  readonly requeueExit?: number[];

  /**
   * Exit codes after which a batch job is requeued and held. Slurm: `RequeueExitHold`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_RequeueExitHold
   */
  readonly requeueExitHold?: number[];

  /**
   * Whether users may have a crontab in Slurm: `enable`, `explicit_scancel`. Slurm: `ScronParameters`.
   *
   * @default - none: `scrontab` is off
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ScronParameters
   */
  readonly scronParameters?: string[];

  /**
   * Plugins that change features of nodes by a reboot. Slurm: `NodeFeaturesPlugins`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_NodeFeaturesPlugins
   */
  readonly nodeFeaturesPlugins?: string[];

  /**
   * How the network is understood; ignored where the cluster has a topology.yaml. Slurm: `TopologyPlugin`.
   *
   * @default - Slurm's, `TopologyPlugin.FLAT`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TopologyPlugin
   */
  readonly topologyPlugin?: TopologyPlugin;

  /**
   * Options of the topology, such as `SwitchAsNodeRank`. Slurm: `TopologyParam`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TopologyParam
   */
  readonly topologyParam?: string[];

  /**
   * Behaviour of clients in a federation. Slurm: `FederationParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_FederationParameters
   */
  readonly federationParameters?: string[];
}
