import { DaemonSettings } from './slurm-conf-daemons';
import { JobAccountingSettings } from './slurm-conf-job-accounting';
import { JobLaunchSettings } from './slurm-conf-job-launch';
import { LimitSettings } from './slurm-conf-limits';
import { NodeUpkeepSettings } from './slurm-conf-node-upkeep';
import { PrioritySettings } from './slurm-conf-priority';
import { SchedulingSettings } from './slurm-conf-scheduling';
import { TimeoutSettings } from './slurm-conf-timeouts';

/**
 * The parameters of slurm.conf that people set, each by its real type: times as `Duration`, memory as `Size`, closed sets as enums, lists
 * as lists. A prop is the key in camelCase. Keys that the operator writes itself (ClusterName, SlurmctldHost, ports, users, log files,
 * AuthType ...) and those that follow from other constructs (accounting host, prologs, node sets, partitions) are not here.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface SlurmConfSettings
  extends SchedulingSettings, PrioritySettings, LimitSettings, TimeoutSettings, JobAccountingSettings, JobLaunchSettings,
  NodeUpkeepSettings, DaemonSettings {
}
