import { readFileSync } from 'node:fs';
import { eachRealCase } from './topology-cases';
import { findingText, LintSeverity } from '../../src/slurm/finding';
import { Hostlist } from '../../src/slurm/hostlist';
import { Topology, TopologyKind } from '../../src/slurm/topology';
import { TopologyFile } from '../../src/slurm/topology-file';
import { TopologyForm } from '../../src/slurm/topology-findings';
import { measured, MOMENT_MS } from '../processor-time';

const BLOCKS: Topology = { name: 'nvl', kind: TopologyKind.BLOCK, blockSizes: [2], blocks: [{ name: 'b1', nodes: 'n[1-2]' }] };

describe('TopologyFile', () => {
  for (const form of Object.values(TopologyForm)) {
    eachRealCase(form, '%s of a real site is written back byte for byte, and refused only if slurmctld refuses it', (path, name) => {
      const text = readFileSync(path, 'utf8');
      const file = TopologyFile.parse(text, form);
      const errors = file.check().filter(finding => finding.severity === LintSeverity.ERROR).map(findingText);
      expect(file.toString()).toBe(text);
      expect(errors).toEqual(name.startsWith('slurm-bad-')
        ? ['topology.yaml:10:9 TOPO-010: block sizes [4, 12] are fatal in slurmctld: 12 is not 4 times a power of two; use sizes such as [4, 8, 32]']
        : []);
    });
  }

  test('findings of reading and of checking come in the order of the file', () => {
    const file = TopologyFile.parse('BlockName=b1 Nodes=n[1-2],n2\nBlockNmae=b2\nBlockSizes=2,3\n', TopologyForm.CONF, { file: 'conf/topology.conf' });
    expect(file.check(Hostlist.of('n[1-3]')).map(finding => `${finding.file}:${finding.line ?? 0} ${finding.ruleId}`)).toEqual([
      'conf/topology.conf:0 TOPO-016', 'conf/topology.conf:1 TOPO-013', 'conf/topology.conf:2 TOPO-005', 'conf/topology.conf:3 TOPO-010',
    ]);
  });

  test('the plugin decides which keys topology.conf may have', () => {
    expect(TopologyFile.parse('BlockName=b1 Nodes=n1\n', TopologyForm.CONF, { kind: TopologyKind.TREE }).check().map(finding => finding.ruleId)).toEqual(['TOPO-017', 'TOPO-005']);
  });

  test('a file of given topologies is read back as them', () => {
    expect(TopologyFile.of(TopologyForm.CONF, [BLOCKS]).toString()).toBe('BlockName=b1 Nodes=n[1-2]\nBlockSizes=2\n');
    expect(TopologyFile.parse(TopologyFile.of(TopologyForm.YAML, [BLOCKS]).toString(), TopologyForm.YAML).topologies).toMatchObject([BLOCKS]);
    expect(() => TopologyFile.of(TopologyForm.CONF, [BLOCKS, BLOCKS])).toThrow('topology.conf holds one topology but 2 are given; write topology.yaml');
  });

  test('10,000 nodes in a tree and in blocks are read and checked in a moment', async () => {
    const racks = Array.from({ length: 625 }, (_, i) => ({ name: `r${i + 1}`, nodes: `rack${i + 1}-n[01-16]` }));
    const text = TopologyFile.of(TopologyForm.YAML, [
      { name: 'fabric', kind: TopologyKind.TREE, isClusterDefault: true, switches: [{ name: 'root', children: 'r[1-625]' }, ...racks] },
      { name: 'nvl', kind: TopologyKind.BLOCK, blockSizes: [16], blocks: racks },
    ]).toString();
    const known = Hostlist.of(racks.map(rack => rack.nodes).join(','));
    const { result, processorMs } = await measured(() => TopologyFile.parse(text, TopologyForm.YAML).check(known));
    expect(result).toEqual([]);
    expect(processorMs).toBeLessThan(MOMENT_MS);
  });
});
