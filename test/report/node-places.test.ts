import * as fc from 'fast-check';
import { gpuNodes, treeOf, withTopology } from './pages';
import { NodePlaces, nodePlaces, nodesBelow, Place } from '../../src/report/node-places';
import { reportedSets } from '../../src/report/reported-set';
import { cluster, controller, nodeSet, Plain, scaledObject } from '../model/slinky-objects';

function places(...objects: Plain[]): NodePlaces {
  const declared = cluster(...objects);
  return nodePlaces(declared, reportedSets(declared));
}

const shape = ({ name, kind, nodes, places: below }: Place): unknown => [kind === '' ? name : `${kind} ${name}`, nodes.length, ...below.map(shape)];

const BLOCKS = `
- topology: flat
  flat: true
- topology: racks
  block:
    block_sizes: [2]
    blocks:
      - {block: r1, nodes: 'cpu-[0-1]'}
      - {block: r2, nodes: 'cpu-[2-3],ghost-[1-2]'}
      - {block: r3}
`;

test('nodes stand in the blocks that list them, the others behind, and what is missing is named', () => {
  const found = places(...withTopology(BLOCKS), nodeSet({ replicas: 5 }));
  expect(found.places.map(shape)).toEqual([['block r1', 2], ['block r2', 2], ['cpu', 1]]);
  expect(found).toMatchObject({ empty: ['r3'], strangers: ['ghost-1', 'ghost-2'], count: 5 });
});

test('a flat topology that partitions use by default does not hide one with a structure', () => {
  expect(places(...withTopology(BLOCKS.replace('flat: true', 'flat: true\n  cluster_default: true')), nodeSet()).topology?.name).toBe('racks');
});

test('switches stand below one another', () => {
  const found = places(...withTopology(treeOf({ a: 40, b: 3 })), gpuNodes('a', 40), gpuNodes('b', 3));
  expect(found.places.map(shape)).toEqual([['switch core', 0,
    ['switch a-spine0', 0, ['switch a-leaf0', 32], ['switch a-leaf1', 8]],
    ['switch b-spine0', 0, ['switch b-leaf0', 3]]]]);
});

test('switches in a circle, which slurmctld refuses, still come to an end', () => {
  const found = places(...withTopology('- topology: t\n  tree:\n    switches:\n      - {switch: a, children: b}\n      - {switch: b, children: a}\n'), nodeSet());
  expect(found.places.map(shape)).toEqual([['cpu', 2]]);
});

test('a node that two blocks list is drawn once', () => {
  const found = places(...withTopology('- topology: t\n  block:\n    blocks:\n      - {block: r1, nodes: cpu-0}\n      - {block: r2, nodes: "cpu-[0-1]"}\n'), nodeSet());
  expect(found.places.map(shape)).toEqual([['block r1', 1], ['block r2', 1]]);
  expect(found.strangers).toEqual([]);
});

test('many nodes without a topology stand in groups with their names', () => {
  const found = places(controller(), gpuNodes('a', 130));
  expect(found.places.map(shape)).toEqual([['a-[0000-0063]', 64], ['a-[0064-0127]', 64], ['a-[0128-0129]', 2]]);
});

test('nodes know their partitions, also those that a partition lists by name', () => {
  const found = places(controller({ extraConf: 'PartitionName=some Nodes=cpu-[1-2]\nPartitionName=all Nodes=ALL\nNodeName=bm-1\n' }), nodeSet({ replicas: 3 }));
  expect(found.places.flatMap(nodesBelow).map(({ name, partitions }) => [name, partitions])).toEqual([
    ['cpu-0', [0, 2]], ['cpu-1', [0, 1, 2]], ['cpu-2', [0, 1, 2]], ['bm-1', [2]],
  ]);
});

test('nodes beyond the fewest of an autoscaler come and go', () => {
  const found = places(controller(), nodeSet(), scaledObject('slurm-worker-cpu', { minReplicaCount: 1, maxReplicaCount: 3 }));
  expect(found.places.flatMap(nodesBelow).map(({ comesAndGoes }) => comesAndGoes)).toEqual([false, true, true]);
});

test('two sets that claim the same names are both drawn', () => {
  const found = places(controller(), nodeSet(), nodeSet({ template: { spec: { hostname: 'cpu-' } } }, 'slurm-worker-other'));
  expect(found.places.flatMap(nodesBelow)).toHaveLength(4);
});

test('more nodes than can be drawn are counted only', () => {
  expect(places(controller(), nodeSet({ replicas: 2_000_000_000 }))).toMatchObject({ places: [], count: 2_000_000_000 });
});

test('every declared node has one place, whatever the topology says', () => {
  const hosts = fc.array(fc.nat(12), { maxLength: 6 }).map(numbers => numbers.map(number => `cpu-${number}`).join(','));
  fc.assert(fc.property(fc.nat(10), fc.array(hosts, { maxLength: 5 }), fc.boolean(), (replicas, lists, isTree) => {
    const records = lists.map((nodes, index) => `      - {${isTree ? 'switch' : 'block'}: u${index}, nodes: "${nodes}"}`).join('\n');
    const topology = `- topology: t\n  ${isTree ? 'tree' : 'block'}:\n    ${isTree ? 'switches' : 'blocks'}:\n${records}\n`;
    const names = places(...withTopology(topology), nodeSet({ replicas })).places.flatMap(nodesBelow).map(({ name }) => name);
    expect([...names].sort()).toEqual(Array.from({ length: replicas }, (_, index) => `cpu-${index}`).sort());
  }), { seed: 11, numRuns: 200 });
});
