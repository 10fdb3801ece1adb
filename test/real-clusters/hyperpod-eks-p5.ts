import { App, Chart } from 'cdk8s';
import { HostPathVolumeType, k8s, Secret, ServiceType, Volume } from 'cdk8s-plus-28';
import { Database, Gpu, Scaling, Script, SharedFileSystem, SlurmCluster, SlurmImage, SlurmPreset, StateStorage } from 'slurm-constructs';

const jobMapping = '/var/lib/dcgm-exporter/job-mapping';

const prolog = `#!/bin/bash
# Tells dcgm-exporter which job has which GPU.
[ -n "$SLURM_JOB_GPUS" ] || exit 0
mkdir -p ${jobMapping}
for gpu in \${SLURM_JOB_GPUS//,/ }; do
  printf '%s' "$SLURM_JOB_ID" > "${jobMapping}/$gpu"
done
`;

const epilog = `#!/bin/bash
for gpu in \${SLURM_JOB_GPUS//,/ }; do
  rm -f "${jobMapping}/$gpu"
done
`;

/** Everything but the workers stays on machines for management, apart from each other where there is room. */
const management: k8s.Affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['ml.m5.2xlarge'] }] }],
    },
  },
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [{
      weight: 100,
      podAffinityTerm: {
        labelSelector: {
          matchExpressions: [{
            key: 'app.kubernetes.io/name',
            operator: 'In',
            values: ['slurmdbd', 'slurmctld', 'slurm-exporter', 'login', 'mariadb', 'slurmrestd'],
          }],
        },
        topologyKey: 'kubernetes.io/hostname',
      },
    }],
  },
};

/** P5 machines of SageMaker HyperPod on EKS: 32 EFA interfaces to a node, FSx for Lustre, jobs told to dcgm-exporter. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });

  const cluster = new SlurmCluster(chart, 'slurm', {
    preset: SlurmPreset.OPERATOR,
    controller: { stateStorage: StateStorage.claim({ storageClassName: 'gp3' }), affinity: management },
    accounting: {
      database: Database.external({
        host: 'mariadb',
        username: 'slurm',
        password: { secret: Secret.fromSecretName(chart, 'Database', 'mariadb-password'), key: 'password' },
      }),
      affinity: management,
    },
    restApi: { affinity: management },
    metrics: { serviceMonitor: {} },
    sharedFileSystems: [SharedFileSystem.claimName('fsx-claim', '/fsx', { name: 'fsx-lustre' })],
    prologs: { '90-dcgm.sh': Script.inline(prolog) },
    epilogs: { '90-dcgm.sh': Script.inline(epilog) },
  });

  cluster.addLoginSet('slinky', {
    affinity: management,
    service: { type: ServiceType.LOAD_BALANCER },
    rootSshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleEx user@example.com'],
    extraSshdConfig: [
      'AuthorizedKeysFile /root/.ssh/authorized_keys',
      'ChallengeResponseAuthentication no',
      'PasswordAuthentication no',
      'PubkeyAuthentication yes',
      'PermitRootLogin yes',
      'Port 22',
    ],
  });

  const p5 = cluster.addGpuNodeSet('slinky', {
    gpu: Gpu.H100_80GB,
    scaling: Scaling.fixed(2),
    image: SlurmImage.of('123456789012.dkr.ecr.us-east-1.amazonaws.com/dlc-slurmd:25.11.1-ubuntu24.04'),
    extendedResources: { 'vpc.amazonaws.com/efa': 32 },
    nodeSelector: { 'node.kubernetes.io/instance-type': 'ml.p5.48xlarge' },
  });
  p5.mount(jobMapping, Volume.fromHostPath(chart, 'JobMapping', 'dcgm-job-mapping', { path: jobMapping, type: HostPathVolumeType.DIRECTORY_OR_CREATE }));
  cluster.addPartition('all');
}
