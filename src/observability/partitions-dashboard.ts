import { ClusterSeries } from './cluster-series';
import { PanelRow, table, timeseries } from './dashboard-panel';
import { SlurmMetric } from './slurm-metrics';

/** What partitions have and what waits for them. */
export function partitionRows(series: ClusterSeries): PanelRow[] {
  const each = (metric: SlurmMetric) => `max by (partition) (${series.slurm(metric, { partition: '=~$partition' })})`;
  const legend = '{{partition}}';
  const waiting = `${each('slurm_partition_jobs_pending')} - ${each('slurm_partition_jobs_hold')}`;
  return [
    {
      title: 'Now',
      panels: [table('Partitions', 'partition', 'Partition', [
        { title: 'Nodes', expr: each('slurm_partition_nodes') },
        { title: 'Idle', expr: each('slurm_partition_nodes_idle') },
        { title: 'Down', expr: each('slurm_partition_nodes_down') },
        { title: 'Drained', expr: each('slurm_partition_nodes_drained') },
        { title: 'CPUs', expr: each('slurm_partition_cpus') },
        { title: 'CPUs held', expr: each('slurm_partition_nodes_cpus_alloc') },
        ...series.countsGpus ? [
          { title: 'GPUs', expr: each('slurm_partition_gpus') },
          { title: 'GPUs held', expr: each('slurm_partition_jobs_gpus_alloc') },
        ] : [],
        { title: 'Memory', expr: each('slurm_partition_nodes_mem_avail'), unit: 'mbytes' },
        { title: 'Memory held', expr: each('slurm_partition_nodes_mem_alloc'), unit: 'mbytes' },
        { title: 'Running', expr: each('slurm_partition_jobs_running') },
        { title: 'Waiting', expr: waiting },
        { title: 'Held', expr: each('slurm_partition_jobs_hold') },
      ], { description: 'Partitions share nodes, so the columns do not add up. Idle counts nodes that are drained too.' })],
    },
    {
      title: 'Queue',
      panels: [
        timeseries('Jobs that wait', [{ expr: waiting, legend }], { description: 'Jobs that wait in the partition and that nobody holds back.' }),
        timeseries('Jobs that run', [{ expr: each('slurm_partition_jobs_running'), legend }], { description: 'Jobs that run in the partition.' }),
        timeseries('Nodes that the largest waiting job wants', [{ expr: each('slurm_partition_jobs_max_job_nodes_nohold'), legend }], {
          description: 'Most nodes that one waiting job asks for. More than the partition has means that it never starts.',
        }),
        timeseries('Jobs that wait for a limit of the partition', [{ expr: each('slurm_partition_jobs_wait_part_node_limit'), legend }], {
          description: 'Jobs that ask for more nodes than the partition allows.',
        }),
      ],
    },
    {
      title: 'Use',
      panels: [
        timeseries('CPUs held', [{ expr: `${each('slurm_partition_nodes_cpus_alloc')} / (${each('slurm_partition_nodes_cpus_efctv')} > 0)`, legend }], {
          description: 'Share of the CPUs of the partition\'s nodes that jobs hold, also jobs of other partitions.', unit: 'percentunit', max: 1,
        }),
        timeseries('Memory held', [{ expr: `${each('slurm_partition_nodes_mem_alloc')} / (${each('slurm_partition_nodes_mem_avail')} > 0)`, legend }], {
          description: 'Share of the memory of the partition\'s nodes that jobs hold, also jobs of other partitions.', unit: 'percentunit', max: 1,
        }),
        ...series.countsGpus ? [timeseries('GPUs held', [{ expr: `${each('slurm_partition_jobs_gpus_alloc')} / (${each('slurm_partition_gpus')} > 0)`, legend }], {
          description: 'Share of the GPUs of the partition that its jobs hold.', unit: 'percentunit', max: 1,
        })] : [],
        timeseries('Nodes that take no new job', [
          { expr: each('slurm_partition_nodes_down'), legend: `${legend} down` },
          { expr: each('slurm_partition_nodes_drained'), legend: `${legend} drained` },
          { expr: each('slurm_partition_nodes_draining'), legend: `${legend} draining` },
        ], { description: 'Nodes of the partition that are down or taken out. One node may be both.' }),
      ],
    },
  ];
}
