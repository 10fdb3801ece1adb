import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  Autoscaler, CertManager, Database, DcgmJobMapping, Gpu, GpuDriver, GpuOperator, Installer, Keda, KubePrometheusStack, MariaDbOperator, NodeHealth, Scaling,
  SlurmCluster, SlurmOperator,
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

// CPU nodes come when jobs wait for them, and go when none did for twenty minutes.
const cpu = cluster.addNodeSet('cpu', {
  scaling: Scaling.auto({ max: 64, autoscaler: Autoscaler.keda({ prometheus: monitoring.prometheus }), scaleInWindow: Duration.minutes(20) }),
  cpu: Cpu.units(60),
  memory: Size.gibibytes(240),
});
cluster.addPartition('h100', { nodeSets: [h100], isDefault: true });
cluster.addPartition('cpu', { nodeSets: [cpu] });

// Nodes that are ill are drained. Where Kubernetes knows why, the operator says so in the drain reason.
const health = new NodeHealth(cluster, 'Health', { cluster });
const slurmOperator = new SlurmOperator(platform, 'slurm-operator', { installer, certManager, replicas: 2, propagatedNodeConditions: health.nodeConditions });
[slurmOperator, mariadbOperator, keda].forEach(operator => cluster.node.addDependency(operator));

// The GPU Operator's daemons accept the taint of the GPU nodes, and dcgm-exporter tells the job of every GPU: both are said above.
new GpuOperator(platform, 'gpu-operator', {
  installer, clusters: [cluster], driver: GpuDriver.onHost(), jobMapping: new DcgmJobMapping(cluster, 'Dcgm', { cluster }),
});

app.synth();
