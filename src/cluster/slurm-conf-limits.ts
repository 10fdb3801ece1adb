import { Duration } from 'cdk8s';
import { McsPlugin, PrivateData } from './slurm-conf-job-enums';

/**
 * Settings of slurm.conf on how much the controller takes, and on who may do and see what.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface LimitSettings {
  /**
   * Jobs the controller holds in memory, waiting, running and recently finished. Slurm: `MaxJobCount`.
   *
   * @default - Slurm's, 10000
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxJobCount
   */
  readonly maxJobCount?: number;

  /**
   * One more than the largest index of a job array; 0 forbids arrays; at most 4000001 and never above `maxJobCount`. Slurm: `MaxArraySize`.
   *
   * @default - Slurm's, 1001
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxArraySize
   */
  readonly maxArraySize?: number;

  /**
   * Highest job id before they start again; at most 67108863. Slurm: `MaxJobId`.
   *
   * @default - Slurm's, 67043328
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxJobId
   */
  readonly maxJobId?: number;

  /**
   * First job id, from 1. Slurm: `FirstJobId`.
   *
   * @default - Slurm's, 1
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_FirstJobId
   */
  readonly firstJobId?: number;

  /**
   * Steps of one job. Slurm: `MaxStepCount`.
   *
   * @default - Slurm's, 40000
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxStepCount
   */
  readonly maxStepCount?: number;

  /**
   * Tasks of a step on one node; at most 65533. Slurm: `MaxTasksPerNode`.
   *
   * @default - Slurm's, 512
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxTasksPerNode
   */
  readonly maxTasksPerNode?: number;

  /**
   * Room for nodes, at most 65536; nodes beyond it cannot register. Slurm: `MaxNodeCount`.
   *
   * @default - computed from the node sets; the operator writes 1024 otherwise
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxNodeCount
   */
  readonly maxNodeCount?: number;

  /**
   * Requeues by Slurm itself before a job is held. Slurm: `MaxBatchRequeue`.
   *
   * @default - Slurm's, 5
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxBatchRequeue
   */
  readonly maxBatchRequeue?: number;

  /**
   * Messages kept while slurmdbd is away; at least 10000. Slurm: `MaxDBDMsgs`.
   *
   * @default - Slurm's, from `maxJobCount` and the number of nodes
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MaxDBDMsgs
   */
  readonly maxDbdMsgs?: number;

  /**
   * How long finished jobs stay in memory; at least 2 seconds. Slurm: `MinJobAge`.
   *
   * @default - Slurm's, 300 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MinJobAge
   */
  readonly minJobAge?: Duration;

  /**
   * Daemons to which one daemon passes a message on. Slurm: `TreeWidth`.
   *
   * @default - Slurm's, 16
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TreeWidth
   */
  readonly treeWidth?: number;

  /**
   * Whether jobs may use cores that are set aside for the system. Slurm: `AllowSpecResourcesUsage`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AllowSpecResourcesUsage
   */
  readonly allowSpecResourcesUsage?: boolean;

  /**
   * Whether jobs of root are refused. Slurm: `DisableRootJobs`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DisableRootJobs
   */
  readonly disableRootJobs?: boolean;

  /**
   * Whether members of allowed groups are read again although the file is unchanged; LDAP groups need it. Slurm: `GroupUpdateForce`.
   *
   * @default - Slurm's, true
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_GroupUpdateForce
   */
  readonly groupUpdateForce?: boolean;

  /**
   * How often members of allowed groups are read; no time turns it off. Slurm: `GroupUpdateTime`.
   *
   * @default - Slurm's, 600 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_GroupUpdateTime
   */
  readonly groupUpdateTime?: Duration;

  /**
   * What users cannot see of others; metrics then need authentication too. Slurm: `PrivateData`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrivateData
   */
  readonly privateData?: PrivateData[];

  /**
   * Where the security label of a job comes from. Slurm: `MCSPlugin`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MCSPlugin
   */
  readonly mcsPlugin?: McsPlugin;

  /**
   * Options of the security labels, such as `ondemand,privatedata`. Slurm: `MCSParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MCSParameters
   */
  readonly mcsParameters?: string;

  /**
   * Plugins that see every job at submission, in their order; `lua` needs job_submit.lua as an extra file. Slurm: `JobSubmitPlugins`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobSubmitPlugins
   */
  readonly jobSubmitPlugins?: string[];

  /**
   * Plugins that see every job in the client command. Slurm: `CliFilterPlugins`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CliFilterPlugins
   */
  readonly cliFilterPlugins?: string[];

  /**
   * Options of those plugins; Slurm 25.11. Slurm: `CliFilterParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CliFilterParameters
   */
  readonly cliFilterParameters?: string[];
}
