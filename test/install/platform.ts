import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  CertManager, DcgmJobMapping, Gpu, GpuDriver, GpuOperator, Installer, Keda, KubePrometheusStack, MariaDbOperator, Mig, NvidiaDraDriver, Scaling, SlurmCluster,
  SlurmImage, SlurmOperator, Topograph, TopographProvider, TopographTopology,
} from '../../src';
import { ChartRelease } from '../../src/install/chart-release';

/** A cluster with GPUs on tainted nodes, some of them cut. */
export function gpuCluster(chart: Chart): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', {
    metrics: { serviceMonitor: { labels: { release: 'monitoring' } } }, slurmConf: { defMemPerGpu: Size.gibibytes(8) },
  });
  const size = { gpusPerNode: 8, cpu: Cpu.units(64), memory: Size.gibibytes(1024) };
  const tolerations = [{ key: 'slurm', operator: 'Exists', effect: 'NoSchedule' }];
  const h100 = cluster.addGpuNodeSet('h100', { ...size, gpu: Gpu.H100_80GB, scaling: Scaling.fixed(2), tolerations });
  cluster.addPartition('gpu', { nodeSets: [h100], isDefault: true });
  return cluster;
}

/** Every operator around a cluster, with as many props as there are. */
export function platform(chart: Chart, installer: Installer, cluster = gpuCluster(chart)): { [name: string]: ChartRelease[] } {
  const nodeSelector = { pool: 'system' };
  const tolerations = [{ key: 'system', operator: 'Exists' }];
  const pods = { installer, nodeSelector, tolerations, replicas: 2 };
  const certManager = new CertManager(chart, 'CertManager', { ...pods, serviceMonitorLabels: { release: 'monitoring' } });
  const monitoring = new KubePrometheusStack(chart, 'Monitoring', {
    installer,
    certManager,
    monitorLabels: { release: 'monitoring' },
    retention: Duration.days(30),
    storage: Size.gibibytes(100),
    storageClassName: 'fast',
    replicas: 2,
    grafana: true,
    alertmanager: false,
  });
  const operator = new SlurmOperator(chart, 'Operator', {
    ...pods, certManager, watchNamespaces: ['slurm'], propagatedNodeConditions: ['GpuUnhealthy'], priorityClassName: 'system-cluster-critical',
  });
  const mariadb = new MariaDbOperator(chart, 'MariaDb', { ...pods, certManager, serviceMonitorLabels: { release: 'monitoring' } });
  const keda = new Keda(chart, 'Keda', { ...pods, watchNamespace: 'slurm', serviceMonitorLabels: { release: 'monitoring' } });
  const gpuOperator = new GpuOperator(chart, 'GpuOperator', {
    installer,
    clusters: [cluster],
    driver: GpuDriver.container({ version: '580.173.02', precompiled: true, rdma: true, usesHostNetworkDriver: true }),
    jobMapping: new DcgmJobMapping(chart, 'JobMapping', { cluster }),
    serviceMonitorLabels: { release: 'monitoring' },
    honorLabels: true,
    dcgmHostEngine: true,
    gdrCopy: true,
    nodeFeatureDiscovery: true,
    tolerations,
  });
  const dra = new NvidiaDraDriver(chart, 'Dra', { installer, gpuOperator, clusters: [cluster], handsOutGpus: false });
  const topograph = new Topograph(chart, 'Topograph', {
    installer,
    cluster,
    provider: TopographProvider.nodeLabel(),
    topologies: [TopographTopology.block({ name: 'nvl72', blockSizes: [18] })],
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/topograph' },
  });
  [operator, mariadb, keda, gpuOperator].forEach(each => cluster.node.addDependency(each));
  return {
    certManager: [certManager.release],
    monitoring: [monitoring.release],
    operator: [operator.crds!, operator.release],
    mariadb: [mariadb.crds!, mariadb.release],
    keda: [keda.release],
    gpuOperator: [gpuOperator.release],
    dra: [dra.release],
    topograph: [topograph.release],
  };
}

/** Node sets whose GPUs are cut, uniformly or by profile. */
export function cutCluster(chart: Chart, ...cuts: Mig[]): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', { slurmConf: { defMemPerGpu: Size.gibibytes(8) } });
  cuts.forEach((mig, index) => cluster.addGpuNodeSet(`mig${index}`, {
    image: SlurmImage.of('registry.example.com/slurmd-nvml:26.05'), gpu: Gpu.H100_80GB, gpusPerNode: 1, mig, cpu: Cpu.units(16), memory: Size.gibibytes(256), nodeSelector: { 'nvidia.com/mig.config': 'custom' },
  }));
  cluster.addPartition('all', { isDefault: true });
  return cluster;
}
