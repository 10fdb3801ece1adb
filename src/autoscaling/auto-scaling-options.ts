import { Duration } from 'cdk8s';
import { Autoscaler } from './autoscaler';

/** A node set whose nodes come and go with the jobs. */
export interface AutoScalingOptions {
  /** Fewest nodes. @default 0 */
  readonly min?: number;

  /**
   * Most nodes. No job of the set's partitions can be larger: their `MaxNodes` is what their node sets can ever have together, unless said otherwise. With an
   * accounting policy or `checksJobsAtSubmit` larger jobs are refused when they are submitted; otherwise they wait for ever.
   */
  readonly max: number;

  /** What changes the number of nodes. */
  readonly autoscaler: Autoscaler;

  /** Whether the set goes below `min`, to no node, while no job runs or waits. KEDA only. @default false */
  readonly idleToZero?: boolean;

  /**
   * How long nodes must not have been wanted before they go, up to an hour. Longer than the pauses between jobs, so that nodes do not come and go with each.
   *
   * @default Duration.minutes(10)
   */
  readonly scaleInWindow?: Duration;

  /** How many of the jobs that wait share a node. @default 1 */
  readonly jobsPerNode?: number;

  /** Time between two looks at the metrics. Slurm's metrics are no fresher than they are scraped. @default Duration.seconds(30) */
  readonly pollingInterval?: Duration;

  /**
   * Whether slurmctld looks at the size of jobs when they are submitted. It then refuses jobs that the set could never hold, which otherwise wait for ever, and
   * works out the nodes of jobs that ask for tasks or GPUs in all (`--ntasks`, `--gpus`), which otherwise count as one node or as one for each task.
   *
   * It is done by `job_submit.lua`, so the image of slurmctld must have a Lua library: without one slurmctld does not start. The stock Ubuntu images seem to
   * have none. Where the cluster has an accounting policy, partitions refuse such jobs by a QOS and need no script.
   *
   * @default false
   * @see https://slurm.schedmd.com/job_submit_plugins.html
   */
  readonly checksJobsAtSubmit?: boolean;

  /**
   * Labels that the metrics of the cluster's slurmctld have in Prometheus, and those of no other.
   *
   * @default - `namespace` and `job`, as the ServiceMonitor of the cluster gives them
   */
  readonly selector?: { [label: string]: string };

  /**
   * Escape hatch: PromQL that answers how many nodes the set is to have. An empty answer leaves the set as it is.
   *
   * @default - busy nodes, and what the largest of the waiting jobs or all of them together need
   */
  readonly wantedNodes?: string;
}
