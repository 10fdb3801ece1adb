import { App, Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { Installer, Scaling, SlurmCluster, Topograph, TopographProvider, TopographTopology } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

/** A cluster whose blocks and switches Topograph has yet to find. */
function unfound() {
  const chart = new Chart(new App(), 'unfound', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm');
  const racks = TopographTopology.block({ name: 'racks', blockSizes: [4] });
  const fabric = TopographTopology.tree({ name: 'fabric', isClusterDefault: true });
  const anywhere = TopographTopology.flat();
  new Topograph(chart, 'Topograph', { installer: Installer.flux(), cluster, provider: TopographProvider.gcp(), topologies: [racks, fabric, anywhere] });
  const nodes = cluster.addNodeSet('cpu', { cpu: Cpu.units(4), scaling: Scaling.fixed(2) });
  cluster.addPartition('racks', { nodeSets: [nodes], topology: racks.topology });
  cluster.addPartition('fabric', { nodeSets: [nodes], topology: fabric.topology, isDefault: true });
  cluster.addPartition('anywhere', { nodeSets: [nodes], topology: anywhere.topology });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

describeWithSlurm('a cluster that waits for Topograph', () => {
  test('starts with partitions that choose what is yet to be found', async () => {
    const sandbox = await Sandbox.start(unfound(), { slurm: slurm() });
    try {
      expect((await sandbox.exec('scontrol', ['show', 'partition', 'racks'])).stdout).toMatch(/\bTopology=racks\b/);
      expect((await sandbox.exec('sinfo', ['-h', '-p', 'fabric', '-o', '%D'])).stdout.trim()).toBe('2');
      // What stands in no block and under no switch yet runs jobs where there are none.
      const { status, stderr } = await sandbox.exec('sbatch', ['--test-only', '--partition=anywhere', '--nodes=2', '--wrap=true']);
      expect([status, stderr]).toEqual([0, expect.stringMatching(/ in partition anywhere/)]);
    } finally {
      await sandbox.stop();
    }
  });
});
