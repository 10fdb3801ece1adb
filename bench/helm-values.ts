/** Values of the official chart that declare `count` node sets, as bench/programs.ts does. */
export function manyNodeSets(count: number): object {
  return {
    nodesets: Object.fromEntries(Array.from({ length: count }, (_, index) => [`set${index}`, { replicas: 2 }])),
    partitions: { all: { enabled: true, nodesets: ['ALL'], configMap: { Default: 'YES' } } },
    loginsets: { main: {} },
  };
}

/** Values of the official chart that declare examples/minimal. */
export const minimalValues: object = {
  nodesets: { cpu: { replicas: 2 } },
  partitions: { all: { enabled: true, nodesets: ['ALL'], configMap: { Default: 'YES' } } },
  loginsets: { main: {} },
};

const onSystemNodes = { nodeSelector: { 'kubernetes.io/os': 'linux', 'node-pool': 'system' } };

const mounts = [{ name: 'home', mountPath: '/home' }, { name: 'scratch', mountPath: '/scratch' }];

const volumes = ['home', 'scratch'].map(name => ({ name, persistentVolumeClaim: { claimName: `slurm-${name}` } }));

/** The chart has no file systems and no Namespace: its users hand them over as objects. */
const extraObjects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'slurm', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } },
  ...[['home', '500Ti'], ['scratch', '4000Ti']].flatMap(([name, storage]) => [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `slurm-slurm-${name}` },
      spec: {
        accessModes: ['ReadWriteMany'],
        capacity: { storage },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: `slurm-${name}`, namespace: 'slurm' },
        csi: { driver: 'lustre-csi.hpe.com', fsType: 'lustre', volumeHandle: `10.0.0.5@o2ib:/${name}` },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: '',
        volumeMode: 'Filesystem',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: `slurm-${name}`, namespace: 'slurm' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage } }, storageClassName: '', volumeMode: 'Filesystem', volumeName: `slurm-slurm-${name}` },
    },
  ]),
];

/** Values of the official chart that declare examples/gpu-training. Its keys the chart makes itself, where the example has a Job for it. */
export const flagshipValues: object = {
  clusterName: 'training',
  configFiles: {
    'cgroup.conf': ['CgroupPlugin=cgroup/v2', 'IgnoreSystemd=YES', 'ConstrainCores=YES', 'ConstrainDevices=YES', 'ConstrainRAMSpace=YES', 'ConstrainSwapSpace=YES', ''].join('\n'),
    'gres.conf': 'AutoDetect=nvidia\n',
  },
  sssd: {
    conf: [
      '[sssd]', 'services = nss,pam,ssh', 'domains = LDAP', '', '[nss]', 'filter_groups = root,slurm', 'filter_users = root,slurm', '', '[pam]', '', '[ssh]', '',
      '[domain/LDAP]', 'id_provider = ldap', 'auth_provider = ldap', 'ldap_uri = ldaps://ldap.example.com', 'ldap_search_base = dc=example,dc=com',
      'ldap_schema = rfc2307', 'ldap_default_bind_dn = cn=slurm,ou=services,dc=example,dc=com', 'ldap_user_ssh_public_key = sshPublicKey', 'cache_credentials = true', '',
    ].join('\n'),
  },
  controller: {
    inplaceReconfigure: true,
    slurmctld: { resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '16Gi' } } },
    persistence: { storageClassName: 'fast-ssd', resources: { requests: { storage: '50Gi' } } },
    extraConfMap: {
      AccountingStorageEnforce: ['limits', 'qos'],
      AccountingStorageTRES: ['gres/gpu', 'gres/gpu:h100'],
      CommunicationParameters: 'block_null_hash',
      DefCPUPerGPU: '22',
      DefMemPerGPU: '225280',
      GresTypes: 'gpu',
      JobAcctGatherType: 'jobacct_gather/cgroup',
      MaxJobCount: '100000',
      MaxNodeCount: '2048',
      PreemptMode: 'REQUEUE',
      PreemptType: 'preempt/partition_prio',
      PriorityType: 'priority/multifactor',
      PriorityWeightAge: '1000',
      PriorityWeightFairshare: '100000',
      ProctrackType: 'proctrack/cgroup',
      PrologFlags: 'Contain',
      PropagateResourceLimitsExcept: 'MEMLOCK',
      ReturnToService: '2',
      SchedulerParameters: ['bf_continue', 'bf_resolution=600', 'bf_window=2880', 'bf_max_job_user=50', 'batch_sched_delay=5'],
      SelectType: 'select/cons_tres',
      SelectTypeParameters: 'CR_Core_Memory',
      SlurmdTimeout: '600',
      TaskPlugin: ['task/affinity', 'task/cgroup'],
    },
    podSpec: onSystemNodes,
    metrics: { enabled: true, serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } },
  },
  restapi: { podSpec: onSystemNodes },
  accounting: {
    enabled: true,
    storageConfig: { host: 'slurm.mysql.example.com', username: 'slurm', passwordKeyRef: { name: 'slurm-database', key: 'password' } },
    podSpec: onSystemNodes,
  },
  nodesets: {
    h100: {
      replicas: 1024,
      ordinalPadding: 4,
      slurmd: {
        resources: { limits: { 'cpu': '184', 'memory': '1900Gi', 'nvidia.com/gpu': 8 } },
        volumeMounts: mounts,
      },
      extraConfMap: { Gres: ['gpu:h100:8'] },
      ssh: { enabled: true },
      podSpec: { nodeSelector: { 'kubernetes.io/os': 'linux', 'node-pool': 'h100' }, volumes },
    },
  },
  partitions: {
    train: { enabled: true, nodesets: ['h100'], configMap: { Default: 'YES', DefaultTime: '04:00:00', MaxTime: '2-00:00:00', PreemptMode: 'OFF', PriorityTier: '10' } },
    urgent: { enabled: true, nodesets: ['h100'], configMap: { AllowAccounts: 'urgent', MaxNodes: '256', MaxTime: '08:00:00', PreemptMode: 'OFF', PriorityTier: '20' } },
    scavenge: { enabled: true, nodesets: ['h100'], configMap: { GraceTime: '120', MaxTime: '12:00:00', PreemptMode: 'REQUEUE', PriorityTier: '1' } },
  },
  loginsets: {
    main: {
      replicas: 2,
      login: { volumeMounts: mounts },
      podSpec: { ...onSystemNodes, volumes },
      service: { spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] } },
    },
  },
  extraObjects,
};
