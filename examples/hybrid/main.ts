import { App, Chart, Size } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import { AuthKeys, Gpu, Scaling, SlurmCluster } from 'slurm-constructs';

// slurmctld and its slurm.conf stay where they are; Kubernetes lends GPU nodes to that cluster.
const app = new App();
const chart = new Chart(app, 'burst', { namespace: 'slurm' });
const keys = Secret.fromSecretName(chart, 'Keys', 'slurm-keys');

const cluster = new SlurmCluster(chart, 'slurm', {
  clusterName: 'campus',
  externalController: { host: 'slurmctld.example.com' },
  authKeys: AuthKeys.existing({
    slurmKey: { secret: keys, key: 'slurm.key' },
    jwtKey: { secret: keys, key: 'jwt.key' },
  }),
});

cluster.addGpuNodeSet('burst', {
  gpu: Gpu.L40S,
  gpusPerNode: 4,
  scaling: Scaling.fixed(16),
  cpu: Cpu.units(60),
  memory: Size.gibibytes(480),
});

app.synth();
