import { Matchers, select } from '../observability/promql';
import { SlurmMetric } from '../observability/slurm-metrics';

/** What the number of wanted nodes depends on. */
export interface WantedNodes {
  /** Labels of the cluster's slurmctld. */
  readonly selector: Matchers;
  /** Partitions whose jobs the set may run. */
  readonly partitions: string[];
  readonly nodeSet: string;
  readonly max: number;
  readonly jobsPerNode: number;
  /** Whether every job says how many nodes it needs at least. */
  readonly jobsSayNodes: boolean;
}

/*
 * How it counts, with what Slurm 26.05 tells (measured):
 * - slurmctld tells no sum of nodes over pending jobs, only their number and the largest single wish. So room is made for the larger of the two; when jobs have
 *   started, the wish of the next is seen. The largest job always fits in the end, so nothing waits for ever.
 * - `..._min_job_nodes` is 1 for `--ntasks=64`, and `..._max_job_nodes` 64: a set that follows the former would never grow for such a job.
 * - a job that is larger than the set can be does not count, or it would hold all nodes for as long as it waits.
 * - nodes are busy by their CPUs, named one by one: the node counts of partitions hold nodes of other sets too.
 * - `..._jobs_pending` holds jobs that are held. `jobs_wait_part_node_limit` is a test of bits in numbers that are no bits, and is left alone.
 * - nothing is summed up when slurmctld does not answer: the empty result leaves the set as it is, where a 0 would drain it.
 */

/** PromQL that answers how many nodes a set is to have. */
export function wantedNodesQuery(wanted: WantedNodes): string {
  const { selector, partitions, nodeSet, max, jobsPerNode, jobsSayNodes } = wanted;
  const jobs = (metric: SlurmMetric) => select(metric, { ...selector, partition: `=~${[...partitions].sort().map(quoteMeta).join('|')}` });
  const node = (metric: SlurmMetric) => select(metric, { ...selector, node: `=~${quoteMeta(nodeSet)}-[0-9]+` });
  const least = `max(${jobs('slurm_partition_jobs_min_job_nodes_nohold')})`;
  const largest = jobsSayNodes ? least : `max(${jobs('slurm_partition_jobs_max_job_nodes_nohold')})`;
  const waiting = `(sum(${jobs('slurm_partition_jobs_pending')}) - sum(${jobs('slurm_partition_jobs_hold')}))`;
  const demand = `clamp_min(clamp_max(${largest}, ${max}) * (${least} <= bool ${max}), scalar(${waiting}) / ${jobsPerNode})`;
  const busy = `(count(${node('slurm_node_cpus_alloc')} > 0) or vector(0))`;
  const broken = `(max(${jobs('slurm_partition_nodes_down')}) + max(${jobs('slurm_partition_nodes_drained')})) * (${waiting} > bool 0)`;
  const registered = `(count(${node('slurm_node_cpus')}) or vector(0))`;
  const all = `(${demand} + ${busy} + ${broken})`;
  // A HorizontalPodAutoscaler does nothing for a tenth more or less, and the job that needs the hundredth node would wait for ever.
  return `${all} * (1 + 0.11 * (${all} > bool ${registered}))`;
}

function quoteMeta(text: string): string {
  return text.replace(/[.+*?()|[\]{}^$\\]/g, '\\$&');
}
