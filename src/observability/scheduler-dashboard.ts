import { ClusterSeries } from './cluster-series';
import { PanelRow, stat, timeseries } from './dashboard-panel';
import { SlurmMetric } from './slurm-metrics';

/** Whether slurmctld keeps up. Its numbers only grow until midnight UTC or `sdiag --reset`, which rates do not mind. */
export function schedulerRows(series: ClusterSeries): PanelRow[] {
  const one = (metric: SlurmMetric) => `max(${series.slurm(metric)})`;
  const rise = (metric: SlurmMetric) => `max(increase(${series.slurm(metric)}[$__rate_interval]))`;
  const mean = (total: SlurmMetric, count: SlurmMetric) => `max(increase(${series.slurm(total)}[$__rate_interval]) / (increase(${series.slurm(count)}[$__rate_interval]) > 0))`;
  const perSecond = (metric: SlurmMetric) => `max(rate(${series.slurm(metric)}[$__rate_interval]))`;
  const reasons = (exits: readonly SlurmMetric[], prefix: RegExp) => exits.map(metric => ({ expr: rise(metric), legend: metric.replace(prefix, '') }));
  return [
    {
      title: 'Now',
      panels: [
        stat('Cycle of the main scheduler', mean('slurm_schedule_cycle_tot', 'slurm_schedule_cycle_cnt'), {
          description: 'Mean time of a cycle. Commands hang meanwhile.', unit: 'µs', warnFrom: 500_000, badFrom: 1_000_000, width: 6,
        }),
        stat('Cycle of backfill', mean('slurm_bf_cycle_tot', 'slurm_bf_cycle_cnt'), {
          description: 'Mean time of a cycle, with the pauses in which it lets go of its locks.', unit: 'µs', width: 6,
        }),
        stat('Since the last backfill', `time() - max(${series.slurm('slurm_bf_when_last_cycle')} > 0)`, {
          description: 'Backfill runs every bf_interval (30 s) while jobs wait, and not at all when none does.', unit: 's', width: 6,
        }),
        stat('Messages to nodes that wait', one('slurm_agent_queue_size'), { description: 'More than a few for long means nodes that do not answer.', warnFrom: 100, badFrom: 1000, width: 6 }),
      ],
    },
    {
      title: 'Main scheduler',
      panels: [
        timeseries('Time of a cycle', [
          { expr: mean('slurm_schedule_cycle_tot', 'slurm_schedule_cycle_cnt'), legend: 'mean' },
          { expr: one('slurm_schedule_cycle_max'), legend: 'longest since midnight UTC' },
        ], { description: 'Below a second is well.', unit: 'µs', badFrom: 1_000_000 }),
        timeseries('Jobs looked at', [
          { expr: one('slurm_schedule_queue_len'), legend: 'in the queue' },
          { expr: mean('slurm_schedule_cycle_depth', 'slurm_schedule_cycle_cnt'), legend: 'looked at in a cycle' },
        ], { description: 'The main scheduler looks at default_queue_depth jobs; backfill sees to the rest.' }),
        timeseries('Why cycles ended', reasons([
          'slurm_sched_exit_end', 'slurm_sched_exit_max_depth', 'slurm_sched_exit_max_job_start', 'slurm_sched_exit_lic', 'slurm_sched_exit_rpc_cnt', 'slurm_sched_exit_timeout',
        ], /^slurm_sched_exit_/), { description: 'end is the best: the whole queue was seen. rpc_cnt: too many messages came in (max_rpc_cnt).', stacked: true }),
        timeseries('Jobs', (['submitted', 'started', 'completed', 'failed', 'canceled'] as const).map(what => ({ expr: perSecond(`slurm_sdiag_jobs_${what}`), legend: what })), {
          description: 'Jobs a second.', unit: 'cps',
        }),
      ],
    },
    {
      title: 'Backfill',
      panels: [
        timeseries('Time of a cycle', [
          { expr: mean('slurm_bf_cycle_tot', 'slurm_bf_cycle_cnt'), legend: 'mean' },
          { expr: one('slurm_bf_cycle_max'), legend: 'longest since midnight UTC' },
        ], { description: 'Cycles of bf_max_time were cut short.', unit: 'µs' }),
        timeseries('Jobs looked at', [
          { expr: one('slurm_bf_queue_len'), legend: 'in the queue' },
          { expr: one('slurm_bf_last_depth'), legend: 'looked at in the last cycle' },
          { expr: one('slurm_bf_last_depth_try'), legend: 'tried in the last cycle' },
        ], { description: 'Jobs behind those looked at never start early: raise bf_max_job_test, or bf_resolution to be faster.' }),
        timeseries('Why cycles ended', reasons([
          'slurm_bf_exit_end', 'slurm_bf_exit_max_job_start', 'slurm_bf_exit_max_job_test', 'slurm_bf_exit_state_changed', 'slurm_bf_exit_table_limit', 'slurm_bf_exit_timeout',
        ], /^slurm_bf_exit_/), { description: 'end is the best: the whole queue was seen. state_changed: bf_continue would go on.', stacked: true }),
        timeseries('Jobs that backfill started', [{ expr: perSecond('slurm_backfilled_jobs'), legend: 'jobs' }, { expr: perSecond('slurm_backfilled_het_jobs'), legend: 'parts of heterogeneous jobs' }], {
          description: 'Jobs a second that started before their turn.', unit: 'cps',
        }),
      ],
    },
    {
      title: 'Daemon',
      panels: [
        timeseries('Messages to nodes', [
          { expr: one('slurm_agent_queue_size'), legend: 'waiting' },
          { expr: one('slurm_agent_cnt'), legend: 'agents' },
          { expr: one('slurm_agent_thread_cnt'), legend: 'threads of agents' },
        ], { description: 'Starts and ends of jobs go to nodes this way.' }),
        timeseries('Threads of the server', [{ expr: one('slurm_server_thread_cnt'), legend: 'threads' }], { description: 'Requests that slurmctld answers at once; 256 are the most.', badFrom: 256 }),
        ...series.cluster.accounting === undefined ? [] : [timeseries('Records for slurmdbd', [{ expr: one('slurm_slurmdbd_queue_size'), legend: 'waiting' }], {
          description: 'They wait while slurmdbd is down or slow; when the queue is full slurmctld drops some.', warnFrom: 1000,
        })],
        timeseries('Delay of the clock', [{ expr: one('slurm_sdiag_latency'), legend: 'a thousand calls of gettimeofday' }], {
          description: 'A sign of a machine without CPU to spare; compare it with what is usual here.', unit: 'µs',
        }),
      ],
    },
  ];
}
