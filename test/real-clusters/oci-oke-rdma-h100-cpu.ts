import { App, Chart, Size } from 'cdk8s';
import { ConfigMap, EmptyDirMedium, EnvFieldPaths, EnvValue, k8s, PercentOrAbsolute, Secret, ServiceType, Volume } from 'cdk8s-plus-28';
import {
  AccountingStorageEnforce, AuthKeys, AutoDetect, Database, Gpu, GpuDevices, Scaling, SharedFileSystem, SlurmCluster, SlurmImage, StateStorage,
  Topology, UpdateStrategy,
} from 'slurm-constructs';

const topologyYaml = `- topology: tree
  cluster_default: true
  tree:
    switches:
      - switch: root
        children: none
      - switch: none
- topology: block
  cluster_default: false
  block:
    block_sizes:
      - 1
    blocks:
      - block: none
        nodes: placeholder-node
- topology: flat
  cluster_default: false
  flat: true
`;

/** A worker that goes takes its record along. */
const lifecycle: k8s.Lifecycle = {
  preStop: {
    exec: {
      command: [
        '/usr/bin/sh', '-c',
        'scontrol update nodename="$(hostname)" state=down reason=\'Pod is terminating\'; scontrol delete nodename="$(hostname)" || true',
      ],
    },
  },
};

/** H100 machines with RDMA and CPU machines at Oracle, one Slurm node on every Kubernetes node of their pools. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });
  const secret = (name: string) => Secret.fromSecretName(chart, name, name);
  const image = (tag: string) => SlurmImage.of(`iad.ocir.io/idxzjcdglx2s/slurm-operator:${tag}`);
  const pool = (name: string) => ({ 'oke.oraclecloud.com/pool.name': name });
  const scratch = (id: string, gibibytes: number) =>
    Volume.fromEmptyDir(chart, id, 'enroot-tmp', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.gibibytes(gibibytes) });

  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'oke-gpu-quickstart',
    authKeys: AuthKeys.existing({
      slurmKey: { secret: secret('slurm-auth-slurm'), key: 'slurm.key' },
      jwtKey: { secret: secret('slurm-auth-jwt'), key: 'jwt.key' },
    }),
    images: {
      slurmctld: image('slurmctld-pmix-sssd-nss-25.11.6-ubuntu24.04-2026-06-19.0'),
      slurmdbd: image('slurmdbd-25.11.6-ubuntu24.04-2026-06-19.0'),
      slurmrestd: image('slurmrestd-25.11.6-ubuntu24.04-2026-06-19.0'),
      login: image('login-pyxis-25.11.6-ubuntu24.04-2026-06-19.0'),
      slurmd: image('slurmd-nvml-nccl-pyxis-25.11.6-ubuntu24.04-2026-06-19.0'),
    },
    controller: {
      stateStorage: StateStorage.claim({ storageClassName: 'oci-bv', size: Size.gibibytes(10) }),
      nodeSelector: pool('oke-system'),
    },
    restApi: { nodeSelector: pool('oke-system') },
    accounting: {
      database: Database.external({ host: 'mariadb', username: 'slurm', password: { secret: secret('mariadb-password'), key: 'password' } }),
      nodeSelector: pool('oke-system'),
    },
    slurmConf: {
      accountingStorageEnforce: [AccountingStorageEnforce.ASSOCIATIONS, AccountingStorageEnforce.LIMITS, AccountingStorageEnforce.QOS],
      slurmctldParameters: ['enable_stepmgr'],
    },
    cgroup: { constrainRamSpace: false, constrainSwapSpace: false },
    configFiles: { 'plugstack.conf': 'include /usr/share/pyxis/*\n', 'topology.yaml': topologyYaml },
    sharedFileSystems: [SharedFileSystem.claimName('slurm-home', '/home')],
  });

  const login = cluster.addLoginSet('slinky', {
    extraSshdConfig: ['PermitRootLogin no'],
    securityContext: { privileged: true },
    nodeSelector: pool('oke-system'),
    service: {
      type: ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: 'Local',
      annotations: {
        'oci.oraclecloud.com/load-balancer-type': 'nlb',
        'oci-network-load-balancer.oraclecloud.com/security-list-management-mode': 'None',
        'oci.oraclecloud.com/ingress-ip-mode': 'proxy',
        'oci-network-load-balancer.oraclecloud.com/external-ip-only': 'true',
        'oci-network-load-balancer.oraclecloud.com/oci-network-security-groups': 'ocid1.networksecuritygroup.oc1.iad.aaaaexample',
      },
    },
  });
  login.mount('/tmp', scratch('LoginTmp', 16));

  const topology = EnvValue.fromFieldRef(EnvFieldPaths.POD_ANNOTATION, { key: 'oci-hpc-oke.oracle.com/slurm-topology-at-registration' });

  const rdma = cluster.addGpuNodeSet('rdma', {
    gpu: Gpu.H100_80GB.untyped(),
    devices: GpuDevices.autoDetect(AutoDetect.NVML),
    scaling: Scaling.daemonSet(),
    extendedResources: { 'nvidia.com/sriov-rdma-vf': 16 },
    sharedMemory: Size.gibibytes(32),
    features: ['BM.GPU.H100.8', 'nvidia', 'sriov'],
    weight: 1,
    env: { POD_TOPOLOGY: topology },
    lifecycle,
    updateStrategy: UpdateStrategy.rollingUpdate({ maxUnavailable: PercentOrAbsolute.absolute(4) }),
    nodeSelector: pool('oke-rdma'),
    annotations: {
      'k8s.v1.cni.cncf.io/networks': Array(16).fill('sriov-rdma-vf').join(','),
      'oci-hpc-oke.oracle.com/nccl-conf-hash': '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    },
  });
  rdma.mount('/dev/infiniband', Volume.fromHostPath(chart, 'Infiniband', 'devinf', { path: '/dev/infiniband' }));
  rdma.mount('/tmp', scratch('WorkerTmp', 64));
  const nccl = Volume.fromConfigMap(chart, 'NcclConf', ConfigMap.fromConfigMapName(chart, 'NcclParams', 'nccl-params-bm-gpu-h100-8'), { name: 'nccl-conf' });
  rdma.mount('/etc/nccl.conf', nccl, { subPath: 'nccl.conf' });
  rdma.mount('/etc/rccl.conf', nccl, { subPath: 'nccl.conf' });

  const cpu = cluster.addNodeSet('cpu', {
    scaling: Scaling.daemonSet(),
    sharedMemory: Size.gibibytes(8),
    features: ['VM.Standard.E5.Flex'],
    weight: 1,
    env: { POD_TOPOLOGY: topology },
    lifecycle,
    nodeSelector: pool('oke-cpu'),
  });

  cluster.addPartition('rdma', { nodeSets: [rdma], isDefault: true });
  cluster.addPartition('cpu', { nodeSets: [cpu], topology: Topology.fromName('flat') });
  cluster.addPartition('all');
}
