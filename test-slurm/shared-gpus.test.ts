import { readFileSync } from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { Gpu, GpuNodeSetOptions, GpuSharing, Mig, Scaling, SlurmCluster, SlurmImage } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

const app = new App();
const chart = new Chart(app, 'shared', { namespace: 'slurm' });
const declared = new SlurmCluster(chart, 'slurm');
const node = { scaling: Scaling.fixed(1), cpu: Cpu.units(16), memory: Size.gibibytes(64), sharedMemory: Size.gibibytes(1) };
const image = SlurmImage.of('example.com/slurmd-nvml:26.05.1');
const nodeSets: { [name: string]: GpuNodeSetOptions } = {
  shards: { ...node, gpu: Gpu.L40S, gpusPerNode: 2, sharing: GpuSharing.shards(4) },
  sliced: { ...node, gpu: Gpu.L4, gpusPerNode: 1, sharing: GpuSharing.timeSlicing({ replicas: 3 }) },
  mps: { ...node, gpu: Gpu.A100_80GB, gpusPerNode: 2, sharing: GpuSharing.mps() },
  mig: {
    ...node,
    gpu: Gpu.H100_80GB,
    gpusPerNode: 2,
    image,
    mig: Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]),
  },
  media: {
    ...node,
    gpu: Gpu.RTX_PRO_6000,
    gpusPerNode: 1,
    image,
    mig: Mig.mixed([{ profile: '2g.48gb+me.all', count: 1 }, { profile: '1g.24gb-me', count: 2 }]),
  },
};
Object.entries(nodeSets).forEach(([id, options]) => cluster(id, options));

function cluster(id: string, options: GpuNodeSetOptions): void {
  declared.addPartition(id, { nodeSets: [declared.addGpuNodeSet(id, options)], isDefault: id === 'shards', defMemPerGpu: Size.gibibytes(4) });
}

describeWithSlurm('shared and cut GPUs under the real daemons', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    const objects = chart.toJson() as { data?: { [file: string]: string } }[];
    // The prolog that starts the daemon of MPS needs a GPU.
    for (const { data } of objects) {
      if (data?.['prolog-20-mps.sh'] !== undefined) {
        data['prolog-20-mps.sh'] = '#!/bin/sh\n';
      }
    }
    const [model] = modelFromObjects(objects.map(object => ({ object }))).clusters;
    sandbox = await Sandbox.start(model, { slurm: slurm(), runNodes: 5 });
  }, 100_000);

  afterAll(async () => sandbox?.stop());

  test.each([
    ['shards-0', 'gpu:l40s:2,shard:l40s:8'],
    ['sliced-0', 'gpu:l4:1,shard:l4:3'],
    ['mps-0', 'gpu:a100:2,mps:a100:200'],
    ['mig-0', 'gpu:3g.40gb:2,gpu:1g.10gb:8'],
    ['media-0', 'gpu:2g.48gb+me.all:1,gpu:1g.24gb-me:2'],
  ])('%s registers with what its node set offers', async (name, gres) => {
    const { stdout } = await sandbox.exec('scontrol', ['--oneliner', 'show', 'node', name]);
    expect(/ Gres=(\S+)/.exec(stdout)![1].replace(/\([^)]*\)/g, '')).toBe(gres);
    expect(stdout).toMatch(/ State=IDLE\+DYNAMIC_NORM /);
  });

  /** What two jobs that hold their GRES at the same time see. */
  async function together(partition: string, gres: string, variable: string, jobs = ['a', 'b']): Promise<string[]> {
    const output = (job: string): string => path.join(sandbox.folder, 'log', `${partition}-${job}.txt`);
    const all = jobs.map(job => `[ -s ${output(job)} ]`).join(' && ');
    for (const job of jobs) {
      const script = `#!/bin/sh\necho "$${variable}"\nfor try in $(seq 600); do ${all} && exit; sleep 0.1; done\n`;
      const { status, stderr } = await sandbox.exec('sbatch', [`--partition=${partition}`, `--gres=${gres}`, '--cpus-per-task=1', '--mem=1G', `--output=${output(job)}`], script);
      expect([status, stderr]).toEqual([0, '']);
    }
    for (let tries = 0; tries < 1200 && (await sandbox.exec('squeue', ['--noheader', `--partition=${partition}`])).stdout.trim() !== ''; tries++) {
      await sleep(50);
    }
    return jobs.map(job => readFileSync(output(job), 'utf8').trim());
  }

  test('jobs with shards run beside each other on one GPU', async () => {
    const [first, second] = await together('shards', 'shard:2', 'CUDA_VISIBLE_DEVICES');
    expect(first).toMatch(/^[01]$/);
    expect(second).toBe(first);
  });

  test('replicas of the device plugin are as many jobs at once', async () => {
    expect(await together('sliced', 'shard:1', 'CUDA_VISIBLE_DEVICES', ['a', 'b', 'c'])).toEqual(['0', '0', '0']);
  });

  test('jobs with percentages share a GPU by them', async () => {
    expect(await together('mps', 'mps:25', 'CUDA_MPS_ACTIVE_THREAD_PERCENTAGE')).toEqual(['25', '25']);
  });

  test('jobs get different MIG devices of the profile they ask for', async () => {
    const devices = await together('mig', 'gpu:1g.10gb:3', 'SLURM_JOB_GPUS');
    expect(devices.map(each => each.split(',').length)).toEqual([3, 3]);
    expect(new Set(devices.flatMap(each => each.split(','))).size).toBe(6);
    const [big] = await together('mig', 'gpu:3g.40gb:1', 'SLURM_JOB_GPUS', ['big']);
    expect(['0', '1']).toContain(big);
  });

  test('jobs ask for media engines by the name of the profile that has them', async () => {
    const [all] = await together('media', 'gpu:2g.48gb+me.all:1', 'SLURM_JOB_GPUS', ['all']);
    const without = await together('media', 'gpu:1g.24gb-me:1', 'SLURM_JOB_GPUS', ['one', 'two']);
    expect([all, ...without].sort()).toEqual(['0', '1', '2']);
  });

  test.each([
    ['more shards than the node has', 'shards', 'shard:9'],
    ['more replicas than there are', 'sliced', 'shard:4'],
    ['more percentages than the node has', 'mps', 'mps:201'],
    ['a profile that no device has', 'mig', 'gpu:7g.80gb:1'],
    ['more devices of a profile than there are', 'mig', 'gpu:3g.40gb:3'],
  ])('a job that wants %s is refused', async (_what, partition, gres) => {
    const { status, stderr } = await sandbox.exec('sbatch', [`--partition=${partition}`, `--gres=${gres}`, '--wrap=true']);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/Requested node configuration is not available|Invalid generic resource/);
  });
});
