import { App, Chart } from 'cdk8s';
import { describeWithSlurm, slurm } from './real-slurm';
import { Gpu, NvlinkComputeDomain, Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

/** A rack whose jobs get IMEX channels, managed by these parameters. */
function rack(switchParameters: string[]) {
  const chart = new Chart(new App(), 'rack', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { slurmConf: { switchParameters } });
  const trays = cluster.addGpuNodeSet('tray', { gpu: Gpu.GB200, gpusPerNode: 4, scaling: Scaling.fixed(2), computeDomain: new NvlinkComputeDomain(chart, 'nvlink') });
  cluster.addPartition('nvl', { nodeSets: [trays], isDefault: true });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

describeWithSlurm('IMEX switch parameters', () => {
  test('are in force in the real slurmctld, whose plugin takes them', async () => {
    const sandbox = await Sandbox.start(rack(['imex_channel_count=4096', 'imex_dev_major=234']), { slurm: slurm() });
    try {
      const { stdout } = await sandbox.exec('scontrol', ['show', 'config']);
      expect(stdout).toMatch(/^SwitchType +?= switch\/nvidia_imex$/m);
      expect(stdout).toMatch(/^SwitchParameters +?= imex_channel_count=4096,imex_dev_major=234$/m);
      expect(await sandbox.exec('sbatch', ['--test-only', '-N2', '--gpus-per-node=4', '--network=unique-channel-per-segment', '--wrap=true'])).toMatchObject({ status: 0 });
    } finally {
      await sandbox.stop();
    }
  });
});
