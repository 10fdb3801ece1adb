/** What the chart takes at a key that has no keys of its own. */
export enum Leaf {
  NUMBER = 'a number',
  MAP = 'a map',
  LIST = 'a list',
}

/** Keys of a map that the chart looks at; `undefined` where it passes on whatever stands there. */
export interface ChartKeys {
  readonly [key: string]: ChartKeys | Leaf | undefined;
}

/** A map whose keys are the user's, each with a map of the same keys. */
export const EACH = '*';

/** A map of which other keys are passed on as they are. */
export const OPEN = '...';

const anything = undefined;
/** Keys of an image. */
export const chartImage: ChartKeys = { repository: anything, tag: anything, digest: anything };
const container: ChartKeys = { image: chartImage, [OPEN]: anything };
/** Keys of a Service. */
export const chartService: ChartKeys = { metadata: Leaf.MAP, spec: Leaf.MAP, port: Leaf.NUMBER, nodePort: Leaf.NUMBER };
const secretRef: ChartKeys = { name: anything, key: anything };

const nodeSet: ChartKeys = {
  enabled: anything,
  scalingMode: anything,
  replicas: Leaf.NUMBER,
  pinToNode: anything,
  workloadDisruptionProtection: anything,
  pruneSlurmNodeRecords: anything,
  ordinalPadding: Leaf.NUMBER,
  oversubscribeNode: anything,
  slurmd: container,
  logfile: container,
  extraConf: anything,
  extraConfMap: Leaf.MAP,
  partition: { enabled: anything, config: anything, configMap: Leaf.MAP },
  ssh: { enabled: anything, extraSshdConfig: anything, [OPEN]: anything },
  updateStrategy: Leaf.MAP,
  metadata: Leaf.MAP,
  podSpec: Leaf.MAP,
};

const loginSet: ChartKeys = {
  enabled: anything,
  replicas: Leaf.NUMBER,
  strategy: Leaf.MAP,
  login: container,
  initconf: container,
  rootSshAuthorizedKeys: anything,
  extraSshdConfig: anything,
  metadata: Leaf.MAP,
  podSpec: Leaf.MAP,
  service: chartService,
};

/** Keys of the slurm chart v1.2. */
export const chartKeys: ChartKeys = {
  nameOverride: anything,
  fullnameOverride: anything,
  namespaceOverride: anything,
  asciiArt: anything,
  imagePullSecrets: Leaf.LIST,
  imagePullPolicy: anything,
  priorityClass: { enabled: anything, create: anything, name: anything, description: anything, value: Leaf.NUMBER, preemptionPolicy: anything },
  slurmKey: { create: anything, annotations: anything, secretRef },
  jwtKey: { create: anything, annotations: anything, secretRef },
  jwksKeys: { enabled: anything, configMapRef: secretRef },
  clusterName: anything,
  configFiles: Leaf.MAP,
  prologScripts: Leaf.MAP,
  epilogScripts: Leaf.MAP,
  prologSlurmctldScripts: Leaf.MAP,
  epilogSlurmctldScripts: Leaf.MAP,
  controller: {
    external: anything,
    externalConfig: { host: anything, port: Leaf.NUMBER },
    slurmctld: container,
    inplaceReconfigure: anything,
    reconfigure: container,
    logfile: container,
    persistence: Leaf.MAP,
    extraConf: anything,
    extraConfMap: Leaf.MAP,
    metadata: Leaf.MAP,
    podSpec: Leaf.MAP,
    service: chartService,
    metrics: Leaf.MAP,
  },
  restapi: {
    replicas: Leaf.NUMBER,
    pdb: { enabled: anything, minAvailable: anything, maxUnavailable: anything },
    slurmrestd: container,
    metadata: Leaf.MAP,
    podSpec: Leaf.MAP,
    service: chartService,
  },
  accounting: {
    enabled: anything,
    external: anything,
    externalConfig: { host: anything, port: Leaf.NUMBER },
    slurmdbd: container,
    storageConfig: { host: anything, port: Leaf.NUMBER, database: anything, username: anything, passwordKeyRef: secretRef },
    extraConf: anything,
    extraConfMap: Leaf.MAP,
    metadata: Leaf.MAP,
    podSpec: Leaf.MAP,
    service: chartService,
  },
  sssd: { secretRef, conf: anything },
  loginsetDefaults: loginSet,
  loginsets: { [EACH]: loginSet },
  nodesetDefaults: nodeSet,
  nodesets: { [EACH]: nodeSet },
  partitions: { [EACH]: { enabled: anything, nodesets: Leaf.LIST, config: anything, configMap: Leaf.MAP } },
  vendor: {
    nvidia: { dcgm: { enabled: anything, jobMappingDir: anything, scriptPriority: Leaf.NUMBER } },
    google: { a3mega: Leaf.LIST },
  },
  extraObjects: Leaf.LIST,
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
