import { Chart, Duration } from 'cdk8s';
import { DcgmJobMapping, DcgmMetricsList, Gpu, Scaling, SlurmCluster, SlurmClusterProps } from '../../src';

/** A cluster that has something of everything that is watched: fixed and empty node sets, GPUs of NVIDIA and of AMD, jobs mapped to GPUs, accounting. */
export function watchedCluster(chart: Chart, props: SlurmClusterProps = {}): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'training',
    accounting: {},
    metrics: { serviceMonitor: { labels: { release: 'prometheus' }, interval: Duration.seconds(30) } },
    ...props,
  });
  const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(4) });
  const h200 = cluster.addGpuNodeSet('h200', { gpu: Gpu.H200, scaling: Scaling.fixed(2) });
  const spare = cluster.addNodeSet('spare', { scaling: Scaling.scaledToZero() });
  cluster.addGpuNodeSet('amd', { gpu: Gpu.MI300X, scaling: Scaling.fixed(1) });
  cluster.addPartition('train', { nodeSets: [h100, h200], isDefault: true });
  cluster.addPartition('burst', { nodeSets: [spare] });
  new DcgmJobMapping(cluster, 'Dcgm', { cluster });
  return cluster;
}

/** A list of metrics for dcgm-exporter, in the namespace where that runs. */
export function metricsList(chart: Chart): DcgmMetricsList {
  return new DcgmMetricsList(new Chart(chart.node.root as Chart, 'gpu-operator', { namespace: 'gpu-operator' }), 'Metrics');
}
