import * as slinky from '../../src/slinky';

const secret: slinky.SecretKeySelector = { name: 'secret', key: 'key', optional: false };
const keys = { slurmKeyRef: secret, jwtKeyRef: secret, jwtHs256KeyRef: secret, jwksKeyRef: { name: 'jwks', key: 'jwks.json', optional: false } };
const metadata = { labels: { team: 'vision' }, annotations: { note: 'value' } };
const container: slinky.Container = { image: 'example.com/slurm:26.05' };
const template: slinky.PodTemplate = { metadata, spec: { priorityClassName: 'high', resources: { limits: { cpu: { value: 8 } } } } };
const service: slinky.ServiceSpec = { metadata, spec: { type: 'NodePort' }, port: 1024, nodePort: 30000 };
const controllerRef = { name: 'slurm' };
const externalConfig = { host: 'slurm.example.com', port: 6817 };
const resources = { limits: { storage: { value: '20Gi' } }, requests: { storage: { value: '10Gi' } } };

const persistence: slinky.Persistence = {
  enabled: true,
  existingClaim: 'state',
  accessModes: ['ReadWriteOnce'],
  dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'monday' },
  dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'monday', namespace: 'slurm' },
  resources,
  selector: { matchLabels: { disk: 'ssd' }, matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] },
  storageClassName: 'fast',
  volumeAttributesClassName: 'gold',
  volumeMode: 'Filesystem',
  volumeName: 'pv-1',
};

export const CONTROLLER: slinky.ControllerSpec = {
  ...keys,
  clusterName: 'training',
  accountingRef: { name: 'slurm' },
  external: true,
  externalConfig,
  slurmctld: container,
  inplaceReconfigure: true,
  reconfigure: container,
  logfile: container,
  template,
  extraConf: 'MaxJobCount=1000',
  configFileRefs: [{ name: 'config' }],
  prologScriptRefs: [{ name: 'prolog' }],
  epilogScriptRefs: [{ name: 'epilog' }],
  prologSlurmctldScriptRefs: [{ name: 'prolog-slurmctld' }],
  epilogSlurmctldScriptRefs: [{ name: 'epilog-slurmctld' }],
  persistence,
  service,
  metrics: {
    enabled: true,
    serviceMonitor: {
      enabled: true,
      ...metadata,
      interval: '30s',
      scrapeTimeout: '10s',
      endpoints: [{ path: '/metrics/jobs', interval: '1m', scrapeTimeout: '20s' }],
    },
  },
};

export const ACCOUNTING: slinky.AccountingSpec = {
  ...keys,
  external: true,
  externalConfig,
  slurmdbd: container,
  template,
  storageConfig: { host: 'mysql', port: 3306, database: 'slurm', username: 'slurm', passwordKeyRef: secret },
  extraConf: 'PurgeJobAfter=1year',
  service,
};

export const NODE_SET: slinky.NodeSetSpec = {
  controllerRef,
  replicas: 2,
  scalingMode: slinky.ScalingMode.STATEFUL_SET,
  slurmd: container,
  ssh: { enabled: true, sssdConfRef: secret, extraSshdConfig: 'PrintMotd no' },
  logfile: container,
  template,
  extraConf: 'Features=gpu',
  partition: { enabled: true, config: 'State=UP' },
  volumeClaimTemplates: [{ metadata: { name: 'scratch' }, spec: { accessModes: ['ReadWriteOnce'], resources } }],
  updateStrategy: {
    type: slinky.UpdateStrategyType.SCHEDULED_UPDATE,
    rollingUpdate: { maxUnavailable: { value: '25%' } },
    scheduledUpdate: { startTime: '2027-01-31T22:00:00Z', duration: '2h', flags: ['FLEX'] },
  },
  revisionHistoryLimit: 1,
  persistentVolumeClaimRetentionPolicy: { whenDeleted: slinky.RetentionPolicy.RETAIN, whenScaled: slinky.RetentionPolicy.DELETE },
  minReadySeconds: 1,
  ordinalPadding: 3,
  pinToNode: true,
  workloadDisruptionProtection: true,
  pruneSlurmNodeRecords: slinky.PruneSlurmNodeRecords.NODE_NOT_FOUND,
  oversubscribeNode: true,
};

export const LOGIN_SET: slinky.LoginSetSpec = {
  controllerRef,
  replicas: 2,
  login: container,
  initconf: container,
  template,
  rootSshAuthorizedKeys: 'ssh-ed25519 key',
  extraSshdConfig: 'PrintMotd no',
  sssdConfRef: secret,
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: { value: 1 }, maxUnavailable: { value: '25%' } } },
  service,
};

export const REST_API: slinky.RestApiSpec = { controllerRef, replicas: 2, slurmrestd: container, template, service };

export const TOKEN: slinky.TokenSpec = { jwtKeyRef: secret, jwtHs256KeyRef: secret, username: 'ada', lifetime: '8760h', refresh: false, secretRef: secret };
