import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { DcgmJobMapping, Gpu, GpuSharing, Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

/** A node with four GPUs of four shards each, whose jobs are mapped in a directory. */
function declared(directory: string) {
  const chart = new Chart(new App(), 'mapped', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { slurmConf: { defMemPerCpu: Size.mebibytes(64) } });
  const nodes = cluster.addGpuNodeSet('gpu', {
    gpu: Gpu.L40S, sharing: GpuSharing.shards(4), scaling: Scaling.fixed(1), cpu: Cpu.units(32), memory: Size.gibibytes(64), sharedMemory: Size.gibibytes(1),
  });
  cluster.addPartition('gpu', { nodeSets: [nodes], isDefault: true });
  new DcgmJobMapping(cluster, 'Dcgm', { cluster, directory });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

describeWithSlurm('the job mapping of dcgm-exporter, written by the prolog and epilog of slurmd', () => {
  let sandbox: Sandbox;
  let directory: string;

  beforeAll(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'job-mapping-'));
    sandbox = await Sandbox.start(declared(directory), { slurm: slurm(), runNodes: 1 });
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  /** Each job writes down the files that name it, and stays until another file tells it to go. */
  const script = (): string => `#!/bin/sh
files=$(cd ${directory} && grep -lx "$SLURM_JOB_ID" * | tr '\\n' ' ')
echo "$SLURM_JOB_ID: $files" >> ${sandbox.folder}/log/seen.txt
until [ -e ${sandbox.folder}/log/go ]; do sleep 0.1; done
`;

  async function submit(...options: string[]): Promise<string> {
    const { status, stdout, stderr } = await sandbox.exec('sbatch', ['--parsable', '--cpus-per-task=1', '--output=/dev/null', ...options], script());
    expect([status, stderr]).toEqual([0, '']);
    return stdout.trim();
  }

  async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (await holds()) {
        return;
      }
      await sleep(100);
    }
    throw new Error(`${what}: not after a minute; ${(await sandbox.exec('squeue')).stdout}`);
  }

  const queue = async (...options: string[]): Promise<string[]> =>
    (await sandbox.exec('squeue', ['--noheader', '--array', '--format=%A', ...options])).stdout.split('\n').filter(Boolean).map(id => id.trim());
  const go = (): string => path.join(sandbox.folder, 'log/go');

  /** What dcgm-exporter would read: files named after GPUs, neither the one on its way to replace another nor those that an epilog just took away. */
  const entries = (): string[] => fs.readdirSync(directory).filter(file => /^\d+$/.test(file)).flatMap(file => {
    try {
      return fs.readFileSync(path.join(directory, file), 'utf8').split('\n');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw error;
      }
      return [];
    }
  });

  beforeEach(() => {
    fs.rmSync(go(), { force: true });
    fs.rmSync(path.join(sandbox.folder, 'log/seen.txt'), { force: true });
  });

  function seen(): { [job: string]: string[] } {
    const lines = fs.readFileSync(path.join(sandbox.folder, 'log/seen.txt'), 'utf8').trim().split('\n');
    return Object.fromEntries(lines.map(line => [line.split(':')[0], line.split(':')[1].trim().split(' ')]));
  }

  async function end(): Promise<void> {
    fs.writeFileSync(go(), '');
    await until('jobs end', async () => (await queue()).length === 0);
    await until(`files go: ${entries().join()}`, () => fs.readdirSync(directory).length === 0);
  }

  test('jobs side by side have a file for each of their GPUs, and nothing stays behind', async () => {
    const jobs = [await submit('--gpus=1'), await submit('--gpus=2'), await submit('--gpus=1')];
    await until('three jobs run', async () => (await queue('--states=running')).length === 3);
    await until('all of them look', () => entries().length === 4 && fs.existsSync(path.join(sandbox.folder, 'log/seen.txt')) && Object.keys(seen()).length === 3);
    expect(jobs.map(job => seen()[job].length)).toEqual([1, 2, 1]);
    expect(Object.values(seen()).flat().sort()).toEqual(['0', '1', '2', '3']);
    await end();
  });

  test('forty tasks of an array, sixteen at a time on shared GPUs, each find themselves in one file, and nothing stays behind', async () => {
    await submit('--array=0-39', '--gres=shard:1');
    await until('sixteen tasks run', async () => (await queue('--states=running')).length === 16);
    await until('all of them are there', () => entries().length === 16);
    expect(entries().sort()).toEqual((await queue('--states=running')).sort());
    await end();
    const files = Object.values(seen());
    expect(files).toHaveLength(40);
    expect(files.every(([file, ...more]) => /^[0-3]$/.test(file) && more.length === 0)).toBe(true);
  });

  test('jobs that are cancelled leave nothing behind, and no node is drained', async () => {
    await submit('--array=0-3', '--gres=shard:2');
    await until('four tasks run', async () => (await queue('--states=running')).length === 4 && entries().length === 4);
    await sandbox.exec('scancel', ['--user', os.userInfo().username]);
    await end();
    expect((await sandbox.exec('sinfo', ['--noheader', '--format=%T'])).stdout.trim()).toBe('idle');
  });
});
