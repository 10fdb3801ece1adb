import * as fc from 'fast-check';

/** Names that Kubernetes takes. */
const name = fc.constantFrom('a', 'gpu', 'cpu-large', 'h100', 'batch');
const quantity = fc.constantFrom('1', '4', '500m', '2');
const memory = fc.constantFrom('1Gi', '512Mi', '16Gi', '120Gi');

function some<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

/** A map with some of the keys. */
function map(keys: { readonly [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<{ [key: string]: unknown }> {
  return fc.record(Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, some(value)])))
    .map(record => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

const resources = map({ requests: map({ cpu: fc.constant('100m'), memory: fc.constant('256Mi') }), limits: map({ cpu: quantity, memory }) });
const tolerations = fc.array(fc.constantFrom(
  { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'workload', operator: 'Equal', value: 'slurm', effect: 'NoExecute', tolerationSeconds: 30 },
), { maxLength: 2 });
const metadata = map({
  labels: fc.constant({ 'team': 'hpc', 'example.com/tier': 'gold' }),
  annotations: fc.constant({ 'example.com/owner': "it's \"us\"", 'note': 'two\nlines\n' }),
});
const affinity = fc.constant({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['a', 'b'] }] }] } },
});
const podKeys = {
  nodeSelector: fc.constantFrom<{ [label: string]: string }>({}, { 'kubernetes.io/os': 'linux', 'example.com/pool': 'slurm' }, { zone: 'a' }),
  affinity: fc.oneof(affinity, fc.constant({})),
  tolerations,
  priorityClassName: fc.constant('high'),
  hostNetwork: fc.boolean(),
  dnsPolicy: fc.constantFrom('ClusterFirst', 'ClusterFirstWithHostNet'),
  imagePullSecrets: fc.constant([{ name: 'own-registry' }]),
  initContainers: fc.constantFrom([], [{ name: 'prepare', image: 'busybox:1.36', command: ['sh', '-c', 'echo "hi"'], resources: { limits: { cpu: '1' } } }]),
  terminationGracePeriodSeconds: fc.constantFrom(60),
  schedulerName: fc.constant('other'),
};
const volumes = fc.constantFrom(
  { volumes: [], mounts: [] },
  { volumes: [{ name: 'home', persistentVolumeClaim: { claimName: 'slurm-home' } }], mounts: [{ name: 'home', mountPath: '/home' }] },
  { volumes: [{ name: 'scratch', emptyDir: {} }, { name: 'data', nfs: { server: 'nfs.example.com', path: '/data' } }], mounts: [{ name: 'scratch', mountPath: '/scratch', subPath: 'x' }, { name: 'data', mountPath: '/data', readOnly: true }] },
  { volumes: [{ name: 'conf', configMap: { name: 'some', items: [{ key: 'a', path: 'b' }] } }, { name: 'ib', hostPath: { path: '/dev/infiniband' } }], mounts: [{ name: 'conf', mountPath: '/etc/some' }, { name: 'conf', mountPath: '/etc/other', subPath: 'b' }, { name: 'ib', mountPath: '/dev/infiniband' }] },
  { volumes: [{ name: 'all', projected: { sources: [{ secret: { name: 'x' } }] } }], mounts: [{ name: 'all', mountPath: '/all' }] },
);
const env = fc.constantFrom(
  [], [{ name: 'A', value: '1' }], [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  [{ name: 'PASS', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }, { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }],
);
const containerKeys = { resources, args: fc.constantFrom([], ['-v']), env, securityContext: fc.constantFrom({ privileged: false }, { privileged: true }), workingDir: fc.constant('/work') };
const service = map({
  metadata: map({ annotations: fc.constant({ 'example.com/lb': 'internal' }) }),
  spec: map({ type: fc.constantFrom('ClusterIP', 'LoadBalancer', 'NodePort'), externalTrafficPolicy: fc.constant('Local'), loadBalancerIP: fc.constant('10.0.0.7') }),
});
const confMap = map({
  ReturnToService: fc.constantFrom(1, 2),
  SelectType: fc.constant('select/cons_tres'),
  SelectTypeParameters: fc.constantFrom('CR_Core', 'CR_Core_Memory'),
  MessageTimeout: fc.constantFrom(30, 90),
  SlurmctldTimeout: fc.constant(120),
  PriorityType: fc.constant('priority/multifactor'),
  PriorityWeightQOS: fc.constant(1000),
  PriorityDecayHalfLife: fc.constantFrom('7-0', '14-00:00:00'),
  JobCompType: fc.constant('jobcomp/none'),
  DefMemPerCPU: fc.constantFrom(2048, 4000),
  SchedulerParameters: fc.constantFrom(['bf_continue', 'bf_window=2880'], 'defer'),
  AccountingStorageEnforce: fc.constantFrom(['associations', 'limits'], 'qos'),
  Licenses: fc.constant('matlab:10,ansys:2'),
  MaxArraySize: fc.constant(10001),
  EnforcePartLimits: fc.constant('ALL'),
});
const partitionMap = map({
  State: fc.constantFrom('UP', 'DOWN'),
  MaxTime: fc.constantFrom('UNLIMITED', '24:00:00', '7-00:00:00', 60),
  DefaultTime: fc.constantFrom('01:00:00', 30),
  MaxNodes: fc.constantFrom(4),
  PriorityTier: fc.constantFrom(10),
  OverSubscribe: fc.constantFrom('FORCE:4', 'EXCLUSIVE'),
  DefMemPerGPU: fc.constant(65536),
  AllowGroups: fc.constantFrom(['a', 'b'], 'wheel'),
  PreemptMode: fc.constant('REQUEUE'),
});

const logfile = map({ image: map({ tag: fc.constant('3.21.0') }), resources: fc.constantFrom({}, { limits: { cpu: '100m' } }) });

const nodeSet = fc.tuple(map({
  scalingMode: fc.constantFrom('StatefulSet', 'DaemonSet'),
  replicas: fc.nat({ max: 5 }),
  workloadDisruptionProtection: fc.boolean(),
  oversubscribeNode: fc.boolean(),
  updateStrategy: fc.constantFrom({ type: 'OnDelete' }, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } }, { rollingUpdate: { maxUnavailable: 2 } }),
  ssh: fc.constantFrom({ enabled: true }, { enabled: true, extraSshdConfig: 'PermitRootLogin no\n' }),
  partition: map({ enabled: fc.boolean(), configMap: partitionMap }),
  metadata,
  logfile,
}), map(podKeys), map(containerKeys), volumes, some(fc.constantFrom(['gpu:h100:8', 8], ['gpu:4', 4], ['gpu:mine:2', 2], ['gpu:a100:8', 4])), some(fc.constantFrom({ Features: ['x', 'y'], Weight: 5 }, { Weight: 2, CoreSpecCount: 2 })))
  .map(([own, podSpec, slurmd, storage, gpu, line]) => ({
    ...own,
    podSpec: { ...podSpec, ...storage.volumes.length > 0 ? { volumes: storage.volumes } : {} },
    slurmd: {
      ...slurmd,
      ...storage.mounts.length > 0 ? { volumeMounts: storage.mounts } : {},
      ...gpu ? { resources: { limits: { 'nvidia.com/gpu': gpu[1] }, requests: { 'nvidia.com/gpu': gpu[1] } } } : {},
    },
    ...gpu || line ? { extraConfMap: { ...line, ...gpu ? { Gres: gpu[0] } : {} } } : {},
  }));

const loginSet = fc.tuple(map({
  replicas: fc.nat({ max: 3 }),
  strategy: fc.constantFrom({}, { type: 'Recreate' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 1 } }),
  rootSshAuthorizedKeys: fc.constant('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleEx user@example.com\n'),
  extraSshdConfig: fc.constant('PermitRootLogin no\nMaxAuthTries 3\n'),
  service,
  metadata,
}), map(podKeys), map(containerKeys), volumes).map(([own, podSpec, login, storage]) => ({
  ...own,
  podSpec: { ...podSpec, ...storage.volumes.length > 0 ? { volumes: storage.volumes } : {} },
  login: { ...login, ...storage.mounts.length > 0 ? { volumeMounts: storage.mounts } : {} },
}));

const daemon = (container: string) => ({ [container]: map(containerKeys), podSpec: map(podKeys), metadata, service });

/** Values of the chart that a cluster could be run with. */
export const chartValues: fc.Arbitrary<{ [key: string]: unknown }> = fc.tuple(map({
  clusterName: fc.constant('training'),
  fullnameOverride: fc.constant('hpc'),
  imagePullSecrets: fc.constant([{ name: 'registry' }]),
  imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent'),
  priorityClass: fc.constantFrom({ enabled: true, name: 'slurm-high' }, { enabled: true, create: true, name: 'slurm-high', value: 1000 }),
  slurmKey: fc.constantFrom({ create: false }, { create: false, secretRef: { name: 'own-key', key: 'k' } }),
  jwtKey: fc.constant({ create: false, secretRef: { name: 'own-jwt' } }),
  jwksKeys: fc.constantFrom({ enabled: true }, { enabled: true, configMapRef: { name: 'idp', key: 'keys.json' } }),
  configFiles: fc.constantFrom({ 'plugstack.conf': 'include /usr/share/pyxis/*\n' }, { 'job_submit.lua': '-- nothing\nreturn `x`, "${y}"\n', 'mpi.conf': 'PMIxTimeout=30\n' }),
  prologScripts: fc.constant({ '10-a.sh': '#!/bin/bash\necho "$SLURM_JOB_ID" \\\n  `date`\n' }),
  epilogSlurmctldScripts: fc.constant({ 'z.sh': '#!/bin/sh\ntrue\n' }),
  controller: fc.tuple(map({
    inplaceReconfigure: fc.boolean(),
    persistence: fc.constantFrom({ enabled: false }, { storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } }, { existingClaim: 'state' }),
    extraConfMap: confMap,
    metrics: fc.constantFrom({ enabled: true }, { enabled: true, serviceMonitor: { enabled: true, interval: '1m', labels: { release: 'p' }, endpoints: [{ path: '/metrics/jobs' }] } }),
    logfile,
  }), fc.record(daemon('slurmctld'))).map(([own, shared]) => ({ ...shared, ...own })),
  restapi: fc.tuple(map({ replicas: fc.integer({ min: 1, max: 3 }), pdb: fc.constant({ enabled: true, minAvailable: 1 }) }), fc.record(daemon('slurmrestd')))
    .map(([own, shared]) => ({ ...shared, ...own })),
  accounting: fc.tuple(map({
    enabled: fc.constant(true),
    storageConfig: fc.constantFrom({ host: 'db.example.com', port: 3307 }, { database: 'acct', passwordKeyRef: { name: 'db', key: 'pw' } }),
    extraConfMap: map({ CommitDelay: fc.constant(1), DebugLevel: fc.constantFrom('info', 'debug2'), PurgeJobAfter: fc.constant('12months') }),
  }), fc.record(daemon('slurmdbd'))).map(([own, shared]) => ({ ...shared, ...own })),
  sssd: fc.constantFrom({ secretRef: { name: 'sssd', key: 'file' } }, { conf: '[sssd]\nservices = nss,pam\ndomains = LOCAL\n\n[domain/LOCAL]\nid_provider = files\n' }),
  loginsetDefaults: map({ replicas: fc.constant(2), metadata, podSpec: map(podKeys) }),
  loginsets: fc.dictionary(name, loginSet, { maxKeys: 2 }),
  nodesetDefaults: map({ replicas: fc.constant(3), metadata, podSpec: map(podKeys), slurmd: map({ env, lifecycle: fc.constant({ preStop: { exec: { command: ['/bin/true'] } } }) }) }),
  partitions: fc.constantFrom({ all: { enabled: true } }, { all: { enabled: true, configMap: { Default: 'YES', MaxTime: '2-0' } } }, { extra: { enabled: true, nodesets: ['ALL'], config: 'MaxTime=60 State=UP' } }),
  vendor: fc.constant({ nvidia: { dcgm: { enabled: true } } }),
  extraObjects: fc.constant([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra' }, data: { a: 'b' } }]),
}), fc.dictionary(name, nodeSet, { minKeys: 1, maxKeys: 3 })).map(([values, nodesets]) => ({ ...values, nodesets }));
