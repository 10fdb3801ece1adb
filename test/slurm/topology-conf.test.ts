import { readFileSync } from 'node:fs';
import { eachRealCase } from './topology-cases';
import { findingText } from '../../src/slurm/finding';
import { Topology, TopologyKind } from '../../src/slurm/topology';
import { checkTopologies } from '../../src/slurm/topology-check';
import { parseTopologyConf, renderTopologyConf } from '../../src/slurm/topology-conf';
import { TopologyForm } from '../../src/slurm/topology-findings';

const FILE = 'topology.conf';
const read = (text: string, kind?: TopologyKind) => {
  const { topologies, findings } = parseTopologyConf(text, FILE, kind);
  return [...findings, ...checkTopologies(topologies, { form: TopologyForm.CONF, file: FILE })].map(findingText);
};
const shape = (topology: Topology) => JSON.parse(JSON.stringify(topology, (key, value: unknown) => key === 'spans' ? undefined : value)) as Topology;

describe('topology.conf', () => {
  test('a tree is read with comments, continuations, quotes and keys in any case', () => {
    const { topologies, findings } = parseTopologyConf('# top\nswitchname=s0 nodes=n[1-2],\\\nn[3-4] LinkSpeed=100 # leaf\n\nSwitchName=s1 Switches = "s0"\r\n');
    expect(findings).toEqual([]);
    expect(topologies.map(shape)).toEqual([{
      name: 'default',
      isClusterDefault: true,
      kind: TopologyKind.TREE,
      switches: [{ name: 's0', nodes: 'n[1-2],n[3-4]', linkSpeed: '100' }, { name: 's1', children: 's0' }],
    }]);
  });

  test.each<[string, TopologyKind]>([
    ['SwitchName=s0 Nodes=n[1-2]\nSwitchName=s1 Switches=s0\n', TopologyKind.TREE],
    ['BlockName=b1 Nodes=n[1-4]\nBlockName=b2 Nodes=n[5-8]\nBlockSizes=4,8\n', TopologyKind.BLOCK],
    ['RingName=r1 Nodes=n[1-4]\n', TopologyKind.RING],
  ])('%j goes round', (text, kind) => {
    const { topologies, findings } = parseTopologyConf(text);
    expect(findings).toEqual([]);
    expect(topologies[0].kind).toBe(kind);
    expect(renderTopologyConf(topologies[0])).toBe(text);
  });

  test('an empty file of topology/tree is a tree without switches', () => {
    expect(read('# nothing\n', TopologyKind.TREE)).toEqual(['topology.conf TOPO-017: the tree has no switches, which is fatal in slurmctld; add a switch with its nodes']);
    expect(parseTopologyConf('')).toEqual({ topologies: [], findings: [] });
  });

  test.each<[string, string[]]>([
    ['SwitchName=s0 Node=n1\n', ['topology.conf:1:15 TOPO-005: \'Node\' is no key of topology.conf for topology/tree, which is fatal in slurmctld; write Nodes']],
    ['SwitchName=s0 Nodes=n1\nBlockName=b1 Nodes=n2\n', ['topology.conf:2:1 TOPO-005: \'BlockName\' is no key of topology.conf for topology/tree, which is fatal in slurmctld; the keys are SwitchName']],
    ['BlockName=b1 Nodes=n[1-4]\n  BlockSizes=4,x\n', [
      'topology.conf:2:14 TOPO-030: \'x\' of BlockSizes is not a whole number, which is fatal in slurmctld; write sizes such as 4,8,32',
    ]],
    ['BlockName=b1 Nodes=n[1-4]\nBlockSizes=4,12', [
      'topology.conf:2:12 TOPO-010: block sizes [4, 12] are fatal in slurmctld: 12 is not 4 times a power of two; use sizes such as [4, 8, 32]',
    ]],
    ['SwitchName=s0 n[1-4]\n', ['topology.conf:1:15 TOPO-005: \'n[1-4]\' is no Key=value, which is fatal in slurmctld; write lines such as SwitchName=s1 Nodes=n[1-16]']],
    ['SwitchName=s0 Nodes=\\\n  n1,\\\nn[2-1]\n', [
      'topology.conf:2:3 TOPO-030: the hostlist of \'s0\' is fatal in slurmctld: range \'2-1\' runs backwards; write 1-2',
    ]],
    ['SwitchName=s0 Nodes=n1,n[2-1]\n', ['topology.conf:1:26 TOPO-030: the hostlist of \'s0\' is fatal in slurmctld: range \'2-1\' runs backwards; write 1-2']],
    ['Include more.conf\nSwitchName=s0 Nodes=n1\n', ['topology.conf:1:1 TOPO-005: the file includes another one, which is not read here; write its lines into this file']],
  ])('%j is told with its place', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([[TopologyKind.FLAT, 1], [TopologyKind.TORUS3D, 0]])('an empty file of topology/%s has %d topologies', (kind, count) => {
    expect(parseTopologyConf('', FILE, kind).topologies).toHaveLength(count);
  });

  test.each([TopologyKind.FLAT, TopologyKind.TORUS3D])('%s is refused as topology.conf', (kind) => {
    expect(() => renderTopologyConf(kind === TopologyKind.FLAT ? { name: 'f', kind } : { name: 't', kind: TopologyKind.TORUS3D, toruses: [] }))
      .toThrow(`topology.conf cannot hold a topology of kind ${kind}; write topology.yaml`);
  });

  eachRealCase('topology.conf', '%s of a real site is accepted', (path) => {
    const { topologies, findings } = parseTopologyConf(readFileSync(path, 'utf8'), FILE);
    const all = [...findings, ...checkTopologies(topologies, { form: TopologyForm.CONF, file: FILE })];
    expect(topologies).toHaveLength(1);
    expect(all.filter(each => each.severity === 'error')).toEqual([]);
    expect(parseTopologyConf(renderTopologyConf(topologies[0])).topologies.map(shape)).toEqual(topologies.map(shape));
  });
});
