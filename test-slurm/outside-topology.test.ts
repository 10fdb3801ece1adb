import { App, Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { NodeSet, Scaling, SlurmCluster, Topology, TopologyMembers } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

/** Two racks of a topology, and CPU nodes that stand nowhere in it. */
function declared(topologyOf: (units: { name: string; members: TopologyMembers }[]) => Topology) {
  const chart = new Chart(new App(), 'outside', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm');
  const set = (name: string) => cluster.addNodeSet(name, { cpu: Cpu.units(4), scaling: Scaling.fixed(4), nodeSelector: { rack: name } });
  const [rack1, rack2, cpu] = ['rack1', 'rack2', 'cpu'].map(set);
  cluster.addTopology(topologyOf([rack1, rack2].map(rack => ({ name: rack.nodeSetName, members: TopologyMembers.nodeSets(rack) }))));
  const partition = (name: string, nodeSets: NodeSet[]) => cluster.addPartition(name, { nodeSets, isDefault: name === 'racks' });
  partition('racks', [rack1, rack2]);
  return { chart, cluster, rack1, cpu, partition };
}

describeWithSlurm('nodes outside the topology of a cluster, which TOPO-118 is about', () => {
  /** The partition is written by hand where the constructs refuse it. */
  async function placed(topologyOf: Parameters<typeof declared>[0], config: string, words: string[]): Promise<string> {
    const { chart } = declared(topologyOf);
    const objects = (chart.toJson() as { kind: string; spec?: { extraConf?: string } }[]).map(object => (object.kind === 'Controller' ? {
      ...object, spec: { ...object.spec, extraConf: `${object.spec?.extraConf}\n${config}` },
    } : object));
    const sandbox = await Sandbox.start(modelFromObjects(objects.map(object => ({ object }))).clusters[0], { slurm: slurm() });
    try {
      const { stderr } = await sandbox.exec('sbatch', ['--test-only', '--partition=own', ...words, '--wrap=true']);
      return / on nodes (\S+) in partition/.exec(stderr)?.[1] ?? stderr.replace(/^.*: /, '').trim();
    } finally {
      await sandbox.stop();
    }
  }

  const blocks = (units: { name: string; members: TopologyMembers }[]) => Topology.block({ blocks: units, blockSizes: [4] });
  const tree = (units: { name: string; members: TopologyMembers }[]) => Topology.tree({ switches: [{ name: 'spine', children: units }] });
  const refused = 'Requested node configuration is not available';

  test.each<[string, Parameters<typeof declared>[0], string, string[], string]>([
    ['run jobs of one node under a tree', tree, 'PartitionName=own Nodes=cpu', ['--nodes=1'], 'cpu-0'],
    ['get no job of several under a tree', tree, 'PartitionName=own Nodes=cpu', ['--nodes=2'], refused],
    ['get no job of several beside nodes in blocks', blocks, 'PartitionName=own Nodes=rack1,cpu', ['--nodes=5'], refused],
    ['do not help out those in blocks', blocks, 'PartitionName=own Nodes=rack1,cpu', ['--nodes=2', '--nodelist=rack1-0,cpu-0'], refused],
    ['are placed as if there were no blocks where they are alone', blocks, 'PartitionName=own Nodes=cpu', ['--nodes=3'], 'cpu-[0-2]'],
  ])('%s', async (_what, topologyOf, config, words, nodes) => {
    expect(await placed(topologyOf, config, words)).toBe(nodes);
  });

  test('and the constructs refuse what gets no jobs', () => {
    const mixed = declared(blocks);
    mixed.partition('own', [mixed.rack1, mixed.cpu]);
    expect(() => mixed.chart.toJson()).toThrow(/TOPO-118/);
    const below = declared(tree);
    below.partition('own', [below.cpu]);
    expect(() => below.chart.toJson()).toThrow(/TOPO-118/);
    const beside = declared(blocks);
    beside.partition('own', [beside.cpu]);
    expect(() => beside.chart.toJson()).not.toThrow();
  });
});
