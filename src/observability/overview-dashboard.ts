import { ClusterSeries } from './cluster-series';
import { firingAlerts, PanelRow, stat, timeseries } from './dashboard-panel';
import { select } from './promql';
import { SlurmMetric } from './slurm-metrics';

/** How the cluster is, at a glance. */
export function overviewRows(series: ClusterSeries): PanelRow[] {
  const one = (metric: SlurmMetric) => `max(${series.slurm(metric)})`;
  const sum = (metric: SlurmMetric) => `sum(${series.slurm(metric)})`;
  const waiting = `${one('slurm_jobs_pending')} - ${one('slurm_jobs_hold')}`;
  return [
    {
      title: 'Now',
      panels: [
        stat('slurmctld', `max(${series.up})`, { description: '1 while Prometheus reaches slurmctld.', badUpTo: 1, decimals: 0 }),
        stat('Nodes', one('slurm_nodes'), { description: 'Nodes that slurmctld knows, whatever their state.' }),
        stat('Nodes down', one('slurm_nodes_down'), { description: 'Nodes that slurmctld has given up. sinfo -R tells why.', warnFrom: 1, badFrom: 5 }),
        stat('Nodes drained', one('slurm_nodes_drained'), { description: 'Nodes that were taken out and have no job any more, with those that are down as well.', warnFrom: 1 }),
        stat('Jobs running', one('slurm_jobs_running'), { description: 'Jobs that run.' }),
        stat('Jobs waiting', waiting, { description: 'Jobs that wait and that nobody holds back.' }),
        stat('CPUs in use', `${sum('slurm_node_cpus_alloc')} / ${sum('slurm_node_cpus_effective')}`, { description: 'Share of the CPUs that jobs hold.', unit: 'percentunit', max: 1 }),
        stat('Memory in use', `${sum('slurm_node_memory_alloc_bytes')} / ${sum('slurm_node_memory_effective_bytes')}`, { description: 'Share of the memory that jobs hold.', unit: 'percentunit', max: 1 }),
        ...series.countsGpus ? [
          stat('GPUs in use', `${sum('slurm_node_gpus_alloc')} / ${sum('slurm_node_gpus')}`, { description: 'Share of the GPUs that jobs hold.', unit: 'percentunit', max: 1 }),
        ] : [],
      ],
    },
    { title: 'Alerts', panels: [firingAlerts(select('ALERTS', { alertstate: 'firing', slurm_cluster: series.cluster.clusterName }))] },
    {
      title: 'Nodes',
      panels: [
        timeseries('Nodes by state', (['alloc', 'mixed', 'idle', 'down', 'unknown'] as const).map(state => ({ expr: one(`slurm_nodes_${state}`), legend: state })), {
          description: 'Every node is in one of these states: all of its CPUs held, some, none, or down.', stacked: true,
        }),
        timeseries('Nodes that take no new job', (['drained', 'draining', 'down', 'noresp', 'invalid_reg', 'maint', 'fail'] as const).map(state => ({ expr: one(`slurm_nodes_${state}`), legend: state })), {
          description: 'Nodes taken out, in maintenance, not answering or registered with too little. One node may be in several.',
        }),
      ],
    },
    {
      title: 'Capacity',
      panels: [
        timeseries('CPUs', [{ expr: sum('slurm_node_cpus_alloc'), legend: 'held by jobs' }, { expr: sum('slurm_node_cpus_effective'), legend: 'all' }], {
          description: 'CPUs that jobs hold, and all that jobs may have.',
        }),
        timeseries('Memory', [{ expr: sum('slurm_node_memory_alloc_bytes'), legend: 'held by jobs' }, { expr: sum('slurm_node_memory_effective_bytes'), legend: 'all' }], {
          // Slurm counts in MiB, whatever the metric is called.
          description: 'Memory that jobs hold, and all that jobs may have.', unit: 'mbytes',
        }),
        ...series.has('slurm_node_gpus_alloc') && series.hasGpus ? [timeseries('GPUs', [
          { expr: sum('slurm_node_gpus_alloc'), legend: 'held by jobs' },
          ...series.countsGpus ? [{ expr: sum('slurm_node_gpus'), legend: 'all' }] : [],
        ], { description: 'GPUs that jobs hold, and all that are registered. MIG devices count as GPUs.' })] : [],
      ],
    },
    {
      title: 'Jobs',
      panels: [
        timeseries('Jobs by state', [
          { expr: one('slurm_jobs_running'), legend: 'running' },
          { expr: waiting, legend: 'waiting' },
          { expr: one('slurm_jobs_hold'), legend: 'held' },
          { expr: one('slurm_jobs_suspended'), legend: 'suspended' },
          { expr: one('slurm_jobs_completing'), legend: 'completing' },
        ], { description: 'Jobs in the queue by what they do.', stacked: true }),
        timeseries('Jobs that ended badly', (['failed', 'node_failed', 'outofmemory', 'timeout', 'cancelled', 'bootfail'] as const).map(state => ({ expr: one(`slurm_jobs_${state}`), legend: state })), {
          description: 'Jobs that ended so and are still in the memory of slurmctld, for some minutes after their end (MinJobAge).',
        }),
      ],
    },
  ];
}
