import { Duration } from 'cdk8s';
import { HealthCheckNodeState, ReconfigFlag, ReturnToService, SuspendExcState } from './slurm-conf-daemon-enums';

/**
 * Settings of slurm.conf on nodes that fail, are checked, or are powered down.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface NodeUpkeepSettings {
  /**
   * When a node that was down comes back by itself. Slurm: `ReturnToService`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ReturnToService
   */
  readonly returnToService?: ReturnToService;

  /**
   * Program that checks nodes as root; it drains what it finds ill. Slurm: `HealthCheckProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HealthCheckProgram
   */
  readonly healthCheckProgram?: string;

  /**
   * How often nodes are checked; no time turns it off. Slurm: `HealthCheckInterval`.
   *
   * @default - Slurm's, never
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HealthCheckInterval
   */
  readonly healthCheckInterval?: Duration;

  /**
   * Nodes that are checked. Slurm: `HealthCheckNodeState`.
   *
   * @default - Slurm's, `HealthCheckNodeState.ANY`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HealthCheckNodeState
   */
  readonly healthCheckNodeState?: HealthCheckNodeState[];

  /**
   * Time for a check; below the interval. Slurm 26.05. Slurm: `HealthCheckTimeout`.
   *
   * @default - Slurm's, 60 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HealthCheckTimeout
   */
  readonly healthCheckTimeout?: Duration;

  /**
   * Program that reboots a node. Slurm: `RebootProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_RebootProgram
   */
  readonly rebootProgram?: string;

  /**
   * What survives a reconfiguration. Slurm: `ReconfigFlags`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ReconfigFlags
   */
  readonly reconfigFlags?: ReconfigFlag[];

  /**
   * Program on the controller that powers nodes up. Slurm: `ResumeProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResumeProgram
   */
  readonly resumeProgram?: string;

  /**
   * Program on the controller for nodes that did not come up. Slurm: `ResumeFailProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResumeFailProgram
   */
  readonly resumeFailProgram?: string;

  /**
   * Nodes powered up in a minute; 0 is without limit. Slurm: `ResumeRate`.
   *
   * @default - Slurm's, 300
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResumeRate
   */
  readonly resumeRate?: number;

  /**
   * Time for a node to come up. Slurm: `ResumeTimeout`.
   *
   * @default - Slurm's, 60 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ResumeTimeout
   */
  readonly resumeTimeout?: Duration;

  /**
   * Program on the controller that powers nodes down. Slurm: `SuspendProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendProgram
   */
  readonly suspendProgram?: string;

  /**
   * Nodes powered down in a minute; 0 is without limit. Slurm: `SuspendRate`.
   *
   * @default - Slurm's, 60
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendRate
   */
  readonly suspendRate?: number;

  /**
   * Idle time after which a node is powered down. Slurm: `SuspendTime`.
   *
   * @default - never
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendTime
   */
  readonly suspendTime?: Duration;

  /**
   * Time for a node to power down. Slurm: `SuspendTimeout`.
   *
   * @default - Slurm's, 30 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendTimeout
   */
  readonly suspendTimeout?: Duration;

  /**
   * Nodes that stay up, as a hostlist; `:<count>` behind it keeps so many of them up. Slurm: `SuspendExcNodes`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendExcNodes
   */
  readonly suspendExcNodes?: string;

  /**
   * Partitions whose nodes stay up. Slurm: `SuspendExcParts`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendExcParts
   */
  readonly suspendExcParts?: string[];

  /**
   * States in which nodes stay up. Slurm: `SuspendExcStates`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SuspendExcStates
   */
  readonly suspendExcStates?: SuspendExcState[];
}
