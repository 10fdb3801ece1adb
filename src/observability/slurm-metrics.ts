/*
 * Every metric that slurmctld of Slurm 26.05 answers with. test-slurm holds this file against a running slurmctld, so a query over a name that is not here
 * does not compile, and one that Slurm renames fails there. All of them are gauges, also those that only grow; all memory is in MiB, whatever a name says.
 */

const jobCounts = [
  '', '_bootfail', '_cancelled', '_completed', '_completing', '_configuring', '_cpus_alloc', '_deadline', '_expediting', '_failed', '_fed_requeued', '_finished', '_gpus_alloc',
  '_hold', '_memory_alloc', '_node_failed', '_outofmemory', '_pending', '_powerup_node', '_preempted', '_requeued', '_resizing', '_revoked', '_running', '_signaling',
  '_stageout', '_started', '_suspended', '_timeout',
] as const;

const jobMetrics = [...jobCounts, '_nodes_alloc'] as const;

const partitionJobMetrics = [
  ...jobCounts, '_max_job_nodes', '_max_job_nodes_nohold', '_min_job_nodes', '_min_job_nodes_nohold', '_wait_part_node_limit',
] as const;

const oneNodeMetrics = [
  'cpus', 'cpus_alloc', 'cpus_effective', 'cpus_idle', 'gpus', 'gpus_alloc', 'memory_alloc_bytes', 'memory_bytes', 'memory_effective_bytes', 'memory_free_bytes',
] as const;

// In sums over nodes and in partitions; the rest differs in its spelling.
const nodeStates = [
  '', '_alloc', '_blocked', '_cloud', '_down', '_drain', '_drained', '_draining', '_dyn_future', '_dyn_normal', '_external', '_fail', '_future', '_idle', '_invalid_reg', '_maint',
  '_mixed', '_planned', '_power_down', '_power_up', '_powered_down', '_powering_up', '_reboot_issued', '_resv', '_unknown',
] as const;

const nodeMetrics = [...nodeStates, '_completing', '_noresp', '_reboot_req'] as const;

const partitionNodeMetrics = [
  ...nodeStates, '_cg', '_no_resp', '_powering_down', '_reboot_requested', '_cpus_alloc', '_cpus_efctv', '_cpus_idle', '_mem_alloc', '_mem_avail', '_mem_free', '_mem_tot',
] as const;

const schedulerMetrics = [
  'agent_cnt', 'agent_queue_size', 'agent_thread_cnt', 'backfilled_het_jobs', 'backfilled_jobs', 'bf_active', 'bf_cycle_cnt', 'bf_cycle_last', 'bf_cycle_max', 'bf_cycle_tot',
  'bf_depth_mean', 'bf_depth_tot', 'bf_depth_try_tot', 'bf_exit_end', 'bf_exit_max_job_start', 'bf_exit_max_job_test', 'bf_exit_state_changed', 'bf_exit_table_limit',
  'bf_exit_timeout', 'bf_last_depth', 'bf_last_depth_try', 'bf_mean_cycle', 'bf_mean_table_sz', 'bf_queue_len', 'bf_queue_len_mean', 'bf_queue_len_tot', 'bf_table_size',
  'bf_table_size_tot', 'bf_try_depth_mean', 'bf_when_last_cycle', 'last_backfilled_jobs', 'last_proc_req_start', 'sched_exit_end', 'sched_exit_lic', 'sched_exit_max_depth',
  'sched_exit_max_job_start', 'sched_exit_rpc_cnt', 'sched_exit_timeout', 'sched_mean_cycle', 'sched_mean_depth_cycle', 'sched_stats_timestamp', 'schedule_cycle_cnt',
  'schedule_cycle_depth', 'schedule_cycle_last', 'schedule_cycle_max', 'schedule_cycle_tot', 'schedule_queue_len', 'sdiag_job_states_ts', 'sdiag_jobs_canceled',
  'sdiag_jobs_completed', 'sdiag_jobs_failed', 'sdiag_jobs_pending', 'sdiag_jobs_running', 'sdiag_jobs_started', 'sdiag_jobs_submitted', 'sdiag_latency', 'server_thread_cnt',
  'slurmdbd_queue_size',
] as const;

type Suffixed<Prefix extends string, Suffixes extends readonly string[]> = `${Prefix}${Suffixes[number]}`;

/** Name of a metric of slurmctld. */
export type SlurmMetric =
  | Suffixed<'slurm_jobs' | 'slurm_user_jobs' | 'slurm_account_jobs', typeof jobMetrics>
  | Suffixed<'slurm_nodes', typeof nodeMetrics>
  | Suffixed<'slurm_node_', typeof oneNodeMetrics>
  | Suffixed<'slurm_partition_jobs', typeof partitionJobMetrics>
  | Suffixed<'slurm_partition_nodes', typeof partitionNodeMetrics>
  | Suffixed<'slurm_', typeof schedulerMetrics>
  | 'slurm_partitions' | 'slurm_partition_cpus' | 'slurm_partition_gpus';

/** Metrics that one page has. */
export interface MetricsPage {
  /** Path on slurmctld's port. */
  readonly path: string;
  /** Names by the labels that their samples carry, comma-separated; `''` for none. */
  readonly names: { readonly [labels: string]: readonly SlurmMetric[] };
}

function suffixed<Prefix extends string, Suffix extends string>(prefix: Prefix, suffixes: readonly Suffix[]): `${Prefix}${Suffix}`[] {
  return suffixes.map((suffix): `${Prefix}${Suffix}` => `${prefix}${suffix}`);
}

/** The pages of slurmctld, without that of users and accounts those of the operator's ServiceMonitor. */
export const metricsPages: readonly MetricsPage[] = [
  { path: '/metrics/jobs', names: { '': suffixed('slurm_jobs', jobMetrics) } },
  { path: '/metrics/nodes', names: { '': suffixed('slurm_nodes', nodeMetrics), 'node': suffixed('slurm_node_', oneNodeMetrics) } },
  {
    path: '/metrics/partitions',
    names: {
      '': ['slurm_partitions'],
      'partition': [
        'slurm_partition_cpus', 'slurm_partition_gpus', ...suffixed('slurm_partition_jobs', partitionJobMetrics), ...suffixed('slurm_partition_nodes', partitionNodeMetrics),
      ],
    },
  },
  { path: '/metrics/scheduler', names: { '': suffixed('slurm_', schedulerMetrics) } },
  { path: '/metrics/jobs-users-accts', names: { username: suffixed('slurm_user_jobs', jobMetrics), account: suffixed('slurm_account_jobs', jobMetrics) } },
];

/** Metrics that Slurm 25.11 lacks: all that count GPUs. */
export const metricsOf2605: readonly SlurmMetric[] = [
  'slurm_account_jobs_gpus_alloc', 'slurm_jobs_gpus_alloc', 'slurm_node_gpus', 'slurm_node_gpus_alloc', 'slurm_partition_gpus', 'slurm_partition_jobs_gpus_alloc',
  'slurm_user_jobs_gpus_alloc',
];
