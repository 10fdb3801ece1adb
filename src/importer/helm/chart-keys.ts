/** Keys of a map that the chart looks at; `undefined` where it passes on whatever stands there. */
export interface ChartKeys {
  readonly [key: string]: ChartKeys | undefined;
}

/** A map whose keys are the user's, each with a map of the same keys. */
export const EACH = '*';

/** A map of which other keys are passed on as they are. */
export const OPEN = '...';

const anything = undefined;
const image: ChartKeys = { repository: anything, tag: anything, digest: anything };
const container: ChartKeys = { image, [OPEN]: anything };
const service: ChartKeys = { metadata: anything, spec: anything, port: anything, nodePort: anything };
const secretRef: ChartKeys = { name: anything, key: anything };

const nodeSet: ChartKeys = {
  enabled: anything,
  scalingMode: anything,
  replicas: anything,
  pinToNode: anything,
  workloadDisruptionProtection: anything,
  pruneSlurmNodeRecords: anything,
  ordinalPadding: anything,
  oversubscribeNode: anything,
  slurmd: container,
  logfile: container,
  extraConf: anything,
  extraConfMap: anything,
  partition: { enabled: anything, config: anything, configMap: anything },
  ssh: { enabled: anything, extraSshdConfig: anything, [OPEN]: anything },
  updateStrategy: anything,
  metadata: anything,
  podSpec: anything,
};

const loginSet: ChartKeys = {
  enabled: anything,
  replicas: anything,
  strategy: anything,
  login: container,
  initconf: container,
  rootSshAuthorizedKeys: anything,
  extraSshdConfig: anything,
  metadata: anything,
  podSpec: anything,
  service,
};

/** Keys of the slurm chart v1.2. */
export const chartKeys: ChartKeys = {
  nameOverride: anything,
  fullnameOverride: anything,
  namespaceOverride: anything,
  asciiArt: anything,
  imagePullSecrets: anything,
  imagePullPolicy: anything,
  priorityClass: { enabled: anything, create: anything, name: anything, description: anything, value: anything, preemptionPolicy: anything },
  slurmKey: { create: anything, annotations: anything, secretRef },
  jwtKey: { create: anything, annotations: anything, secretRef },
  jwksKeys: { enabled: anything, configMapRef: secretRef },
  clusterName: anything,
  configFiles: anything,
  prologScripts: anything,
  epilogScripts: anything,
  prologSlurmctldScripts: anything,
  epilogSlurmctldScripts: anything,
  controller: {
    external: anything,
    externalConfig: { host: anything, port: anything },
    slurmctld: container,
    inplaceReconfigure: anything,
    reconfigure: container,
    logfile: container,
    persistence: anything,
    extraConf: anything,
    extraConfMap: anything,
    metadata: anything,
    podSpec: anything,
    service,
    metrics: anything,
  },
  restapi: {
    replicas: anything,
    pdb: { enabled: anything, minAvailable: anything, maxUnavailable: anything },
    slurmrestd: container,
    metadata: anything,
    podSpec: anything,
    service,
  },
  accounting: {
    enabled: anything,
    external: anything,
    externalConfig: { host: anything, port: anything },
    slurmdbd: container,
    storageConfig: { host: anything, port: anything, database: anything, username: anything, passwordKeyRef: secretRef },
    extraConf: anything,
    extraConfMap: anything,
    metadata: anything,
    podSpec: anything,
    service,
  },
  sssd: { secretRef, conf: anything },
  loginsetDefaults: loginSet,
  loginsets: { [EACH]: loginSet },
  nodesetDefaults: nodeSet,
  nodesets: { [EACH]: nodeSet },
  partitions: { [EACH]: { enabled: anything, nodesets: anything, config: anything, configMap: anything } },
  vendor: {
    nvidia: { dcgm: { enabled: anything, jobMappingDir: anything, scriptPriority: anything } },
    google: { a3mega: anything },
  },
  extraObjects: anything,
  global: anything,
};

/** Keys of the chart's own that its older versions do not know, and since when they are there. */
export const keysSince: { readonly [path: string]: string } = {
  'asciiArt': '1.1',
  'priorityClass': '1.1',
  'slurmKey': '1.1',
  'jwtKey': '1.1',
  'jwksKeys': '1.1',
  'sssd': '1.1',
  'loginsetDefaults': '1.2',
  'nodesetDefaults': '1.2',
  'extraObjects': '1.2',
  'controller.inplaceReconfigure': '1.2',
  'restapi.pdb': '1.2',
  'vendor.google': '1.2',
  'loginsets.*.strategy': '1.1',
  'nodesets.*.scalingMode': '1.1',
  'nodesets.*.workloadDisruptionProtection': '1.1',
  'nodesets.*.ordinalPadding': '1.1',
  'nodesets.*.ssh': '1.1',
  'nodesets.*.pinToNode': '1.2',
  'nodesets.*.pruneSlurmNodeRecords': '1.2',
  'nodesets.*.oversubscribeNode': '1.2',
};
