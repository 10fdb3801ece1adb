import { customKinds, describeWithCrds } from './shared-crds';
import { validateManifests } from './validate-manifests';

function nodeSet(spec: object): object {
  return { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', metadata: { name: 'slurm-worker-h100' }, spec: { controllerRef: { name: 'slurm' }, ...spec } };
}

function controller(spec: object): object {
  return { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'Controller', metadata: { name: 'slurm' }, spec };
}

function core(apiVersion: string, kind: string, fields: object): object {
  return { apiVersion, kind, metadata: { name: 'slurm' }, ...fields };
}

const keys = { slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' }, jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' } };

describeWithCrds('manifest checks', () => {
  test.each<[string, object]>([
    ['Controller', controller(keys)],
    ['NodeSet with pod, container and claims', nodeSet({
      replicas: 2,
      slurmd: { image: 'slurmd:26.05', resources: { limits: { 'cpu': 8, 'memory': '64Gi', 'nvidia.com/gpu': '8' } } },
      template: { spec: { nodeSelector: { pool: 'gpu' }, resourceClaims: [{ name: 'imex', resourceClaimTemplateName: 'imex' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'scratch' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } } }],
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    })],
    ['ConfigMap', core('v1', 'ConfigMap', { data: { 'gres.conf': 'AutoDetect=nvidia' } })],
    ['Deployment', core('apps/v1', 'Deployment', {
      spec: { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'x', image: 'x' }] } } },
    })],
    ['RoleBinding', core('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' } })],
    ['ResourceClaimTemplate', core('resource.k8s.io/v1', 'ResourceClaimTemplate', {
      spec: { spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com' } }] } } },
    })],
    ['ScaledObject', core('keda.sh/v1alpha1', 'ScaledObject', {
      spec: { minReplicaCount: 0, maxReplicaCount: 4, scaleTargetRef: { name: 'x' }, triggers: [{ type: 'prometheus', metadata: { query: 'x' } }] },
    })],
  ])('a good %s has no findings', (_, object) => {
    expect(validateManifests([object])).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a misspelt field of a CRD', nodeSet({ replica: 2 }), 'NodeSet/slurm-worker-h100 /spec: unknown field "replica"'],
    ['a misspelt field deep in a CRD', controller({ ...keys, metrics: { serviceMonitor: { intervall: '30s' } } }), 'Controller/slurm /spec/metrics/serviceMonitor: unknown field "intervall"'],
    ['a missing field', core('slinky.slurm.net/v1beta1', 'RestApi', { spec: {} }), 'RestApi/slurm /spec: field "controllerRef" is missing'],
    ['a value out of an enum', nodeSet({ scalingMode: 'Deployment' }), 'NodeSet/slurm-worker-h100 /spec/scalingMode: must be one of DaemonSet, StatefulSet'],
    ['a string for an integer', nodeSet({ replicas: '2' }), 'NodeSet/slurm-worker-h100 /spec/replicas: must be integer'],
    ['a fraction for an integer', nodeSet({ ordinalPadding: 1.5 }), 'NodeSet/slurm-worker-h100 /spec/ordinalPadding: must be integer'],
    ['a number too big for int32', nodeSet({ replicas: 2 ** 31 }), 'NodeSet/slurm-worker-h100 /spec/replicas: must match format "int32"'],
    ['a boolean for a number or string', nodeSet({ updateStrategy: { rollingUpdate: { maxUnavailable: true } } }), 'NodeSet/slurm-worker-h100 /spec/updateStrategy/rollingUpdate/maxUnavailable: must be integer,string'],
    ['a bad pattern', nodeSet({ partition: { enabled: true, config: 'a\nb' } }), 'NodeSet/slurm-worker-h100 /spec/partition/config: must match ^[^\\n]+$'],
    ['a bad date', nodeSet({ updateStrategy: { scheduledUpdate: { startTime: 'tomorrow' } } }), 'NodeSet/slurm-worker-h100 /spec/updateStrategy/scheduledUpdate/startTime: must match format "date-time"'],
    ['a CEL rule on a default', controller({ jwtKeyRef: keys.jwtKeyRef }), 'Controller/slurm /spec: slurmKeyRef must be set when external is false'],
    ['a CEL rule of a nested field', nodeSet({ updateStrategy: { type: 'ScheduledUpdate', scheduledUpdate: {} } }), 'NodeSet/slurm-worker-h100 /spec/updateStrategy: scheduledUpdate.startTime and scheduledUpdate.duration are required when type is ScheduledUpdate'],
    ['a CEL rule about integers', core('keda.sh/v1alpha1', 'ScaledObject', { spec: { minReplicaCount: 5, maxReplicaCount: 4, scaleTargetRef: { name: 'x' }, triggers: [{ type: 'cron', metadata: {} }] } }), 'ScaledObject/slurm /spec: minReplicaCount must be less than or equal to maxReplicaCount'],
    ['an unknown field of a container', nodeSet({ slurmd: { imagePullpolicy: 'Always' } }), 'NodeSet/slurm-worker-h100 /spec/slurmd: unknown field "imagePullpolicy"'],
    ['an unknown field deep in a container', nodeSet({ slurmd: { env: [{ name: 'A', valu: 'b' }] } }), 'NodeSet/slurm-worker-h100 /spec/slurmd/env/0: unknown field "valu"'],
    ['an unknown field of a pod', nodeSet({ template: { spec: { hostIpc: true } } }), 'NodeSet/slurm-worker-h100 /spec/template/spec: unknown field "hostIpc"'],
    ['a nameless container of a pod', nodeSet({ template: { spec: { containers: [{ image: 'x' }] } } }), 'NodeSet/slurm-worker-h100 /spec/template/spec/containers/0: field "name" is missing'],
    ['a wrong type in a Service', controller({ ...keys, service: { spec: { ports: [{ port: '22' }] } } }), 'Controller/slurm /spec/service/spec/ports/0/port: must be integer'],
    ['an unknown field of a claim', nodeSet({ volumeClaimTemplates: [{ spec: { storageClass: 'x' } }] }), 'NodeSet/slurm-worker-h100 /spec/volumeClaimTemplates/0/spec: unknown field "storageClass"'],
    ['an unknown field of a core kind', core('v1', 'ConfigMap', { dat: {} }), 'ConfigMap/slurm /: unknown field "dat"'],
    ['a wrong type in a core kind', core('v1', 'ConfigMap', { data: { replicas: 2 } }), 'ConfigMap/slurm /data/replicas: must be string'],
    ['what is not base64 in a Secret', core('v1', 'Secret', { data: { key: 'not base64' } }), 'Secret/slurm /data/key: must match format "byte"'],
    ['an unknown field of metadata', { ...core('slinky.slurm.net/v1beta1', 'Token', { spec: { username: 'x', ...keys, slurmKeyRef: undefined } }), metadata: { name: 'x', label: {} } }, 'Token/x /metadata: unknown field "label"'],
    ['a bad name', { ...core('v1', 'ConfigMap', {}), metadata: { name: 'Slurm_Config' } }, 'ConfigMap/Slurm_Config /metadata/name: must be a DNS subdomain of at most 253 characters'],
    ['a bad label', { ...core('v1', 'ConfigMap', {}), metadata: { name: 'x', labels: { a: 'b c' } } }, 'ConfigMap/x /metadata/labels/a: must be a label value of at most 63 characters'],
    ['an unknown kind', core('slinky.slurm.net/v1beta1', 'Cluster', {}), 'Cluster/slurm /: neither Kubernetes nor a CRD in ../shared/crds knows Cluster of slinky.slurm.net/v1beta1'],
  ])('%s is found', (_, object, finding) => {
    expect(validateManifests([object])).toEqual([finding]);
  });

  test.each(customKinds())('%s %s has a schema that can be checked', (apiVersion, kind) => {
    const findings = validateManifests([{ apiVersion, kind, metadata: { name: 'x' }, nonsense: true }]);
    expect(findings).toContain(`${kind}/x /: unknown field "nonsense"`);
    expect(findings.filter(finding => finding.includes('cannot be evaluated'))).toEqual([]);
  });

  test('an object that is there twice is found', () => {
    const map = core('v1', 'ConfigMap', {});
    expect(validateManifests([map, map])).toEqual(['ConfigMap/slurm /: is there twice']);
  });

  test('objects of the same name in two namespaces are two objects', () => {
    const map = (namespace: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'slurm', namespace } });
    expect(validateManifests([map('a'), map('b')])).toEqual([]);
  });

  test('checked objects stay as they were', () => {
    const object = nodeSet({});
    const before = JSON.stringify(object);
    validateManifests([object]);
    expect(JSON.stringify(object)).toBe(before);
  });
});
