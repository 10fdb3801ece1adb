import { Plain, cluster, cpuCluster, scaledObject } from './slinky-objects';

const target = { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', name: 'slurm-worker-cpu' };

function hpa(extra: Plain = {}, metadata: Plain = {}): Plain {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'cpu', namespace: 'slurm', ...metadata },
    spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 16, ...extra },
  };
}

/** Fewest and most nodes, and the name of the last one, of the only node set. */
function nodes(...objects: Plain[]): string {
  const [{ replicas, autoscaler, nodeNames }] = cluster(...objects).nodeSets;
  return `${autoscaler?.min}-${autoscaler?.max} ${replicas} ${nodeNames.longest}`;
}

describe('nodes of a NodeSet', () => {
  test.each<[string, Plain[], string]>([
    ['no autoscaler', cpuCluster(), 'undefined-undefined 2 cpu-1'],
    ['a ScaledObject behind it', [...cpuCluster(), scaledObject('slurm-worker-cpu')], '0-8 8 cpu-7'],
    ['a ScaledObject before it', [scaledObject('slurm-worker-cpu', { minReplicaCount: 3 }), ...cpuCluster()], '3-8 8 cpu-7'],
    ['a ScaledObject that idles at none', [scaledObject('slurm-worker-cpu', { minReplicaCount: 3, idleReplicaCount: 0 }), ...cpuCluster()], '0-8 8 cpu-7'],
    ["a ScaledObject with KEDA's own limits", [scaledObject('slurm-worker-cpu', { maxReplicaCount: undefined }), ...cpuCluster()], '0-100 100 cpu-99'],
    ['a HorizontalPodAutoscaler', [...cpuCluster(), hpa()], '2-16 16 cpu-15'],
    ['the HorizontalPodAutoscaler that KEDA made', [...cpuCluster(), hpa({}, { ownerReferences: [{ kind: 'ScaledObject' }] }), scaledObject('slurm-worker-cpu')], '0-8 8 cpu-7'],
    ['an autoscaler of another kind of object', [...cpuCluster(), hpa({ scaleTargetRef: { ...target, apiVersion: 'apps/v1', kind: 'Deployment' } })], 'undefined-undefined 2 cpu-1'],
    ['an autoscaler of another name', [...cpuCluster(), scaledObject('slurm-worker-gpu')], 'undefined-undefined 2 cpu-1'],
    ['a node for each Kubernetes node', [...cpuCluster({ nodeSet: { scalingMode: 'DaemonSet' } }), scaledObject('slurm-worker-cpu')], 'undefined-undefined undefined '],
  ])('%s', (_, objects, expected) => {
    expect(nodes(...objects)).toBe(expected);
  });
});
