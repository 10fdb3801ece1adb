import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  Autoscaler, CertManager, Database, DcgmJobMapping, Gpu, GpuDriver, GpuOperator, Installer, Keda, KubePrometheusStack, MariaDbOperator, NodeHealth,
  NvidiaDraDriver, NvlinkComputeDomain, Scaling, SlurmCluster, SlurmOperator, Topograph, TopographProvider, TopographTopology,
} from 'slurm-constructs';

// Two files: Flux applies the first, waits until its releases are ready, and then applies the second.
const app = new App();
const platform = new Chart(app, 'platform');
const slurm = new Chart(app, 'slurm', { namespace: 'slurm' });
const installer = Installer.flux();

const certManager = new CertManager(platform, 'cert-manager', { installer });
const monitoring = new KubePrometheusStack(platform, 'monitoring', {
  installer, certManager, retention: Duration.days(30), storage: Size.gibibytes(200),
});
const mariadbOperator = new MariaDbOperator(platform, 'mariadb-operator', { installer, certManager });
const keda = new Keda(platform, 'keda', { installer });

const cluster = new SlurmCluster(slurm, 'slurm', {
  clusterName: 'platform',
  accounting: { database: Database.mariadbOperator({ replicas: 3 }) },
  slurmConf: { defMemPerCpu: Size.gibibytes(3), defMemPerGpu: Size.gibibytes(200) },
  metrics: { serviceMonitor: {} },
});

const h100 = cluster.addGpuNodeSet('h100', {
  gpu: Gpu.H100_80GB,
  gpusPerNode: 8,
  scaling: Scaling.fixed(4),
  cpu: Cpu.units(184),
  memory: Size.gibibytes(1900),
  tolerations: [{ key: 'slurm', operator: 'Exists', effect: 'NoSchedule' }],
});

// Racks whose GPUs share memory over NVLink. Which machine is in which rack is nobody's to write down: its label tells Topograph.
const gb200 = cluster.addGpuNodeSet('gb200', {
  gpu: Gpu.GB200,
  scaling: Scaling.fixed(36),
  cpu: Cpu.units(140),
  memory: Size.gibibytes(840),
  computeDomain: new NvlinkComputeDomain(slurm, 'nvlink'),
});

// CPU nodes come when jobs wait for them, and go when none did for twenty minutes.
const cpu = cluster.addNodeSet('cpu', {
  scaling: Scaling.auto({ max: 64, autoscaler: Autoscaler.keda({ prometheus: monitoring.prometheus }), scaleInWindow: Duration.minutes(20) }),
  cpu: Cpu.units(60),
  memory: Size.gibibytes(240),
});

const racks = TopographTopology.block({ name: 'nvl72', blockSizes: [18], nodeSets: [gb200] });
new Topograph(slurm, 'topograph', {
  installer, cluster, provider: TopographProvider.nodeLabel('nvidia.com/gpu.clique'), topologies: [racks, TopographTopology.flat({ isClusterDefault: true })],
});
cluster.addPartition('h100', { nodeSets: [h100], isDefault: true });
cluster.addPartition('gb200', { nodeSets: [gb200], topology: racks.topology });
cluster.addPartition('cpu', { nodeSets: [cpu] });

// Who may run jobs. Accounts and limits are kept in the database, also the one by which a job too large for all 64 CPU nodes is refused when it is submitted.
const policy = cluster.addAccountingPolicy('policy');
policy.addUser('alice', { accounts: [policy.addAccount('research')] });

// Nodes that are ill are drained. Where Kubernetes knows why, the operator says so in the drain reason.
const health = new NodeHealth(cluster, 'Health', { cluster });
const slurmOperator = new SlurmOperator(platform, 'slurm-operator', { installer, certManager, replicas: 2, propagatedNodeConditions: health.nodeConditions });

// The GPU Operator's daemons accept the taint of the GPU nodes, and dcgm-exporter tells the job of every GPU: both are said above.
const gpuOperator = new GpuOperator(platform, 'gpu-operator', {
  installer, clusters: [cluster], driver: GpuDriver.onHost(), jobMapping: new DcgmJobMapping(cluster, 'Dcgm', { cluster }),
});
// Compute domains come from NVIDIA's DRA driver, which works with the same driver of the GPUs.
const draDriver = new NvidiaDraDriver(platform, 'dra-driver', { installer, clusters: [cluster], gpuOperator });
[slurmOperator, mariadbOperator, keda, draDriver].forEach(operator => cluster.node.addDependency(operator));

app.synth();
