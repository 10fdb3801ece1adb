import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { Sandbox } from '../src/sandbox';

const recorder = (what: string): string => `#!/bin/sh\necho "${what} $SLURM_JOB_ID $SLURMD_NODENAME gpus=$SLURM_JOB_GPUS" >> "$(dirname "$SLURM_CONF")/../log/scripts.txt"\n`;

const cluster = clusterOf(clusterYaml(
  [{ name: 'gpu', replicas: 3, gres: 'gpu:h100:8', cpu: '16', memory: '64Gi' }, { name: 'mixed', replicas: 1, gres: 'gpu:a100:2,gpu:l40s:1', partition: 'Default=NO' }],
  {
    extraConf: 'GresTypes=gpu\nPrologFlags=Contain\nSelectTypeParameters=CR_Core_Memory',
    scripts: {
      prologScriptRefs: { 'prolog-10-record.sh': recorder('prolog') },
      epilogScriptRefs: { 'epilog-10-record.sh': recorder('epilog') },
      prologSlurmctldScriptRefs: { 'prolog-slurmctld-record.sh': recorder('ctld-prolog') },
    },
  },
));

describeWithSlurm('sandbox with running nodes', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await Sandbox.start(cluster, { slurm: slurm(), runNodes: 4 });
  });

  afterAll(async () => sandbox?.stop());

  test('a job is given its GPUs as devices, and steps share them out', async () => {
    const { stdout, stderr } = await sandbox.exec('srun', ['--partition=gpu', '--nodes=2', '--ntasks=2', '--gpus-per-node=h100:3', 'sh', '-c', 'echo $SLURMD_NODENAME $CUDA_VISIBLE_DEVICES']);
    expect(stderr).not.toContain('error');
    expect(stdout.trim().split('\n').map(line => line.split(' ')[1])).toEqual(['0,1,2', '0,1,2']);
    expect(new Set(stdout.trim().split('\n').map(line => line.split(' ')[0])).size).toBe(2);
  });

  test('jobs on one node get different GPUs', async () => {
    const output = (job: string): string => path.join(sandbox.folder, 'log', `gpus-${job}.txt`);
    // Each stays until the other has started, so that both hold their GPUs at once.
    const script = `#!/bin/sh\necho "$CUDA_VISIBLE_DEVICES"\nfor try in $(seq 600); do [ -s ${output('a')} ] && [ -s ${output('b')} ] && exit; sleep 0.1; done\n`;
    for (const job of ['a', 'b']) {
      const { status } = await sandbox.exec('sbatch', ['--wait-all-nodes=1', '--nodelist=gpu-0', '--gpus=4', '--mem=1G', `--output=${output(job)}`], script);
      expect(status).toBe(0);
    }
    await settled(sandbox);
    expect(['a', 'b'].map(job => readFileSync(output(job), 'utf8').trim()).sort()).toEqual(['0,1,2,3', '4,5,6,7']);
  });

  test('types of GPUs are kept apart', async () => {
    const { stdout } = await sandbox.exec('srun', ['--partition=mixed', '--gpus=l40s:1', 'sh', '-c', 'echo $SLURM_STEP_GPUS']);
    expect(stdout.trim()).toBe('2');
  });

  test('a job that asks for more GPUs than any node has is refused', async () => {
    const { status, stderr } = await sandbox.exec('sbatch', ['--partition=gpu', '--gpus-per-node=9', '--wrap=true']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('Requested node configuration is not available');
  });

  test('prolog and epilog of the cluster run around a job', async () => {
    const { stdout } = await sandbox.exec('sbatch', ['--parsable', '--partition=gpu', '--nodelist=gpu-1', '--gpus=1', `--output=${sandbox.folder}/log/none.txt`, '--wrap=true']);
    const job = stdout.trim();
    await settled(sandbox);
    const record = path.join(sandbox.folder, 'log/scripts.txt');
    for (let tries = 0; tries < 1200 && !(existsSync(record) && readFileSync(record, 'utf8').includes(`epilog ${job}`)); tries++) {
      await sleep(50);
    }
    const lines = readFileSync(record, 'utf8').split('\n').filter(line => line.split(' ')[1] === job);
    expect(lines.map(line => line.split(' ')[0])).toEqual(['ctld-prolog', 'prolog', 'epilog']);
    expect(lines[1]).toBe(`prolog ${job} gpu-1 gpus=0`);
  });

  test('a node has the memory and CPUs of its pod, whatever this machine has', async () => {
    const { stdout } = await sandbox.exec('scontrol', ['--oneliner', 'show', 'node', 'gpu-0']);
    expect(stdout).toMatch(/CPUTot=16 .* RealMemory=65536 /);
    expect(stdout).toMatch(/ State=IDLE\+DYNAMIC_NORM /);
  });
});

async function settled(sandbox: Sandbox): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const { stdout } = await sandbox.exec('squeue', ['--noheader']);
    if (stdout.trim() === '') {
      return;
    }
    await sleep(50);
  }
  throw new Error('jobs are still there after a minute');
}
