import * as fc from 'fast-check';
import { accounting, cluster, controller, core, gpuCluster, gpuNodeSet, loginSet, model, nodeSet, Plain, restApi, slinky } from './slinky-objects';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint } from '../../src/model/lint';
import { measured, MOMENT_MS } from '../processor-time';

describe('objects', () => {
  test.each([
    ['a List', { apiVersion: 'v1', kind: 'List', items: [controller(), nodeSet()] }],
    ['a typed list whose items name no kind', { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'ControllerList', items: [{ metadata: { name: 'slurm' }, spec: {} }] }],
    ['a List within a List', { kind: 'List', items: [{ kind: 'List', items: [controller()] }] }],
  ])('are read out of %s', (_, object) => {
    expect(modelFromObjects([{ object }]).clusters.map(({ controller: { ref } }) => ref.name)).toEqual(['slurm']);
  });

  test('keep construct path, file and line', () => {
    const [found] = modelFromObjects([{ object: controller(), origin: 'training/slurm', file: 'a.yaml', line: 3 }]).facts.controllers;
    expect(found.ref).toEqual({ kind: 'Controller', namespace: 'slurm', name: 'slurm', construct: 'training/slurm', file: 'a.yaml', line: 3 });
  });

  test('without a namespace stand in the given one', () => {
    const objects = [{ apiVersion: 'slinky.slurm.net/v1beta1', kind: 'Controller', metadata: { name: 'c' }, spec: {} }, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } }];
    const found = modelFromObjects(objects.map(object => ({ object })), { namespace: 'hpc' });
    expect(found.clusters[0].controller.clusterName).toBe('hpc_c');
    expect(found.configMap('hpc', 'm')).toBeDefined();
    expect(modelFromObjects([{ object: objects[0] }]).clusters[0].controller.ref.namespace).toBe('default');
  });

  test('of other groups are known by address only', () => {
    const found = model({ apiVersion: 'example.com/v1', kind: 'NodeSet', metadata: { name: 'x' } }, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } });
    expect(found.facts.others.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['NodeSet x', 'Deployment d']);
    expect(found.facts.nodeSets).toEqual([]);
  });

  test('of kind Secret give their keys, never their values', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"a":"hunter2"}}' };
    const found = model(core('Secret', 's', { metadata: { name: 's', namespace: 'slurm', annotations }, data: { b: 'c2VjcmV0' }, stringData: { a: 'hunter2' } }));
    expect(found.secret('slurm', 's')?.keys).toEqual(['a', 'b']);
    expect(JSON.stringify(found.facts)).not.toMatch(/c2VjcmV0|hunter2/);
  });

  test('of a live cluster carry what status adds', () => {
    const live = slinky('NodeSet', 'w', { controllerRef: { name: 'slurm' }, scalingMode: 'DaemonSet' }, { status: { desired: 7 } });
    expect(model(live).facts.nodeSets[0].replicas).toBe(7);
  });

  test.each([
    [[null, undefined, 5, 'text', [], true].map(object => ({ object }))],
    [[{ object: {} }, { object: { kind: 'List', items: 'x' } }, { object: { kind: 'NodeSet' } }]],
  ])('that are none are passed over', inputs => {
    expect(modelFromObjects(inputs).clusters).toEqual([]);
  });

  test('parts find each other within their namespace', () => {
    const found = cluster(
      controller({ accountingRef: { name: 'db' } }, 'c'),
      accounting({}, 'db'),
      nodeSet({ controllerRef: { name: 'c' } }, 'n2'),
      nodeSet({ controllerRef: { name: 'c' } }, 'n1'),
      loginSet({ controllerRef: { name: 'c' } }, 'l'),
      restApi({ controllerRef: { name: 'c' } }, 'r'),
    );
    expect([found.accounting, ...found.nodeSets, ...found.loginSets, ...found.restApis].map(part => part?.ref.name)).toEqual(['db', 'n1', 'n2', 'l', 'r']);
  });

  test('however broken, give a model and findings, never an error', () => {
    const whole = [...gpuCluster({ controller: { accountingRef: { name: 'slurm' } } }), accounting(), loginSet()];
    const paths = whole.flatMap((object, at) => pathsOf(object).map(path => [at, ...path]));
    fc.assert(fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, junk) => {
      const broken = replaced(whole, path, junk) as Plain[];
      expect(() => lint(model(...broken))).not.toThrow();
    }), { seed: 7, numRuns: 500 });
  });
});

describe('node names', () => {
  test.each([
    ['of a hostname', { template: { spec: { hostname: 'gpu-' } }, replicas: 3 }, ['gpu-0', 'gpu-1', 'gpu-2'], 'gpu-[0-2]'],
    ['of a hostname without a dash', { template: { spec: { hostname: 'gpu' } }, replicas: 1 }, ['gpu0'], 'gpu0'],
    ['of the name', { template: {}, replicas: 2 }, ['n-0', 'n-1'], 'n-[0-1]'],
    ['with padding', { template: {}, replicas: 2, ordinalPadding: 3 }, ['n-000', 'n-001'], 'n-[000-001]'],
    ['of no replicas', { template: {}, replicas: 0 }, [], ''],
    ['in DaemonSet mode', { scalingMode: 'DaemonSet' }, [], '(names of the Kubernetes nodes)'],
    ['with host network', { template: { spec: { hostname: 'gpu-', hostNetwork: true } }, replicas: 2 }, [], '(names of the Kubernetes nodes)'],
  ])('%s', (_, spec, names, folded) => {
    const { nodeNames } = model(nodeSet(spec, 'n')).facts.nodeSets[0];
    expect([...nodeNames]).toEqual(names);
    expect(nodeNames.folded).toBe(folded);
  });

  test.each([
    ['gpu-', 'gpu'], ['-gpu--', 'gpu'], ['gpu', 'gpu'], ['gpu- x', 'gpu'], ['', 'n'],
  ])('hostname %j makes the set %j in Slurm', (hostname, slurmName) => {
    expect(model(nodeSet({ template: { spec: { hostname } } }, 'n')).facts.nodeSets[0].slurmName).toBe(slurmName);
  });
});

describe('GPUs of a NodeSet', () => {
  test.each([
    ['Gres=gpu:h100:8', {}, 8, 0],
    ['Gres=gpu:8', { 'nvidia.com/gpu': '8' }, 8, 8],
    ['Gres=gpu:a:1,gpu:b:2,nic:4', { 'amd.com/gpu': 3 }, 3, 3],
    ['Gres=gpu:1 gres=gpu:2', { 'nvidia.com/mig-1g.10gb': 1, 'nvidia.com/mig-2g.20gb': 2 }, 3, 3],
    ['', { 'nvidia.com/sriov-rdma-vf': 16, 'cpu': 4 }, 0, 0],
  ])('%j with limits %j', (extraConf, limits, gresCount, limitCount) => {
    const { gpus } = model(gpuNodeSet({ extraConf, slurmd: { resources: { limits } } })).facts.nodeSets[0];
    expect([gpus.gresCount, gpus.limitCount]).toEqual([gresCount, limitCount]);
  });
});

describe('a thousand NodeSets', () => {
  test('are read and linted in a moment', async () => {
    const sets = Array.from({ length: 1000 }, (_, index) => gpuNodeSet({ replicas: 10, partition: { enabled: true, config: 'MaxTime=60' } }, `slurm-worker-s${index}x`));
    const [files, control, rest] = gpuCluster();
    const inputs = [files, control, rest, ...sets].map(object => ({ object }));
    const { result: { findings }, processorMs } = await measured(() => lint(modelFromObjects(inputs)));
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['FIT-015', 'OPR-003']);
    expect(processorMs).toBeLessThan(MOMENT_MS);
  });
});

type Path = (string | number)[];

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map(path => [key, ...path])]);
}

function replaced(value: unknown, [head, ...rest]: Path, junk: unknown): unknown {
  const copy: { [key: string]: unknown } | unknown[] = Array.isArray(value) ? [...value] : { ...value as Plain };
  const inner = rest.length === 0 ? junk : replaced((value as { readonly [key: string]: unknown })[head], rest, junk);
  (copy as { [key: string]: unknown })[head] = inner;
  return copy;
}
