import { modelFromObjects } from '../../src/model/from-objects';
import { declaredNodes, DeclaredNodes } from '../../src/sandbox/declared-nodes';

interface Spec {
  readonly extraConf?: string;
  readonly replicas?: number;
  readonly scalingMode?: string;
  readonly slurmd?: object;
  readonly ordinalPadding?: number;
}

function nodesOf(specs: { readonly [name: string]: Spec }, counts: { readonly [name: string]: number } = {}, others: readonly object[] = []): DeclaredNodes {
  const apiVersion = 'slinky.slurm.net/v1beta1';
  const objects = [
    { apiVersion, kind: 'Controller', metadata: { name: 'c', namespace: 'slurm' }, spec: {} },
    ...Object.entries(specs).map(([name, spec]) => ({
      apiVersion,
      kind: 'NodeSet',
      metadata: { name: `c-worker-${name}`, namespace: 'slurm' },
      spec: { controllerRef: { name: 'c' }, template: { spec: { hostname: `${name}-` } }, ...spec },
    })),
    ...others,
  ];
  return declaredNodes(modelFromObjects(objects.map(object => ({ object }))).clusters[0], counts, '/dev/fake');
}

const limits = (cpu: string, memory: string): object => ({ resources: { limits: { cpu, memory } } });

describe('nodes of the sandbox', () => {
  test('have the hardware of their pods and the words the operator gives slurmd', () => {
    const { batches, assumptions } = nodesOf({ gpu: { replicas: 2, extraConf: 'Gres=gpu:h100:8 Weight=5', slurmd: limits('7500m', '100Gi') } });
    expect(batches).toEqual([{ nodeSet: 'gpu', names: ['gpu-0', 'gpu-1'], record: ['Features=gpu', 'Gres=gpu:h100:8', 'Weight=5', 'CPUs=8', 'RealMemory=102400'] }]);
    expect(assumptions).toEqual([]);
  });

  test('have the memory that the daemon leaves to jobs, as the declared ones', () => {
    const slurmd = { ...limits('8', '100Gi'), env: [{ name: 'POD_MEMORY', value: '98304' }] };
    expect(nodesOf({ cpu: { replicas: 1, slurmd } }).batches[0].record).toContain('RealMemory=98304');
  });

  test('are the most that an autoscaler makes, and that is said', () => {
    const scaler = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'scaler', namespace: 'slurm' },
      spec: { scaleTargetRef: { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', name: 'c-worker-cpu' }, maxReplicaCount: 3 },
    };
    const { batches, assumptions } = nodesOf({ cpu: { slurmd: limits('8', '16Gi') } }, {}, [scaler]);
    expect(batches[0].names).toEqual(['cpu-0', 'cpu-1', 'cpu-2']);
    expect(assumptions).toEqual(['node set cpu has 3 nodes, the most that ScaledObject scaler makes of 0 to 3 (--nodes cpu=N)']);
    expect(nodesOf({ cpu: { slurmd: limits('8', '16Gi') } }, { cpu: 1 }, [scaler]).assumptions).toEqual([]);
  });

  test('keep hardware that extraConf states', () => {
    const [{ record }] = nodesOf({ cpu: { replicas: 1, extraConf: 'Sockets=2 CoresPerSocket=32 RealMemory=500000', slurmd: limits('8', '1Gi') } }).batches;
    expect(record).toEqual(['Corespersocket=32', 'Features=cpu', 'Realmemory=500000', 'Sockets=2']);
  });

  test('are given hardware nobody declared, and that is said', () => {
    const { batches: [{ record }], assumptions } = nodesOf({ cpu: { replicas: 1 } });
    expect(record).toEqual(['Features=cpu', 'CPUs=64', 'RealMemory=262144']);
    expect(assumptions).toHaveLength(2);
    expect(assumptions[0]).toBe('nodes of cpu have 64 CPUs: the pods have no CPU limit, so slurmd counts those of the Kubernetes node');
  });

  test('of a set that follows Kubernetes nodes are one unless a number is given', () => {
    expect(nodesOf({ cpu: { scalingMode: 'DaemonSet', slurmd: limits('1', '1Gi') } })).toMatchObject({
      batches: [{ names: ['cpu-0'] }],
      assumptions: [expect.stringContaining('--nodes cpu=N')],
    });
    expect(nodesOf({ cpu: { scalingMode: 'DaemonSet', slurmd: limits('1', '1Gi') } }, { cpu: 3 })).toMatchObject({ batches: [{ names: ['cpu-0', 'cpu-1', 'cpu-2'] }], assumptions: [] });
  });

  test('come in batches of a thousand, with padded names where they are padded', () => {
    const { batches } = nodesOf({ cpu: { replicas: 2500, ordinalPadding: 4 } });
    expect(batches.map(({ names }) => [names[0], names.length])).toEqual([['cpu-0000', 1000], ['cpu-1000', 1000], ['cpu-2000', 500]]);
  });

  test('have a device for every GPU, each type its own', () => {
    const { gresConf, devices } = nodesOf({ a: { replicas: 3, extraConf: 'Gres=gpu:h100:8' }, b: { replicas: 1, extraConf: 'Gres=gpu:a100:2,gpu:l40s:1,shard:16,nic:2' }, none: { replicas: 0, extraConf: 'Gres=gpu:x:4' } });
    expect(gresConf.trimEnd().split('\n')).toEqual([
      'NodeName=a-[0-2] Name=gpu Type=h100 File=/dev/fake/nvidia[0-7]',
      'NodeName=b-0 Name=gpu Type=a100 File=/dev/fake/nvidia[0-1]',
      'NodeName=b-0 Name=gpu Type=l40s File=/dev/fake/nvidia2',
      'NodeName=b-0 Name=shard Count=16',
    ]);
    expect(devices).toBe(8);
  });

  test('of a set with unreadable extraConf are refused, as the operator stops at it', () => {
    expect(() => nodesOf({ cpu: { replicas: 1, extraConf: 'Weight=1  Gres' } })).toThrow(/^node set cpu: '' of spec.extraConf is no Key=Value/);
  });

  test('of a set nobody declared are refused with the names there are', () => {
    expect(() => nodesOf({ cpu: { replicas: 1 }, gpu: { replicas: 1 } }, { gqu: 4 })).toThrow("there is no node set 'gqu'; those of the cluster are cpu, gpu");
  });
});
