import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { eachRealCase } from './topology-cases';
import { findingText } from '../../src/slurm/finding';
import { Topology, TopologyKind } from '../../src/slurm/topology';
import { checkTopologies } from '../../src/slurm/topology-check';
import { TopologyForm } from '../../src/slurm/topology-findings';
import { renderTopologyYaml } from '../../src/slurm/topology-yaml';
import { parseTopologyYaml } from '../../src/slurm/topology-yaml-parser';
import { measured, MOMENT_MS } from '../processor-time';

const SEED = { seed: 20260505 };
const FILE = 'topology.yaml';
const read = (text: string) => {
  const { topologies, findings } = parseTopologyYaml(text, FILE);
  return [...findings, ...checkTopologies(topologies, { form: TopologyForm.YAML, file: FILE })].map(findingText);
};
const shapes = (topologies: Topology[]) => JSON.parse(JSON.stringify(topologies, (key, value: unknown) => key === 'spans' ? undefined : value)) as Topology[];

const ALL_KINDS = `- topology: fabric
  cluster_default: true
  tree:
    switches:
    - switch: root
      children: leaf[1-2]
    - {switch: leaf1, nodes: 'n[1-2]'}
    - {switch: leaf2, nodes: "n[3-4]"}
- topology: nvl
  block:
    block_sizes: [2, "4"]
    blocks:
    - block: 007
      nodes: n[1-2]
    - block: later
- topology: ringed
  cluster_default: no
  ring: {rings: [{ring: r1, nodes: 'n[1-4]'}]}
- topology: tpu
  torus3d:
    toruses:
    - name: t1
      dims: {x: 2, y: 2, z: 1}
      regions:
      - {anchor: {x: 0, y: 0, z: 0}, dims: {x: 2, y: 1, z: 1}, nodes: 'n[1-2]'}
      - {anchor: {x: 0, y: 1, z: 0}, dims: {x: 2, y: 1, z: 1}, nodes: 'n[3-4]'}
      placements:
      - {dims: {x: 1, y: 1, z: 1}, anchor_spacing: {x: 1, y: 1, z: 1}}
- topology: plain
  flat: true
- topology: ordered
  flat: {alpha_step_rank: true}
`;

describe('topology.yaml', () => {
  test('every kind is read', () => {
    const { topologies, findings } = parseTopologyYaml(ALL_KINDS);
    expect(findings).toEqual([]);
    expect(checkTopologies(topologies, { form: TopologyForm.YAML })).toEqual([]);
    expect(shapes(topologies)).toEqual([
      {
        name: 'fabric',
        isClusterDefault: true,
        kind: TopologyKind.TREE,
        switches: [{ name: 'root', children: 'leaf[1-2]' }, { name: 'leaf1', nodes: 'n[1-2]' }, { name: 'leaf2', nodes: 'n[3-4]' }],
      },
      { name: 'nvl', kind: TopologyKind.BLOCK, blockSizes: [2, 4], blocks: [{ name: '007', nodes: 'n[1-2]' }, { name: 'later' }] },
      { name: 'ringed', isClusterDefault: false, kind: TopologyKind.RING, rings: [{ name: 'r1', nodes: 'n[1-4]' }] },
      {
        name: 'tpu',
        kind: TopologyKind.TORUS3D,
        toruses: [{
          name: 't1',
          dims: { x: 2, y: 2, z: 1 },
          regions: [
            { anchor: { x: 0, y: 0, z: 0 }, dims: { x: 2, y: 1, z: 1 }, nodes: 'n[1-2]' },
            { anchor: { x: 0, y: 1, z: 0 }, dims: { x: 2, y: 1, z: 1 }, nodes: 'n[3-4]' },
          ],
          placements: [{ dims: { x: 1, y: 1, z: 1 }, anchorSpacing: { x: 1, y: 1, z: 1 } }],
        }],
      },
      { name: 'plain', kind: TopologyKind.FLAT },
      { name: 'ordered', kind: TopologyKind.FLAT, alphaStepRank: true },
    ]);
  });

  test('the YAML library is loaded by the first parse only', () => {
    let isLoaded = false;
    jest.isolateModules(() => {
      jest.doMock('yaml', () => {
        isLoaded = true;
        return jest.requireActual<object>('yaml');
      });
      const parser = jest.requireActual<{ parseTopologyYaml: typeof parseTopologyYaml }>('../../src/slurm/topology-yaml-parser');
      expect(isLoaded).toBe(false);
      expect(parser.parseTopologyYaml('topology: a\nflat: true\n').topologies).toHaveLength(1);
      expect(isLoaded).toBe(true);
      jest.dontMock('yaml');
    });
  });

  test('one topology may stand without a list', () => {
    expect(shapes(parseTopologyYaml('topology: a\nflat: true\n').topologies)).toEqual([{ name: 'a', kind: TopologyKind.FLAT }]);
  });

  test.each<[string, string[]]>([
    ['', ['topology.yaml:1:1 TOPO-008: the file is empty, which is fatal in slurmctld; write a topology, or leave the file out']],
    ['# only\n', ['topology.yaml:1:1 TOPO-008: the file is empty, which is fatal in slurmctld; write a topology, or leave the file out']],
    ['[]\n', ['topology.yaml:1:1 TOPO-007: the list of topologies is empty, at which slurmctld 26.05.5 crashes; write a topology, or leave the file out']],
    ['text\n', ['topology.yaml:1:1 TOPO-008: the file holds neither a list nor a map, which is fatal in slurmctld; write a list of topologies']],
    ['- topology: a\n  flat: [true\n', [expect.stringMatching(/^topology.yaml:3:1 TOPO-008: the file is not YAML, which is fatal in slurmctld: /)]],
    ['- &a {topology: a, flat: true}\n- *a\n', ['topology.yaml:2:3 TOPO-008: the file uses a YAML alias, which slurmctld does not read; write the value out']],
    ['a: 1\n---\nb: 2\n', ['topology.yaml:2:1 TOPO-008: the file holds several YAML documents; keep one, with a list of topologies']],
    ['- topology: a\n  flat: false\n', ['topology.yaml:1:3 TOPO-006: topology \'a\' is of no kind, which is fatal in slurmctld; give it exactly one of tree, block, ring, torus3d, flat']],
    ['- topology: a\n  flat: true\n  tree: {switches: [{switch: s, nodes: n1}]}\n', [
      'topology.yaml:1:3 TOPO-006: topology \'a\' is tree and flat at once, which is fatal in slurmctld; give it exactly one of tree, block, ring, torus3d, flat',
    ]],
    ['- topology: a\n  cluster_defualt: true\n  flat: true\n', [
      'topology.yaml:2:3 TOPO-004: \'cluster_defualt\' is no key of a topology, so slurmctld ignores it without a word; write cluster_default',
    ]],
    ['- topology: a\n  block:\n    block_sizes: 4\n    blocks:\n    - {block: b, nodes: n1}\n', [
      'topology.yaml:3:18 TOPO-030: \'block_sizes\' of \'block\' is not a list of whole numbers such as [4, 8], which is fatal in slurmctld; write a list of whole numbers such as [4, 8]',
    ]],
    ['- topology: a\n  block:\n    block_sizes: [4, 12]\n    blocks:\n    - {block: b, nodes: "n[1-4]"}\n', [
      'topology.yaml:3:22 TOPO-010: block sizes [4, 12] are fatal in slurmctld: 12 is not 4 times a power of two; use sizes such as [4, 8, 32]',
    ]],
    ['- topology: a\n  block:\n    block_sizes: [1]\n    blocks:\n    - nodes: n1\n', [
      'topology.yaml:5:7 TOPO-030: a block has no \'block\'; add \'block: <name>\'',
    ]],
    ['- topology: a\n  tree:\n    switches:\n    - switch: s\n      nodes: n[1-2],m[3-1]\n', [
      'topology.yaml:5:23 TOPO-030: the hostlist of \'s\' is fatal in slurmctld: range \'3-1\' runs backwards; write 1-3',
    ]],
    ['- topology: a\n  tree: s1\n', [
      'topology.yaml:2:9 TOPO-030: \'tree\' of a topology is not a map with switches, which is fatal in slurmctld; write a map with switches',
      'topology.yaml:2:9 TOPO-017: the tree has no switches, which is fatal in slurmctld; add a switch with its nodes',
    ]],
    ['- flat: true\n', ['topology.yaml:1:3 TOPO-009: a topology has no name, so no partition can choose it; add \'topology: <name>\'']],
    ['- topology: a\n  topology: b\n  flat: true\n', ['topology.yaml:2:3 TOPO-004: \'topology\' stands twice in a topology; keep one of them']],
    ['- topology: a\n  tree:\n    switches: s1\n', [
      'topology.yaml:3:15 TOPO-030: \'switches\' of \'tree\' is not a list, which is fatal in slurmctld; write a list',
      'topology.yaml:3:15 TOPO-017: the tree has no switches, which is fatal in slurmctld; add a switch with its nodes',
    ]],
    ['- topology: a\n  ring:\n    rings:\n    - {ring: r, nodes: [n1, n2]}\n', [
      'topology.yaml:4:24 TOPO-030: \'nodes\' of a ring is not text, which is fatal in slurmctld; write text',
    ]],
    ['- topology: a\n  cluster_default: perhaps\n  flat: true\n', [
      'topology.yaml:2:20 TOPO-030: \'cluster_default\' of a topology is not true or false, which is fatal in slurmctld; write true or false',
    ]],
    ['- 1\n- topology: a\n  flat: true\n', ['topology.yaml:1:3 TOPO-030: a topology is not a map, which slurmctld does not take; write it as \'topology: <name>\' with its other keys below']],
  ])('%j is told with its place', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ['deep nesting', '['.repeat(100_000), /TOPO-008: the file is nested too deeply/],
    ['deep lists of lists', '- '.repeat(100_000), /TOPO-008/],
    ['deep block maps', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), /TOPO-008: the file is nested too deeply/],
    ['deep flow maps', '{a: '.repeat(50_000), /TOPO-008/],
    ['a huge file', `- topology: a\n${'# x\n'.repeat(300_000)}`, /TOPO-008: the file has 1200014 characters but a ConfigMap holds 1048576/],
    ['binary', '\u0000\u0001\u0002PK\u0003\u0004', /TOPO-008/],
    ['nested aliases', 'a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n', /TOPO-008: the file uses a YAML alias/],
  ])('%s gives one error in a moment', async (_, text, expected) => {
    const { result: { topologies, findings }, processorMs } = await measured(() => parseTopologyYaml(text, FILE));
    expect(processorMs).toBeLessThan(MOMENT_MS);
    expect(topologies).toEqual([]);
    expect(findings.map(findingText)).toEqual([expect.stringMatching(expected)]);
  });

  test('names that YAML would read as something else are quoted', () => {
    const topologies: Topology[] = [{ name: 'yes', kind: TopologyKind.TREE, switches: [{ name: '7', nodes: '[1-2]' }, { name: 'it\'s: #1', nodes: 'n1' }] }];
    expect(renderTopologyYaml(topologies)).toBe(
      '- topology: \'yes\'\n  tree:\n    switches:\n      - switch: \'7\'\n        nodes: \'[1-2]\'\n      - switch: \'it\'\'s: #1\'\n        nodes: n1\n',
    );
    expect(shapes(parseTopologyYaml(renderTopologyYaml(topologies)).topologies)).toEqual(topologies);
  });

  test('text and model go round', () => {
    const all = parseTopologyYaml(ALL_KINDS).topologies;
    expect(shapes(parseTopologyYaml(renderTopologyYaml(all)).topologies)).toEqual(shapes(all));
    const word = fc.constantFrom('a', 'true', '1', '1e3', 'n-1', '~', 'x y', 'null', '0x1f', '\'', '- a', 'k: v');
    const nodes = fc.constantFrom({}, ...['n[1-4]', '[1-4]', 'n1,n2', 'gpu-[001-128]'].map(each => ({ nodes: each })));
    const records = fc.array(fc.tuple(word, nodes).map(([name, rest]) => ({ name, ...rest })), { minLength: 1 });
    const topology: fc.Arbitrary<Topology> = fc.oneof(
      fc.tuple(word, records).map(([name, switches]): Topology => ({ name, kind: TopologyKind.TREE, switches })),
      fc.tuple(word, records, fc.array(fc.nat(64), { minLength: 1 }))
        .map(([name, blocks, blockSizes]): Topology => ({ name, isClusterDefault: true, kind: TopologyKind.BLOCK, blocks, blockSizes })),
      fc.tuple(word, records).map(([name, rings]): Topology => ({ name, kind: TopologyKind.RING, rings })),
      fc.tuple(word, fc.boolean()).map(([name, alphaStepRank]): Topology => ({ name, kind: TopologyKind.FLAT, alphaStepRank })),
    );
    fc.assert(fc.property(fc.array(topology, { minLength: 1 }), (topologies) => {
      const { topologies: again, findings } = parseTopologyYaml(renderTopologyYaml(topologies));
      expect(findings).toEqual([]);
      expect(shapes(again)).toEqual(topologies);
    }), SEED);
  });

  eachRealCase('topology.yaml', '%s of a real site is accepted or refused as slurmctld does', (path, name) => {
    const { topologies, findings } = parseTopologyYaml(readFileSync(path, 'utf8'), FILE);
    const errors = [...findings, ...checkTopologies(topologies, { form: TopologyForm.YAML })].filter(each => each.severity === 'error');
    expect(errors.map(each => each.ruleId)).toEqual(name.startsWith('slurm-bad-') ? ['TOPO-010'] : []);
    expect(shapes(parseTopologyYaml(renderTopologyYaml(topologies)).topologies)).toEqual(shapes(topologies));
  });
});
