import { AutoScalingOptions } from './auto-scaling-options';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem } from '../errors/refuse';

/** Pages of metrics that tell what is wanted and what is busy. */
const neededPages = ['/metrics/nodes', '/metrics/partitions'];

/** What is wrong with the options alone. */
export function autoScalingProblems(options: AutoScalingOptions, mostNodes: number): Problem[] {
  const { min = 0, max, autoscaler, idleToZero, scaleInWindow, pollingInterval, jobsPerNode = 1 } = options;
  const problems: Problem[] = [];
  const keda = autoscaler._prometheus !== undefined;
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least && value <= mostNodes;
  if (!whole(max, 1)) {
    problems.push({ id: 'AUTO-003', what: `'max' of Scaling.auto is ${max}, and slurmctld holds 1 to ${mostNodes} nodes`, fix: 'use a number such as 64' });
  }
  if (!whole(min, 0) || min > max) {
    problems.push({ id: 'AUTO-004', what: `'min' of Scaling.auto is ${min}, and a set has a whole number of nodes from 0 to 'max', which is ${max}`, fix: 'use e.g. 0' });
  }
  if (!keda && min === 0) {
    problems.push({
      id: 'AUTO-005', what: "'min' is 0, and the API server refuses a HorizontalPodAutoscaler that goes below one replica", fix: "set 'min: 1', or use Autoscaler.keda()",
    });
  }
  if (idleToZero && (!keda || min === 0)) {
    problems.push({
      id: 'AUTO-006',
      what: keda ? "'idleToZero' is set and 'min' is 0 already, and KEDA refuses two ways to say so" : "'idleToZero' is set, and only KEDA goes to no node",
      fix: keda ? "leave 'idleToZero' out" : 'use Autoscaler.keda()',
    });
  }
  const window = scaleInWindow?.toSeconds({ integral: false }) ?? 600;
  if (!Number.isInteger(window) || window < 0 || window > 3600) {
    problems.push({ id: 'AUTO-007', what: `'scaleInWindow' is ${window} seconds, and Kubernetes takes whole seconds up to 3600`, fix: 'use e.g. Duration.minutes(15)' });
  }
  const interval = pollingInterval?.toSeconds({ integral: false }) ?? 30;
  if (!Number.isInteger(interval) || interval < 1) {
    problems.push({ id: 'AUTO-008', what: `'pollingInterval' is ${interval} seconds, and KEDA counts whole seconds from 1`, fix: 'use e.g. Duration.seconds(30)' });
  }
  if (!(jobsPerNode > 0) || !Number.isFinite(jobsPerNode)) {
    problems.push({ id: 'AUTO-009', what: `'jobsPerNode' is ${jobsPerNode}, and some number of jobs must go onto a node`, fix: 'use e.g. 4' });
  }
  return [...problems, ...autoscaler._prometheus?._problems() ?? []];
}

/** What is wrong with them in a cluster. */
export function clusterProblems(cluster: SlurmCluster, options: AutoScalingOptions): Problem[] {
  if (cluster.isExternal) {
    return [{
      id: 'AUTO-010',
      what: "slurmctld runs outside Kubernetes, so neither its metrics nor its partitions' limits are ours to count on",
      fix: 'use Scaling.fixed(), or scale the NodeSet with an autoscaler of your own',
    }];
  }
  const problems: Problem[] = [];
  const metrics = cluster._metrics;
  if (options.wantedNodes === undefined && metrics?.serviceMonitor === undefined && options.selector === undefined) {
    problems.push({
      id: 'AUTO-011',
      what: 'the autoscaler follows the metrics of slurmctld, and '
        + (metrics === undefined ? 'the cluster has none' : 'nobody scrapes them: they have no ServiceMonitor'),
      fix: metrics === undefined ? "set 'metrics: { serviceMonitor: {} }' on the cluster" : "set 'serviceMonitor: {}' in 'metrics', or 'selector' when they are scraped another way",
    });
  }
  const paths = metrics?.serviceMonitor?.paths;
  const missing = paths === undefined || options.wantedNodes !== undefined ? [] : neededPages.filter(page => !paths.includes(page));
  if (missing.length > 0) {
    problems.push({
      id: 'AUTO-012', what: `'paths' of the ServiceMonitor lack ${missing.join(' and ')}, which tell how many nodes are wanted and busy`, fix: `add '${missing.join("', '")}', or leave 'paths' out`,
    });
  }
  return [...problems, ...closedMetrics(cluster)];
}

// Both close the pages to Prometheus, which sends no token of Slurm.
function closedMetrics(cluster: SlurmCluster): Problem[] {
  const users = cluster._ownConfValue('MetricsAuthUsers');
  const isPrivate = cluster._ownConfValue('PrivateData') !== undefined && !/\bignore_private_data\b/.test(cluster._ownConfValue('MetricsParameters') ?? '');
  const key = users === undefined ? 'PrivateData' : 'MetricsAuthUsers';
  return users === undefined && !isPrivate ? [] : [{
    id: 'AUTO-013',
    what: `${key} is set, and slurmctld then shows its metrics to nobody without a token, which the operator's ServiceMonitor cannot send: the autoscaler would see nothing`,
    fix: key === 'PrivateData' ? 'set MetricsParameters=ignore_private_data (Slurm 26.05)' : 'leave MetricsAuthUsers out, and let a NetworkPolicy say who reaches slurmctld',
  }];
}
