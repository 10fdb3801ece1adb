import * as fs from 'fs';
import * as path from 'path';
import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { JobScript } from '../src/cli/job-scripts';
import { JobAsker, JobCheck, JobReport, JobVerdict, ordinaryUser, Sandbox, SandboxCommands } from '../src/sandbox';

const sets = [
  { name: 'gpu', replicas: 4, gres: 'gpu:h100:8', cpu: '64', memory: '512Gi', partition: 'Default=YES MaxTime=2-0 DefMemPerCPU=1024' },
  { name: 'cpu', replicas: 2, cpu: '16', memory: '64Gi', partition: 'Default=NO MaxNodes=1 MaxTime=1:00:00' },
];

const conf = 'GresTypes=gpu\nSelectTypeParameters=CR_Core_Memory\nLicenses=matlab:4';

/** A report as a line: verdict, what is to blame, and where it would run. */
function line({ verdict, blockers, together, placements }: JobReport): string {
  const blame = blockers.map(({ setting, component, most }) =>
    `${component > 0 ? `${component}:` : ''}${setting.option.long}${most === undefined ? '' : `<=${most}`}`).join(together ? ' and ' : ' or ');
  return [verdict, blame, ...placements.map(({ partition, nodeCount }) => `${nodeCount} in ${partition ?? 'several'}`)].filter(part => part !== '').join('; ');
}

describeWithSlurm('check-job under the real slurmctld', () => {
  let sandbox: Sandbox;
  let check: JobCheck;

  beforeAll(async () => {
    sandbox = await Sandbox.start(clusterOf(clusterYaml(sets, { extraConf: conf })), { slurm: slurm() });
    check = checkOf(sandbox);
  });

  afterAll(async () => sandbox?.stop());

  test.each([
    ['two whole nodes', ['-N2 --gpus-per-node=8'], 'fits; 2 in gpu'],
    ['an array', ['--array=0-99%4', '-N1'], 'fits; 1 in gpu'],
    ['several partitions of which one takes it', ['-p cpu,gpu', '-N2'], 'fits; 2 in gpu'],
    ['several partitions that all take it', ['-p cpu,gpu', '-N1 -t 30'], 'fits; 1 in cpu; 1 in gpu'],
    ['a het job', ['-N1', 'hetjob', '-p cpu -N1'], 'fits; 2 in several'],
    ['a quiet script', ['-Q', '-N2'], 'fits; 2 in gpu'],
    ['a dependency on a job that is elsewhere', ['-d afterok:99', '-N2'], 'fits; 2 in gpu'],
    ['a reservation that is elsewhere', ['--reservation=maintenance', '-N2'], 'fits; 2 in gpu'],
    ['licenses of slurm.conf', ['-L matlab:4'], 'fits; 1 in gpu'],
    ['more GPUs than a node has', ['-N2', '--gpus-per-node=9'], 'refused; gpus-per-node<=8'],
    ['more GPUs than the cluster has', ['--gpus=33'], 'refused; gpus<=32'],
    ['a GPU nobody has', ['--gpus=h200:1'], 'refused; gpus'],
    ['GPUs where there are none', ['-p cpu', '--gpus=1'], 'refused; partition or gpus'],
    ['more memory than a node has', ['--mem=1T'], 'refused; mem<=512G'],
    ['more CPUs for a task than a node has', ['-c 65'], 'refused; cpus-per-task<=64'],
    ['more nodes than there are', ['-N5', '--gpus-per-node=8'], 'waits-forever; nodes<=4'],
    ['more tasks than there are CPUs', ['-n 300'], 'waits-forever; ntasks<=256'],
    ['more time than the partition gives', ['-t 3-0'], 'waits-forever; time<=2-00:00:00'],
    ['no time limit where there is one', ['-t UNLIMITED'], 'waits-forever; time<=2-00:00:00'],
    ['more nodes than the partition gives a job', ['-p cpu', '-N2'], 'waits-forever; partition or nodes<=1'],
    ['two requests of which each is too much', ['-N5', '--gpus-per-node=9'], 'waits-forever; nodes and gpus-per-node'],
    ['a component of a het job that does not fit', ['-N1', 'hetjob', '-N9'], 'waits-forever; 1:nodes<=4'],
    ['a partition nobody has', ['-p nope'], 'refused; partition'],
    ['a feature nobody has', ['-C fast'], 'refused; constraint'],
    ['more licenses than there are', ['-L matlab:5'], 'refused; licenses'],
    ['a node nobody has', ['-w gpu-7'], 'refused; nodelist'],
    ['an option nobody knows', ['--nodez=2'], 'refused'],
  ])('%s', async (_, options, expected) => {
    expect(line(await check.of(script(options)))).toBe(expected);
  });

  test.each([
    ['DOS line ends', '#!/bin/bash\r\n#SBATCH -N1\r\n', 'refused', 'the script has DOS line ends'],
    ['no interpreter', '#SBATCH -N1\ntrue\n', 'refused', 'the first line of the script names no interpreter'],
    ['Python', '#!/usr/bin/env python3\n#SBATCH -N1\nprint(1)\n', 'fits', undefined],
  ])('a script in %s', async (_, text, verdict, reason) => {
    expect(await check.of(read(text))).toMatchObject({ verdict, ...(reason === undefined ? {} : { reason }) });
  });

  test('options of the command line win', async () => {
    expect(line(await check.of(read('#!/bin/sh\n#SBATCH -N5\n', ['--nodes=3'])))).toBe('fits; 3 in gpu');
    expect(line(await check.of(read('#!/bin/sh\n#SBATCH -N2\n', ['--nodes=5'])))).toBe('waits-forever; nodes<=4');
  });

  test('no job is submitted', async () => {
    expect((await sandbox.exec('squeue', ['--noheader'])).stdout).toBe('');
  });

  test.each(['ANY', 'ALL'])('what would wait forever is refused where EnforcePartLimits=%s', async limits => {
    const strict = await Sandbox.start(clusterOf(clusterYaml(sets, { extraConf: `${conf}\nEnforcePartLimits=${limits}` })), { slurm: slurm() });
    try {
      expect(line(await checkOf(strict).of(script(['-t 3-0'])))).toBe('refused; time<=2-00:00:00');
      expect((await checkOf(strict).of(script(['-p cpu,gpu', '-N2']))).verdict).toBe(limits === 'ALL' ? JobVerdict.REFUSED : JobVerdict.FITS);
    } finally {
      await strict.stop();
    }
  });

  let written = 0;

  function script(options: readonly string[]): JobScript {
    return read(`#!/bin/bash\n${options.map(each => `#SBATCH ${each}\n`).join('')}true\n`);
  }

  function read(text: string, words: readonly string[] = []): JobScript {
    const file = path.join(sandbox.folder, 'run', `job-${written++}.sh`);
    fs.writeFileSync(file, text);
    return JobScript.read(file, words);
  }
});

function checkOf(sandbox: Sandbox): JobCheck {
  return new JobCheck(new JobAsker(new SandboxCommands(sandbox.folder, sandbox.environment), ordinaryUser('root')), sandbox.submissionPolicy);
}
