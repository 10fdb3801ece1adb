import { AlertLimits, AlertRule } from './alert-rule';
import { ClusterSeries } from './cluster-series';
import { Matchers } from './promql';
import { AlertSeverity, SlurmAlert } from './slurm-alert';
import { SlurmMetric } from './slurm-metrics';

/*
 * Whatever slurmctld tells has the pod and its address in its labels. They change when slurmctld starts anew, and an alert that waits would start anew with
 * them, so all are taken together.
 */
const minute = 60;
const hour = 60 * minute;

/** Alerts on slurmctld: that it runs, schedules and gets rid of its records. */
export function controllerAlerts(series: ClusterSeries, limits: AlertLimits): AlertRule[] {
  const window = series.window(10 * minute);
  const waiting = `max(${series.slurm('slurm_jobs_pending')} - ${series.slurm('slurm_jobs_hold')})`;
  const rise = (metric: SlurmMetric, time = '1h') => `increase(${series.slurm(metric)}[${time}])`;
  return [
    {
      alert: SlurmAlert.CONTROLLER_DOWN,
      severity: AlertSeverity.CRITICAL,
      // The pages of one slurmctld share their `up`, so the last sample alone would speak for any of them.
      expr: `max(max_over_time(${series.up}[${series.window(2 * minute)}])) == 0 or absent_over_time(${series.up}[${series.window(2 * minute)}])`,
      pending: 3 * minute,
      summary: 'slurmctld does not answer Prometheus',
      description: 'No job is submitted or started while slurmctld is down; running jobs go on. Look at its pod, its log and the volume of its state.',
    },
    {
      alert: SlurmAlert.METRICS_MISSING,
      severity: AlertSeverity.WARNING,
      expr: `max(${series.up}) == 1 unless on() count(${series.slurm('slurm_nodes')})`,
      pending: 15 * minute,
      summary: 'slurmctld answers Prometheus, but without metrics of nodes',
      description: 'All other alerts about this cluster are blind. Look at MetricsType and the paths of the ServiceMonitor.',
    },
    {
      alert: SlurmAlert.SCHEDULER_SLOW,
      severity: AlertSeverity.WARNING,
      expr: `max(${rise('slurm_schedule_cycle_tot', window)} / ${rise('slurm_schedule_cycle_cnt', window)}) > ${limits.schedulerCycleMicroseconds}`,
      pending: 15 * minute,
      summary: 'a cycle of the main scheduler takes {{ $value | printf "%.0f" }} µs',
      description: 'slurmctld holds its locks meanwhile, so commands hang and jobs start late. Look at sdiag, default_queue_depth, and who submits so much.',
    },
    {
      alert: SlurmAlert.BACKFILL_STALLED,
      severity: AlertSeverity.WARNING,
      expr: `time() - max(${series.slurm('slurm_bf_when_last_cycle')} > 0) > ${limits.backfillSilenceSeconds} and on() ${waiting} > 0`,
      pending: 10 * minute,
      summary: 'backfill last ran {{ $value | humanizeDuration }} ago, and jobs wait',
      description: 'Small jobs no longer start beside large ones that wait. Look for a full RPC queue (max_rpc_cnt), a drained cluster, or a slurmctld without CPU.',
    },
    {
      alert: SlurmAlert.BACKFILL_STARVING,
      severity: AlertSeverity.WARNING,
      expr: `max((${rise('slurm_bf_exit_timeout')} + ${rise('slurm_bf_exit_max_job_test')} + ${rise('slurm_bf_exit_table_limit')}) / ${rise('slurm_bf_cycle_cnt')})`
        + ` > ${limits.backfillCutShort}`,
      pending: 30 * minute,
      summary: '{{ $value | humanizePercentage }} of the backfill cycles of an hour ended before the end of the queue',
      description: 'Jobs behind that point never start early. Look at bf_max_time, bf_max_job_test, bf_resolution and bf_continue in SchedulerParameters.',
    },
    {
      alert: SlurmAlert.AGENT_QUEUE_GROWING,
      severity: AlertSeverity.WARNING,
      expr: `max(${series.slurm('slurm_agent_queue_size')}) > ${limits.agentQueue}`,
      pending: 10 * minute,
      summary: '{{ $value }} messages to nodes wait in slurmctld',
      description: 'Starts and ends of jobs reach nodes late. Look for nodes that do not answer, and at the network between slurmctld and the workers.',
    },
    ...series.cluster.accounting === undefined ? [] : [{
      alert: SlurmAlert.DBD_QUEUE_GROWING,
      severity: AlertSeverity.WARNING,
      expr: `max(${series.slurm('slurm_slurmdbd_queue_size')}) > ${limits.dbdQueue}`,
      pending: 15 * minute,
      summary: '{{ $value }} accounting records wait in slurmctld',
      description: 'slurmdbd or its database is down or slow. slurmctld drops records when its queue is full, and usage and limits are then wrong.',
    }],
  ];
}

/** Alerts on nodes and partitions. */
export function nodeAlerts(series: ClusterSeries, limits: AlertLimits): AlertRule[] {
  return [
    ...lostNodeAlerts(series, limits),
    {
      alert: SlurmAlert.NODES_DRAINING,
      severity: AlertSeverity.INFO,
      expr: `max(${series.slurm('slurm_nodes_draining')}) > 0`,
      pending: 48 * hour,
      summary: 'for two days, nodes have been draining; now {{ $value }}',
      description: 'Their jobs do not end, so updates and repairs wait. squeue --states=running on these nodes tells which.',
    },
    {
      alert: SlurmAlert.NODES_INVALID,
      severity: AlertSeverity.WARNING,
      expr: `max(${series.slurm('slurm_nodes_invalid_reg')}) > 0`,
      pending: 5 * minute,
      summary: '{{ $value }} nodes registered with less than they declare',
      description: 'A GPU, memory or CPUs are missing there, so slurmctld gives them no job. scontrol show node tells what.',
    },
    ...series.lastingNodes === 0 ? [] : [{
      alert: SlurmAlert.NODES_MISSING,
      severity: AlertSeverity.WARNING,
      expr: `max(${series.slurm('slurm_nodes')}) < ${series.lastingNodes}`,
      pending: 30 * minute,
      summary: `{{ $value }} nodes have registered, and ${series.lastingNodes} are declared`,
      description: 'Workers are pending or cannot register. Look at their pods and at the log of slurmctld.',
    }],
    {
      alert: SlurmAlert.PARTITION_WITHOUT_NODES,
      severity: AlertSeverity.CRITICAL,
      expr: partitionWithoutNodes(series),
      pending: 10 * minute,
      summary: 'no node of partition {{ $labels.partition }} can take a job',
      description: 'All of them are down or drained, or none has registered. sinfo --partition={{ $labels.partition }} --list-reasons tells why.',
    },
  ];
}

/*
 * Nodes that were scaled in stay in slurmctld, down and drained, and no number tells them from those that are lost. So partitions with such nodes are left out.
 */
function lostNodeAlerts(series: ClusterSeries, limits: AlertLimits): AlertRule[] {
  if (series.allShrink) {
    return [];
  }
  const shrinking = series.shrinkingPartitions;
  const whole = shrinking.length === 0;
  const matchers = { partition: `!~${pattern(shrinking)}` };
  const nodes = (state: '' | '_down' | '_drained') => whole ? series.slurm(`slurm_nodes${state}`) : series.slurm(`slurm_partition_nodes${state}`, matchers);
  const max = (expr: string) => whole ? `max(${expr})` : `max by (partition) (${expr})`;
  const where = whole ? '' : ' of partition {{ $labels.partition }}';
  return [
    {
      alert: SlurmAlert.NODES_DOWN,
      severity: AlertSeverity.WARNING,
      expr: `${max(nodes('_down'))} > 0`,
      pending: 10 * minute,
      summary: `{{ $value }} nodes${where} are down`,
      description: 'sinfo -R tells the reasons. Look at the pods of the workers and at the Kubernetes nodes below them.',
    },
    {
      alert: SlurmAlert.MANY_NODES_DOWN,
      severity: AlertSeverity.CRITICAL,
      expr: `${max(`${nodes('_down')} / ${nodes('')}`)} > ${limits.nodesDown}`,
      pending: 5 * minute,
      summary: `{{ $value | humanizePercentage }} of the nodes${where} are down`,
      description: 'So many at once have one cause: the network, an image, a node pool. Look at what changed last.',
    },
    {
      alert: SlurmAlert.NODES_DRAINED,
      severity: AlertSeverity.WARNING,
      expr: `${max(nodes('_drained'))} > 0`,
      pending: 24 * hour,
      summary: `for a day, nodes${where} have been drained; now {{ $value }}`,
      description: 'Somebody, or a health check, took them out and nobody brought them back. sinfo -R tells the reasons; an uncordon or scontrol resume ends it.',
    },
  ];
}

function pattern(partitions: readonly string[]): string {
  return partitions.map(name => name.replace(/\./g, '\\.')).join('|');
}

/*
 * A node that is down and drained counts as both, so no subtraction tells how many are left. What is sure: nothing is left when all are down or all are
 * drained. When both together make up all, and waiting jobs find no node at all, they are apart.
 */
function partitionWithoutNodes(series: ClusterSeries): string {
  const elastic = series.elasticPartitions;
  const part = (metric: SlurmMetric, matchers: Matchers = {}) => `max by (partition) (${series.slurm(metric, matchers)})`;
  const of = (matchers: Matchers) => {
    const [nodes, down, drained, draining] = (['', '_down', '_drained', '_draining'] as const).map(state => part(`slurm_partition_nodes${state}`, matchers));
    return { nodes, allDown: `${nodes} - ${down} <= 0`, allDrained: `${nodes} - ${drained} - ${draining} <= 0`, together: `${nodes} - ${down} - ${drained} - ${draining} <= 0` };
  };
  const waits = (matchers: Matchers) => `(${part('slurm_partition_jobs_pending', matchers)} - ${part('slurm_partition_jobs_hold', matchers)} > 0)`;
  const branch = (matchers: Matchers, needsWaiting: boolean) => {
    const { allDown, allDrained, together } = of(matchers);
    const idle = `(${together}) and (${part('slurm_partition_jobs_running', matchers)} == 0) and ${waits(matchers)}`;
    const sure = needsWaiting ? `((${allDown}) or (${allDrained})) and ${waits(matchers)}` : `(${allDown}) or (${allDrained})`;
    return `(${sure}) or (${idle})`;
  };
  const names = pattern(elastic);
  return elastic.length === 0 ? branch({}, false) : `(${branch({ partition: `!~${names}` }, false)}) or (${branch({ partition: `=~${names}` }, true)})`;
}
