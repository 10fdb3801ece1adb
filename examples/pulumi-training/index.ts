import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Duration, Size } from 'cdk8s';
import { Cpu, ServiceType } from 'cdk8s-plus-28';
import {
  AccountingStorageEnforce, Database, Gpu, Identity, PartitionPreemptMode, PreemptMode, PreemptType, PriorityType, Scaling,
  SharedFileSystem, SlurmCluster, StateStorage,
} from 'slurm-constructs';
import { asNumber, asString, secretKey, SlurmComponent, SlurmKeys } from 'slurm-constructs/pulumi';

const config = new pulumi.Config();
const database = new pulumi.StackReference(config.require('databaseStack'));
const systemNodes = { 'node-pool': 'system' };

// Without the two switches a changed ConfigMap or Secret is deleted and made anew, and slurmctld looks at nothing in between.
const provider = new kubernetes.Provider('kubernetes', { enableConfigMapMutable: true, enableSecretMutable: true });

const namespace = new kubernetes.core.v1.Namespace('slurm', {
  metadata: { name: 'slurm', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
}, { provider });

const secret = (name: string, password: pulumi.Input<string>) => new kubernetes.core.v1.Secret(name, {
  metadata: { name, namespace: namespace.metadata.name },
  stringData: { password },
}, { provider });
const databasePassword = secret('slurm-database', database.requireOutput('password'));
const ldapPassword = secret('slurm-ldap', config.requireSecret('ldapPassword'));

const keys = new SlurmKeys('slurm-keys', { namespace: namespace.metadata.name }, { provider });

const training = new SlurmComponent('training', { namespace: namespace.metadata.name }, chart => {
  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'training',
    authKeys: keys.authKeys,
    controller: {
      stateStorage: StateStorage.claim({ size: Size.gibibytes(50), storageClassName: 'fast-ssd' }),
      resources: { cpu: { request: Cpu.units(4) }, memory: { request: Size.gibibytes(16), limit: Size.gibibytes(16) } },
      nodeSelector: systemNodes,
    },
    accounting: {
      database: Database.external({
        host: asString(database.requireOutput('host')),
        port: asNumber(database.requireOutput('port')),
        username: 'slurm',
        password: secretKey(databasePassword.metadata.name, 'password'),
      }),
      nodeSelector: systemNodes,
    },
    restApi: { nodeSelector: systemNodes },
    identity: Identity.ldap({
      uri: 'ldaps://ldap.example.com',
      searchBase: 'dc=example,dc=com',
      bindDn: 'cn=slurm,ou=services,dc=example,dc=com',
      bindPassword: secretKey(ldapPassword.metadata.name, 'password'),
      sshPublicKeys: true,
    }),
    sharedFileSystems: ['home', 'scratch'].map(name => SharedFileSystem.csi({
      driver: 'lustre-csi.hpe.com',
      volumeHandle: `10.0.0.5@o2ib:/${name}`,
      fsType: 'lustre',
      capacity: Size.tebibytes(500),
      mountPath: `/${name}`,
    })),
    slurmConf: {
      accountingStorageEnforce: [AccountingStorageEnforce.LIMITS, AccountingStorageEnforce.QOS],
      // A job that names no CPUs or memory gets an eighth of a node with each GPU, not all of it.
      defCpuPerGpu: 22,
      defMemPerGpu: Size.gibibytes(220),
      preemptType: PreemptType.PARTITION_PRIO,
      preemptMode: [PreemptMode.REQUEUE],
      priorityType: PriorityType.MULTIFACTOR,
      priorityWeightFairshare: 100000,
      schedulerParameters: ['bf_continue', 'bf_resolution=600', 'bf_window=2880'],
    },
  });

  // The number of nodes decides the shape of the cluster, so it is a plain number: from the stack's configuration, not from an output.
  const h100 = cluster.addGpuNodeSet('h100', {
    gpu: Gpu.H100_80GB,
    gpusPerNode: 8,
    scaling: Scaling.fixed(config.getNumber('h100Nodes') ?? 1024),
    ordinalPadding: 4,
    cpu: Cpu.units(184),
    memory: Size.gibibytes(1900),
    nodeSelector: { 'node-pool': 'h100' },
    ssh: {},
  });

  cluster.addPartition('train', {
    nodeSets: [h100],
    isDefault: true,
    priorityTier: 10,
    preemptMode: PartitionPreemptMode.OFF,
    maxTime: Duration.days(2),
    defaultTime: Duration.hours(4),
  });
  if (config.getBoolean('scavenge') ?? true) {
    cluster.addPartition('scavenge', {
      nodeSets: [h100],
      priorityTier: 1,
      preemptMode: PartitionPreemptMode.REQUEUE,
      graceTime: Duration.minutes(2),
      maxTime: Duration.hours(12),
    });
  }

  cluster.addLoginSet('main', {
    replicas: 2,
    service: { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] },
    nodeSelector: systemNodes,
  });
}, { provider });

const { slurm } = training.clusters;
export const restUrl = slurm.restUrl;
export const loginHost = slurm.loginServices['slurm-login-main'];
export const nodeSets = slurm.nodeSets;
