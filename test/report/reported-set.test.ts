import { gpusPerNode, onAllNodes, reportedSets } from '../../src/report/reported-set';
import { cluster, controller, nodeSet, Plain, scaledObject } from '../model/slinky-objects';

const sets = (...objects: Plain[]) => reportedSets(cluster(controller(), ...objects));

test('a set has the CPUs and the memory that limit its pod', () => {
  const [set] = sets(nodeSet({ slurmd: { resources: { limits: { cpu: '184', memory: '1900Gi' } } } }));
  expect(set).toMatchObject({ name: 'cpu', key: 'A', cpus: 184, memoryMiB: 1900 * 1024, nodes: { least: 2, most: 2, isOpen: false }, folded: 'cpu-[0-1]' });
  expect(onAllNodes(set, set.cpus)).toEqual({ least: 368, most: 368, isOpen: false });
});

test('a share of the memory that is not for jobs is not told as memory of the node', () => {
  const [set] = sets(nodeSet({ slurmd: { resources: { limits: { memory: '100Gi' } }, env: [{ name: 'POD_MEMORY', value: '98304' }] } }));
  expect(set.memoryMiB).toBe(98304);
});

test.each([
  ['CPUs=64 RealMemory=1000', { cpus: 64, memoryMiB: 1000 }],
  ['Sockets=2 CoresPerSocket=32 ThreadsPerCore=2', { cpus: 128 }],
  ['Boards=2 SocketsPerBoard=2 CoresPerSocket=8', { cpus: 32 }],
  ['CPUs=many', { cpus: 8 }],
])('what extraConf says (%s) counts before the limits', (extraConf, expected) => {
  expect(sets(nodeSet({ extraConf, slurmd: { resources: { limits: { cpu: '8', memory: '16Gi' } } } }))[0]).toMatchObject(expected);
});

test('without limits, CPUs are unknown rather than none', () => {
  const [set] = sets(nodeSet());
  expect(set.cpus).toBeUndefined();
  expect(onAllNodes(set, set.cpus)).toEqual({ least: 0, most: 0, isOpen: true });
});

test('an autoscaler makes the number of nodes a range', () => {
  const [set] = sets(nodeSet(), scaledObject('slurm-worker-cpu', { minReplicaCount: 2, maxReplicaCount: 8 }));
  expect(set).toMatchObject({ nodes: { least: 2, most: 8, isOpen: false }, folded: 'cpu-[0-7]', scaling: 'ScaledObject slurm-worker-cpu' });
});

test('a set with a node for each Kubernetes node is open', () => {
  const [set] = sets(nodeSet({ scalingMode: 'DaemonSet' }));
  expect(set).toMatchObject({ nodes: { least: 0, most: 0, isOpen: true }, scaling: 'one for each matching Kubernetes node' });
});

test('NodeName lines of slurm.conf are sets, too, with what NodeName=DEFAULT says', () => {
  const [, set] = reportedSets(cluster(
    controller({ extraConf: 'NodeName=DEFAULT CPUs=32 RealMemory=2000\nNodeName=bm-[1-4] Gres=gpu:a100:2,gpu:l4:1 State=CLOUD' }),
    nodeSet(),
  ));
  expect(set).toMatchObject({ name: 'bm-[1-4]', key: 'B', index: 1, nodes: { least: 4, most: 4 }, cpus: 32, memoryMiB: 2000 });
  expect(gpusPerNode(set)).toBe(3);
  expect(set.nameAt(3)).toBe('bm-4');
});

test('letters go on behind Z', () => {
  const keys = sets(...Array.from({ length: 28 }, (_, index) => nodeSet({}, `slurm-worker-n${String(index).padStart(2, '0')}`))).map(({ key }) => key);
  expect([keys[0], keys[25], keys[26], keys[27]]).toEqual(['A', 'Z', 'AA', 'AB']);
});
