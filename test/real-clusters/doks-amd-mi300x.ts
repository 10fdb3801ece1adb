import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Database, Gpu, ReturnToService, Scaling, SharedFileSystem, SlurmCluster, SlurmImage, SlurmPreset, SlurmVersion } from 'slurm-constructs';

const fabrics = [0, 1, 2, 3, 4, 5, 6, 7];

/** AMD MI300X machines at DigitalOcean: eight RDMA networks to a node, a managed database, one NFS share. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });
  const secret = (name: string) => Secret.fromSecretName(chart, name, name);

  const cluster = new SlurmCluster(chart, 'slurm', {
    preset: SlurmPreset.OPERATOR,
    slurmVersion: SlurmVersion.of('25.11.5'),
    images: { pullSecrets: [secret('slurmd-pull-secret')] },
    slurmConf: { returnToService: ReturnToService.ALWAYS },
    accounting: {
      database: Database.external({
        host: 'private-slurm-db-do-user-0.db.ondigitalocean.com',
        port: 25060,
        database: 'slurm_acct',
        username: 'slurm',
        password: { secret: secret('slurm-db-password'), key: 'password' },
      }),
    },
    metrics: { serviceMonitor: { labels: { release: 'prometheus' } } },
    sharedFileSystems: [SharedFileSystem.claimName('slurm-nfs-pvc', '/shared', { name: 'shared-nfs' })],
  });

  cluster.addLoginSet('slinky');

  const mi300x = cluster.addGpuNodeSet('slinky', {
    gpu: Gpu.MI300X.untyped(),
    scaling: Scaling.fixed(2),
    image: SlurmImage.of('ghcr.io/example/slurmd-rocm:25.11.5-ubuntu24.04-rocm6.4'),
    extendedResources: Object.fromEntries(fabrics.map(fabric => [`rdma/fabric${fabric}`, 1])),
    annotations: { 'k8s.v1.cni.cncf.io/networks': fabrics.map(fabric => `roce-net-fabric${fabric}@fabric${fabric}`).join(', ') },
    nodeSelector: { 'doks.digitalocean.com/gpu-brand': 'amd' },
  });
  cluster.addPartition('slinky', { nodeSets: [mi300x] });
}
