import type { ClusterModel } from '../../src/model/cluster-model';
import type { DeclaredCluster } from '../../src/model/declared-cluster';
import { modelFromObjects } from '../../src/model/from-objects';

export interface Plain {
  readonly [key: string]: unknown;
}

/** A Slinky object as it stands in a manifest. */
export function slinky(
  kind: string,
  name: string,
  spec: Plain,
  extra: { readonly namespace?: string; readonly metadata?: Plain; readonly status?: Plain } = {},
): Plain {
  return {
    apiVersion: 'slinky.slurm.net/v1beta1',
    kind,
    metadata: { name, namespace: extra.namespace ?? 'slurm', ...extra.metadata },
    spec,
    ...(extra.status === undefined ? {} : { status: extra.status }),
  };
}

const IMAGE = '26.05-ubuntu26.04';

/** A Controller without a fault in it; `spec` overrides field by field. */
export function controller(spec: Plain = {}, name = 'slurm', namespace = 'slurm'): Plain {
  return slinky('Controller', name, {
    slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' },
    jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' },
    inplaceReconfigure: true,
    slurmctld: { image: `ghcr.io/slinkyproject/slurmctld:${IMAGE}` },
    reconfigure: { image: `ghcr.io/slinkyproject/slurmctld:${IMAGE}` },
    logfile: { image: 'docker.io/library/alpine:3.23.3' },
    persistence: { enabled: true, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '4Gi' } } },
    extraConf: HEALTHY_CONF,
    ...spec,
  }, { namespace });
}

/** The keys that keep a controller free of findings. */
export const HEALTHY_CONF = [
  'DefMemPerCPU=4000',
  'GresTypes=gpu',
  'JobAcctGatherType=jobacct_gather/cgroup',
  'PrologFlags=Contain',
  'ProctrackType=proctrack/cgroup',
  'ReturnToService=2',
  'SelectTypeParameters=CR_Core_Memory',
  'TaskPlugin=task/affinity,task/cgroup',
].join('\n');

/** A NodeSet with the default partition and no fault in it. */
export function nodeSet(spec: Plain = {}, name = 'slurm-worker-cpu', namespace = 'slurm'): Plain {
  return slinky('NodeSet', name, {
    controllerRef: { name: 'slurm' },
    replicas: 2,
    slurmd: { image: `ghcr.io/slinkyproject/slurmd:${IMAGE}` },
    logfile: { image: 'docker.io/library/alpine:3.23.3' },
    partition: { enabled: true, config: 'Default=YES MaxTime=UNLIMITED' },
    template: { spec: { hostname: `${name.replace('slurm-worker-', '')}-` } },
    ...spec,
  }, { namespace });
}

/** A NodeSet of eight H100 without a fault in it, provided that `gpuFiles()` is referenced. */
export function gpuNodeSet(spec: Plain = {}, name = 'slurm-worker-gpu'): Plain {
  return nodeSet({
    extraConf: 'Gres=gpu:h100:8',
    slurmd: gpuSlurmd(),
    template: { spec: { hostname: `${name.replace('slurm-worker-', '')}-`, volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Gi' } }] } },
    ...spec,
  }, name);
}

export function gpuSlurmd(extra: Plain = {}, limits: Plain = { 'nvidia.com/gpu': 8 }): Plain {
  return {
    image: `ghcr.io/slinkyproject/slurmd:${IMAGE}`,
    resources: { limits },
    volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
    ...extra,
  };
}

export function restApi(spec: Plain = {}, name = 'slurm', namespace = 'slurm'): Plain {
  return slinky('RestApi', name, { controllerRef: { name: 'slurm' }, slurmrestd: { image: `ghcr.io/slinkyproject/slurmrestd:${IMAGE}` }, ...spec }, { namespace });
}

export function loginSet(spec: Plain = {}, name = 'slurm-login-main', namespace = 'slurm'): Plain {
  return slinky('LoginSet', name, {
    controllerRef: { name: 'slurm' },
    sssdConfRef: { name: 'slurm-sssd-conf', key: 'sssd.conf' },
    login: { image: `ghcr.io/slinkyproject/login:${IMAGE}` },
    initconf: { image: 'docker.io/library/alpine:3.23.3' },
    ...spec,
  }, { namespace });
}

export function accounting(spec: Plain = {}, name = 'slurm', namespace = 'slurm'): Plain {
  return slinky('Accounting', name, {
    slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' },
    jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' },
    slurmdbd: { image: `ghcr.io/slinkyproject/slurmdbd:${IMAGE}` },
    storageConfig: { host: 'mysql.example.com', username: 'slurm', passwordKeyRef: { name: 'slurm-db', key: 'password' } },
    ...spec,
  }, { namespace });
}

export function core(kind: string, name: string, rest: Plain = {}, namespace = 'slurm'): Plain {
  return { apiVersion: 'v1', kind, metadata: { name, ...(kind === 'Namespace' ? {} : { namespace }) }, ...rest };
}

/** ConfigMap `slurm-config-extra` with the two files a GPU cluster needs. */
function gpuFiles(data: Plain = {}): Plain {
  return core('ConfigMap', 'slurm-config-extra', {
    data: {
      'gres.conf': 'AutoDetect=nvidia\n',
      'cgroup.conf': 'CgroupPlugin=cgroup/v2\nIgnoreSystemd=yes\nConstrainCores=yes\nConstrainDevices=yes\nConstrainRAMSpace=yes\n',
      ...data,
    },
  });
}

/** A whole GPU cluster without a finding. */
export function gpuCluster(changes: { readonly controller?: Plain; readonly nodeSet?: Plain; readonly files?: Plain } = {}): Plain[] {
  return [
    gpuFiles(changes.files),
    controller({ configFileRefs: [{ name: 'slurm-config-extra' }], ...changes.controller }),
    restApi(),
    gpuNodeSet(changes.nodeSet),
  ];
}

/** A whole CPU cluster without a finding. */
export function cpuCluster(changes: { readonly controller?: Plain; readonly nodeSet?: Plain } = {}): Plain[] {
  return [controller(changes.controller), restApi(), nodeSet(changes.nodeSet)];
}

/** A KEDA ScaledObject on a NodeSet; `spec` overrides field by field. */
export function scaledObject(nodeSetName: string, spec: Plain = {}): Plain {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: nodeSetName, namespace: 'slurm' },
    spec: { scaleTargetRef: { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', name: nodeSetName }, maxReplicaCount: 8, ...spec },
  };
}

/** A ConfigMap with the accounting policy of a cluster. */
export function policyMap(text: string, controllerName = 'slurm'): Plain {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'policy', namespace: 'slurm', labels: { 'slurm-constructs/accounting-policy': controllerName } },
    data: { 'policy.cfg': text },
  };
}

export function model(...objects: Plain[]): ClusterModel {
  return modelFromObjects(objects.map(object => ({ object })));
}

export function cluster(...objects: Plain[]): DeclaredCluster {
  return model(...objects).clusters[0];
}
