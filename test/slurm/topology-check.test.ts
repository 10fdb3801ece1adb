import { findingText, LintFinding } from '../../src/slurm/finding';
import { Hostlist } from '../../src/slurm/hostlist';
import { BlockTopology, clusterDefaultOf, Topology, TopologyKind, topologyOfPartition, TorusRecord } from '../../src/slurm/topology';
import { blockSizesInForce } from '../../src/slurm/topology-block';
import { checkTopologies } from '../../src/slurm/topology-check';
import { TopologyForm } from '../../src/slurm/topology-findings';

const tree = (...switches: { name: string; children?: string; nodes?: string }[]): Topology => ({ name: 't', kind: TopologyKind.TREE, switches });
const block = (blockSizes: number[] | undefined, ...nodes: (string | undefined)[]): BlockTopology => ({
  name: 'b',
  kind: TopologyKind.BLOCK,
  ...(blockSizes && { blockSizes }),
  blocks: nodes.map((each, i) => ({ name: `b${i + 1}`, ...(each === undefined ? {} : { nodes: each }) })),
});
const torus = (fields: Partial<TorusRecord>): Topology => ({
  name: 't3',
  kind: TopologyKind.TORUS3D,
  toruses: [{ name: 'a', dims: { x: 2, y: 2, z: 1 }, placements: [{ dims: { x: 1, y: 1, z: 1 } }], ...fields }],
});
const check = (topologies: Topology[], form = TopologyForm.YAML, knownNodes?: string) =>
  checkTopologies(topologies, { form, ...(knownNodes === undefined ? {} : { knownNodes: Hostlist.of(knownNodes) }) });
const brief = (findings: LintFinding[]) => findings.map(each => `${each.ruleId} ${each.severity}`);

describe('checkTopologies', () => {
  test.each<[string, Topology]>([
    ['a tree with one root', tree({ name: 'root', children: 's[1-2]' }, { name: 's1', nodes: 'n[1-4]' }, { name: 's2', nodes: 'n[5-8]' })],
    ['blocks of the first size', block([4, 8, 32], 'n[1-4]', 'n[5-8]')],
    ['blocks that dynamic nodes will join', block([18], undefined, undefined)],
    ['blocks with spare nodes', block([16], 'n[1-18]', 'n[19-36]')],
    ['one block without sizes', block(undefined, 'n[1-4]')],
    ['a ring', { name: 'r', kind: TopologyKind.RING, rings: [{ name: 'r1', nodes: 'n[1-16]' }] }],
    ['a torus', torus({ nodes: 'n[1-4]' })],
    ['a torus of regions', torus({
      regions: [
        { anchor: { x: 0, y: 0, z: 0 }, dims: { x: 2, y: 1, z: 1 }, nodes: 'n[1-2]' },
        { anchor: { x: 0, y: 1, z: 0 }, dims: { x: 2, y: 1, z: 1 }, nodes: 'n[3-4]' },
      ],
    })],
    ['flat', { name: 'f', kind: TopologyKind.FLAT }],
  ])('%s is fine', (_, topology) => {
    expect(check([topology])).toEqual([]);
  });

  test.each<[string, Topology, string[]]>([
    ['no switches', tree(), ['TOPO-017 error']],
    ['a switch twice', tree({ name: 's', nodes: 'n1' }, { name: 's', nodes: 'n2' }), ['TOPO-017 error', 'TOPO-019 warning']],
    ['an unknown child', tree({ name: 's', children: 'x' }), ['TOPO-017 error']],
    ['a switch as its own child', tree({ name: 's', children: 's' }), ['TOPO-017 error']],
    ['a loop', tree({ name: 'r', children: 'a' }, { name: 'a', children: 'b' }, { name: 'b', children: 'a' }), ['TOPO-017 error']],
    ['a loop without root', tree({ name: 'a', children: 'b' }, { name: 'b', children: 'a' }), ['TOPO-017 error']],
    ['two roots', tree({ name: 'a', nodes: 'n1' }, { name: 'b', nodes: 'n2' }), ['TOPO-019 warning']],
    ['a node under two leaves', tree({ name: 'r', children: 'a,b' }, { name: 'a', nodes: 'n[1-2]' }, { name: 'b', nodes: 'n[2-3]' }), ['TOPO-020 warning']],
    ['a broken hostlist', tree({ name: 'a', nodes: 'n[1-' }), ['TOPO-030 error']],
    ['sizes that are no multiples', block([4, 12], 'n[1-4]'), ['TOPO-010 error']],
    ['sizes that fall', block([8, 4], 'n[1-8]'), ['TOPO-010 error']],
    ['a size of zero', block([0], 'n[1-8]'), ['TOPO-010 error']],
    ['no blocks', block([4]), ['TOPO-015 error']],
    ['a block without nodes and sizes', block(undefined, undefined), ['TOPO-015 error']],
    ['a block without nodes and an empty list of sizes', block([], undefined), ['TOPO-015 error']],
    ['a block smaller than the base', block([4], 'n[1-4]', 'n[5-7]'), ['TOPO-011 warning']],
    ['no sizes', block(undefined, 'n[1-4]', 'n[5-8]'), ['TOPO-012 warning']],
    ['a block twice', { ...block([1]), blocks: [{ name: 'b', nodes: 'n1' }, { name: 'b', nodes: 'n2' }] } as Topology, ['TOPO-014 error']],
    ['a node in two blocks', block([2], 'n[1-2]', 'n[2-3]'), ['TOPO-013 warning']],
    ['no rings', { name: 'r', kind: TopologyKind.RING, rings: [] }, ['TOPO-021 error']],
    ['no torus', { name: 't3', kind: TopologyKind.TORUS3D, toruses: [] }, ['TOPO-022 error']],
    ['a ring of 17', { name: 'r', kind: TopologyKind.RING, rings: [{ name: 'r1', nodes: 'n[1-17]' }] }, ['TOPO-021 error']],
    ['a ring twice', { name: 'r', kind: TopologyKind.RING, rings: [{ name: 'r1', nodes: 'n1' }, { name: 'r1', nodes: 'n1' }] }, ['TOPO-021 error', 'TOPO-028 warning']],
    ['a torus with a zero dimension', torus({ dims: { x: 0, y: 1, z: 1 }, nodes: '' }), ['TOPO-022 error']],
    ['a torus with too few nodes', torus({ nodes: 'n[1-3]' }), ['TOPO-022 error']],
    ['a torus with nodes and regions', torus({ nodes: 'n[1-4]', regions: [] }), ['TOPO-022 error']],
    ['a torus without name', torus({ name: '', nodes: 'n[1-4]' }), ['TOPO-022 error']],
    ['a node twice in a torus', torus({ nodes: 'n[1-3],n1' }), ['TOPO-022 error']],
    ['a placement that does not fit', torus({ nodes: 'n[1-4]', placements: [{ dims: { x: 3, y: 1, z: 1 } }] }), ['TOPO-022 error']],
    ['a placement outside', torus({ nodes: 'n[1-4]', placements: [{ dims: { x: 1, y: 1, z: 1 }, anchorSeed: { x: 2, y: 0, z: 0 } }] }), ['TOPO-022 error']],
    ['a torus without placements', torus({ nodes: 'n[1-4]', placements: [] }), ['TOPO-023 warning']],
    ['overlapping regions of wrong sizes', torus({
      regions: [
        { anchor: { x: 0, y: 0, z: 0 }, dims: { x: 2, y: 2, z: 1 }, nodes: 'n[1-4]' },
        { anchor: { x: 1, y: 1, z: 0 }, dims: { x: 2, y: 1, z: 1 }, nodes: 'n5' },
      ],
    }), ['TOPO-022 error', 'TOPO-022 error', 'TOPO-022 error']],
  ])('%s is told', (_, topology, expected) => {
    expect(brief(check([topology]))).toEqual(expected);
  });

  test('a tree of 20 levels is fine, one of 21 is not', () => {
    const chain = (levels: number) => tree(...Array.from({ length: levels }, (_, i) =>
      i === levels - 1 ? { name: `s${i}`, nodes: 'n1' } : { name: `s${i}`, children: `s${i + 1}` }));
    expect(brief(check([chain(20)]))).toEqual([]);
    expect(brief(check([chain(21)]))).toEqual(['TOPO-017 error']);
  });

  test.each([
    [TopologyForm.CONF, 'TOPO-018 error'],
    [TopologyForm.YAML, 'TOPO-018 warning'],
  ])('nodes and children of one switch in %s: %s', (form, expected) => {
    const topology = tree({ name: 'a', children: 'b', nodes: 'n1' }, { name: 'b', nodes: 'n2' });
    expect(brief(check([topology], form))).toContain(expected);
  });

  test.each([
    [TopologyForm.CONF, 'TOPO-029 error'],
    [TopologyForm.YAML, 'TOPO-029 warning'],
  ])('a switch name of 65 characters in %s: %s', (form, expected) => {
    expect(brief(check([tree({ name: 's'.repeat(65), nodes: 'n1' })], form))).toEqual([expected]);
  });

  test('names and defaults of several topologies are told where slurmctld takes the first', () => {
    const flat = (name: string, isClusterDefault?: boolean): Topology =>
      ({ name, kind: TopologyKind.FLAT, ...(isClusterDefault === undefined ? {} : { isClusterDefault }) });
    expect(brief(check([flat('a', true), flat('a'), flat('')]))).toEqual(['TOPO-009 warning', 'TOPO-009 warning']);
    expect(check([flat('a', true), flat('b', true)])[0].message).toBe('\'b\' is a cluster default behind \'a\', which wins');
    expect(check([flat('a'), flat('b', false)])[0].message).toBe('no topology is the cluster default, so \'a\' is, as the first');
    expect(clusterDefaultOf([flat('a'), flat('b', true), flat('c', true)])?.name).toBe('b');
    expect(topologyOfPartition([flat('a'), flat('b', true)])?.name).toBe('b');
    expect(topologyOfPartition([flat('a'), flat('b', true)], 'a')?.name).toBe('a');
    expect(topologyOfPartition([flat('a')], 'x')).toBeUndefined();
  });

  test('nodes of slurm.conf and of the topology are held against each other', () => {
    expect(check([block([2], 'n[1-4]')], TopologyForm.YAML, 'n[3-6]').map(findingText)).toEqual([
      'TOPO-031: topology \'b\' names \'n[1-2]\', which slurm.conf does not define; define these nodes or drop them here; dynamic nodes join with Topology= of their own',
      'TOPO-016: \'n[5-6]\' is in no block of topology \'b\', so multi-node jobs do not use it; add it to a block',
    ]);
  });

  test('a finding says what slurmctld does and what to write', () => {
    expect(findingText(check([block([4, 6], 'n[1-4]')])[0])).toBe(
      'TOPO-010: block sizes [4, 6] are fatal in slurmctld: 6 is not 4 times a power of two; use sizes such as [4, 8, 32]',
    );
  });

  test.each<[number[] | undefined, number, number[]]>([
    [[4, 8], 3, [4, 8]],
    [undefined, 1, [4]],
    [undefined, 3, [4, 8, 16]],
    [undefined, 40, [4, 8, 16, 32, 64]],
  ])('sizes %j over %d blocks are in force as %j', (sizes, blocks, inForce) => {
    expect(blockSizesInForce(block(sizes, ...Array.from({ length: blocks }, () => 'n[1-4]')))).toEqual(inForce);
  });
});
