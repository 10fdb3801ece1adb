/** Fields under `spec` of each Slinky kind, in v1beta1 of operator v1.2. What the API server does not find here it drops. */
export const SPEC_FIELDS: { readonly [kind: string]: readonly string[] } = {
  Accounting: [
    'external', 'externalConfig', 'extraConf', 'jwksKeyRef', 'jwtHs256KeyRef', 'jwtKeyRef', 'service', 'slurmKeyRef', 'slurmdbd', 'storageConfig', 'template',
  ],
  Controller: [
    'accountingRef', 'clusterName', 'configFileRefs', 'epilogScriptRefs', 'epilogSlurmctldScriptRefs', 'external', 'externalConfig', 'extraConf',
    'inplaceReconfigure', 'jwksKeyRef', 'jwtHs256KeyRef', 'jwtKeyRef', 'logfile', 'metrics', 'persistence', 'prologScriptRefs', 'prologSlurmctldScriptRefs',
    'reconfigure', 'service', 'slurmKeyRef', 'slurmctld', 'template',
  ],
  LoginSet: ['controllerRef', 'extraSshdConfig', 'initconf', 'login', 'replicas', 'rootSshAuthorizedKeys', 'service', 'sssdConfRef', 'strategy', 'template'],
  NodeSet: [
    'controllerRef', 'extraConf', 'logfile', 'minReadySeconds', 'ordinalPadding', 'oversubscribeNode', 'partition', 'persistentVolumeClaimRetentionPolicy',
    'pinToNode', 'pruneSlurmNodeRecords', 'replicas', 'revisionHistoryLimit', 'scalingMode', 'slurmd', 'ssh', 'template', 'updateStrategy',
    'volumeClaimTemplates', 'workloadDisruptionProtection',
  ],
  RestApi: ['controllerRef', 'replicas', 'service', 'slurmrestd', 'template'],
  Token: ['jwtHs256KeyRef', 'jwtKeyRef', 'lifetime', 'refresh', 'secretRef', 'username'],
};

const KEY_REF = ['key', 'name', 'optional'];

/** Fields of the objects within a spec that have a schema of their own, whatever the kind; by their path under `spec`. */
export const NESTED_FIELDS: { readonly [path: string]: readonly string[] } = {
  'accountingRef': ['name'],
  'controllerRef': ['name'],
  'externalConfig': ['host', 'port'],
  'jwksKeyRef': KEY_REF,
  'jwtHs256KeyRef': KEY_REF,
  'jwtKeyRef': KEY_REF,
  'metrics': ['enabled', 'serviceMonitor'],
  'metrics.serviceMonitor': ['annotations', 'enabled', 'endpoints', 'interval', 'labels', 'scrapeTimeout'],
  'partition': ['config', 'enabled'],
  'persistence': [
    'accessModes', 'dataSource', 'dataSourceRef', 'enabled', 'existingClaim', 'resources', 'selector', 'storageClassName', 'volumeAttributesClassName',
    'volumeMode', 'volumeName',
  ],
  'persistentVolumeClaimRetentionPolicy': ['whenDeleted', 'whenScaled'],
  'secretRef': KEY_REF,
  'service': ['metadata', 'nodePort', 'port', 'spec'],
  'service.metadata': ['annotations', 'labels'],
  'slurmKeyRef': KEY_REF,
  'ssh': ['enabled', 'extraSshdConfig', 'sssdConfRef'],
  'ssh.sssdConfRef': KEY_REF,
  'sssdConfRef': KEY_REF,
  'storageConfig': ['database', 'host', 'passwordKeyRef', 'port', 'username'],
  'storageConfig.passwordKeyRef': KEY_REF,
  'strategy': ['rollingUpdate', 'type'],
  'strategy.rollingUpdate': ['maxSurge', 'maxUnavailable'],
  'template': ['metadata', 'spec'],
  'template.metadata': ['annotations', 'labels'],
  'updateStrategy': ['rollingUpdate', 'scheduledUpdate', 'type'],
  'updateStrategy.rollingUpdate': ['maxUnavailable'],
  'updateStrategy.scheduledUpdate': ['duration', 'flags', 'startTime'],
};

/** Fields of earlier operators, and what became of them. */
export const REMOVED_FIELDS: { readonly [kindAndField: string]: string } = {
  'NodeSet.taintKubeNodes': 'remove it; operator 1.2 no longer taints nodes',
};
