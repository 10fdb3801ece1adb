import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, Secret, ServiceType } from 'cdk8s-plus-28';
import {
  Database, FairShare, Gpu, Identity, PartitionPreemptMode, PreemptMode, PreemptType, PriorityType, Scaling,
  SharedFileSystem, SlurmCluster, StateStorage,
} from 'slurm-constructs';

const app = new App();
const chart = new Chart(app, 'training', { namespace: 'slurm' });
// Made by whoever keeps the passwords, before the cluster: see README.md.
const secret = (name: string) => Secret.fromSecretName(chart, name, name);
const systemNodes = { 'node-pool': 'system' };

const cluster = new SlurmCluster(chart, 'slurm', {
  clusterName: 'training',
  controller: {
    stateStorage: StateStorage.claim({ size: Size.gibibytes(50), storageClassName: 'fast-ssd' }),
    resources: { cpu: { request: Cpu.units(4) }, memory: { request: Size.gibibytes(16), limit: Size.gibibytes(16) } },
    nodeSelector: systemNodes,
  },
  accounting: {
    database: Database.external({
      host: 'slurm.mysql.example.com',
      username: 'slurm',
      password: { secret: secret('slurm-database'), key: 'password' },
    }),
    nodeSelector: systemNodes,
  },
  restApi: { nodeSelector: systemNodes },
  identity: Identity.ldap({
    uri: 'ldaps://ldap.example.com',
    searchBase: 'dc=example,dc=com',
    bindDn: 'cn=slurm,ou=services,dc=example,dc=com',
    bindPassword: { secret: secret('slurm-ldap'), key: 'password' },
    sshPublicKeys: true,
  }),
  sharedFileSystems: [
    SharedFileSystem.csi({
      driver: 'lustre-csi.hpe.com',
      volumeHandle: '10.0.0.5@o2ib:/home',
      fsType: 'lustre',
      capacity: Size.tebibytes(500),
      mountPath: '/home',
    }),
    SharedFileSystem.csi({
      driver: 'lustre-csi.hpe.com',
      volumeHandle: '10.0.0.5@o2ib:/scratch',
      fsType: 'lustre',
      capacity: Size.tebibytes(4000),
      mountPath: '/scratch',
    }),
  ],
  slurmConf: {
    // A job that names no CPUs or memory gets an eighth of a node with each GPU, not all of it.
    defCpuPerGpu: 22,
    defMemPerGpu: Size.gibibytes(220),
    preemptType: PreemptType.PARTITION_PRIO,
    preemptMode: [PreemptMode.REQUEUE],
    priorityType: PriorityType.MULTIFACTOR,
    priorityWeightFairshare: 100000,
    priorityWeightAge: 1000,
    schedulerParameters: ['bf_continue', 'bf_resolution=600', 'bf_window=2880', 'bf_max_job_user=50', 'batch_sched_delay=5'],
    maxJobCount: 100000,
    slurmdTimeout: Duration.minutes(10),
  },
  metrics: { serviceMonitor: { labels: { release: 'prometheus' } } },
});

const h100 = cluster.addGpuNodeSet('h100', {
  gpu: Gpu.H100_80GB,
  gpusPerNode: 8,
  scaling: Scaling.fixed(1024),
  ordinalPadding: 4,
  cpu: Cpu.units(184),
  memory: Size.gibibytes(1900),
  nodeSelector: { 'node-pool': 'h100' },
  ssh: {},
});

// Two teams share the machine by what they paid; what is urgent has an account of its own, and at most a quarter of the GPUs.
const policy = cluster.addAccountingPolicy('policy');
const language = policy.addAccount('language', { fairShare: FairShare.shares(60) });
const vision = policy.addAccount('vision', { fairShare: FairShare.shares(40), maxTresPerJob: { gpus: 4096 } });
const urgent = policy.addAccount('urgent', { grpTres: { gpus: 2048 }, maxSubmitJobs: 20 });
policy.addUser('alice', { accounts: [language, urgent] });
policy.addUser('bob', { accounts: [vision, urgent] });

// Urgent jobs start first; they and training take nodes back from scavengers, but never from each other.
cluster.addPartition('train', {
  nodeSets: [h100],
  isDefault: true,
  priorityTier: 10,
  preemptMode: PartitionPreemptMode.OFF,
  maxTime: Duration.days(2),
  defaultTime: Duration.hours(4),
});
cluster.addPartition('urgent', {
  nodeSets: [h100],
  priorityTier: 20,
  preemptMode: PartitionPreemptMode.OFF,
  maxTime: Duration.hours(8),
  maxNodes: 256,
  allowAccounts: [urgent],
});
cluster.addPartition('scavenge', {
  nodeSets: [h100],
  priorityTier: 1,
  preemptMode: PartitionPreemptMode.REQUEUE,
  graceTime: Duration.minutes(2),
  maxTime: Duration.hours(12),
});

cluster.addLoginSet('main', {
  replicas: 2,
  service: { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] },
  nodeSelector: systemNodes,
});

app.synth();
