import * as fs from 'fs';
import { App, Chart, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

import { describeWithSlurm, slurm } from './real-slurm';
import { Gpu, Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

const NODES = 10_000;
const ANSWER_MS = 5000;
// Of processors, because how long it takes on a busy machine says nothing: slurmctld takes all but half a second, whatever the size of the batches.
const OWN_CPU_MS = 4000;
const SLURMCTLD_CPU_MS = 8000;

describeWithSlurm('sandbox at full scale', () => {
  test('10,000 nodes with 80,000 GPUs come up and place a job of 4,096 nodes within 5 s of the answer being asked for', async () => {
    const chart = new Chart(new App(), 'large', { namespace: 'slurm' });
    const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'large', slurmConf: { defMemPerCpu: Size.gibibytes(9) } });
    const h100 = cluster.addGpuNodeSet('h100', {
      gpu: Gpu.H100_80GB, gpusPerNode: 8, scaling: Scaling.fixed(NODES), ordinalPadding: 5, cpu: Cpu.units(184), memory: Size.gibibytes(1900),
    });
    cluster.addPartition('train', { nodeSets: [h100], isDefault: true });
    const objects: unknown[] = Testing.synth(chart);
    const [declared] = modelFromObjects(objects.map(object => ({ object }))).clusters;

    const begin = Date.now();
    const cpu = process.cpuUsage();
    const sandbox = await Sandbox.start(declared, { slurm: slurm() });
    try {
      const up = Date.now();
      const own = process.cpuUsage(cpu);
      const ownMs = (own.user + own.system) / 1000;
      const slurmctldMs = processorMs(`${sandbox.folder}/bin/slurmctld`);
      const { status, stderr } = await sandbox.exec('sbatch', ['--test-only', '--nodes=4096', '--gpus-per-node=8', '--exclusive', '--wrap=true']);
      const answered = Date.now();
      process.stderr.write(`${NODES} nodes: up after ${up - begin} ms (of processors: slurmctld ${slurmctldMs} ms, we ${Math.round(ownMs)} ms), sbatch --test-only answered after ${answered - up} ms\n`);
      expect(stderr).toContain('on nodes h100-[00000-04095] in partition train');
      expect(status).toBe(0);
      expect(answered - up).toBeLessThan(ANSWER_MS);
      expect(ownMs).toBeLessThan(OWN_CPU_MS);
      expect(slurmctldMs).toBeGreaterThan(0);
      expect(slurmctldMs).toBeLessThan(SLURMCTLD_CPU_MS);
      expect(sandbox.nodes).toBe(NODES);
      const { stdout } = await sandbox.exec('sinfo', ['--noheader', '--format=%D %G %t']);
      expect(stdout.trim()).toMatch(/^10000 +gpu:h100:8 +idle~$/);
    } finally {
      await sandbox.stop();
    }
  });
});

/** Time that processors spent on a program, in ms: the kernel counts it in hundredths of a second. */
function processorMs(program: string): number {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).reduce((sum, pid) => {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(program) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ') : [];
      return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
    } catch {
      return sum;
    }
  }, 0);
}
