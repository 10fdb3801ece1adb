import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { Autoscaler, Gpu, PrometheusServer, QosFlag, Scaling, SlurmCluster } from '../src';
import { JobScript } from '../src/cli/job-scripts';
import { modelFromObjects } from '../src/model/from-objects';
import { JobAsker, JobCheck, ordinaryUser, Sandbox, SandboxCommands } from '../src/sandbox';

const autoscaler = Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') });

/** A cluster whose nodes of 8 CPUs and 8 GPUs grow to 8. */
function elastic(checksJobsAtSubmit: boolean) {
  const chart = new Chart(new App(), 'elastic', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', {
    metrics: { serviceMonitor: {} },
    slurmConf: { defMemPerGpu: Size.gibibytes(4) },
    acknowledgedWarnings: checksJobsAtSubmit ? [] : [{ ruleId: 'OPR-045', reason: 'what it warns of is shown' }],
  });
  const gpu = cluster.addGpuNodeSet('gpu', {
    gpu: Gpu.H100_80GB, gpusPerNode: 8, cpu: Cpu.units(8), memory: Size.gibibytes(256), scaling: Scaling.auto({ max: 8, autoscaler, checksJobsAtSubmit }),
  });
  cluster.addPartition('gpu', { nodeSets: [gpu] });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

/** A cluster with an accounting policy, whose nodes of 8 CPUs and of 8 GPUs grow to 8 each; `fixed` has 12 nodes. */
function elasticWithPolicy() {
  const chart = new Chart(new App(), 'elastic', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'training', metrics: { serviceMonitor: {} }, accounting: {}, slurmConf: { defMemPerCpu: Size.gibibytes(1), defMemPerGpu: Size.gibibytes(4) },
  });
  const policy = cluster.addAccountingPolicy('policy');
  policy.addAccount('large');
  policy.addAccount('small', { maxTresPerJob: { nodes: 2 } });
  const perJob = policy.addQos('per-job', { maxTresPerJob: { nodes: 8 }, flags: [QosFlag.DENY_ON_LIMIT] });
  const node = { cpu: Cpu.units(8), memory: Size.gibibytes(256) };
  const cpu = cluster.addNodeSet('cpu', { ...node, scaling: Scaling.auto({ max: 8, autoscaler }) });
  const gpu = cluster.addGpuNodeSet('gpu', { ...node, gpu: Gpu.H100_80GB, gpusPerNode: 8, scaling: Scaling.auto({ max: 8, autoscaler }) });
  const fixed = cluster.addNodeSet('fixed', { ...node, scaling: Scaling.fixed(12) });
  cluster.addPartition('cpu', { nodeSets: [cpu] });
  cluster.addPartition('gpu', { nodeSets: [gpu] });
  cluster.addPartition('fixed', { nodeSets: [fixed], isDefault: true });
  // What a QOS of the partition says of jobs, it says instead of the account.
  cluster.addPartition('loose', { nodeSets: [cpu], qos: perJob });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

/** Runs a check with so many nodes, and with part limits as slurm.conf has them: a sandbox, which has all nodes from the start, enforces them. */
async function within(checksJobsAtSubmit: boolean, nodes: number, check: (sandbox: Sandbox) => Promise<void>, enforcePartLimits = 'NO'): Promise<void> {
  const sandbox = await Sandbox.start(elastic(checksJobsAtSubmit), { slurm: slurm(), nodeCounts: { gpu: nodes } });
  try {
    await sandbox.exec('sed', ['-i', '-e', '/^EnforcePartLimits=/d', '-e', `$aEnforcePartLimits=${enforcePartLimits}`, `${sandbox.folder}/etc/slurm.conf`]);
    await sandbox.exec('scontrol', ['reconfigure']);
    expect((await sandbox.exec('scontrol', ['show', 'config'])).stdout).toMatch(new RegExp(`^EnforcePartLimits\\s*= ${enforcePartLimits}$`, 'm'));
    await check(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** What sbatch says to a job. */
async function submit(sandbox: Sandbox, ...words: string[]): Promise<string> {
  const { stdout, stderr } = await sandbox.exec('sbatch', [...words, '--wrap=sleep 1000', '--output=/dev/null']);
  return `${stdout}${stderr}`.trim();
}

/** The fewest nodes of a job in the metrics, by which the autoscaler goes. */
async function leastNodes(sandbox: Sandbox): Promise<number> {
  const { stdout } = await sandbox.exec('scontrol', ['show', 'config']);
  const pages = await fetch(`http://127.0.0.1:${/SlurmctldPort\s*=\s*(\d+)/.exec(stdout)![1]}/metrics/partitions`);
  return Number(/^slurm_partition_jobs_min_job_nodes_nohold\{partition="gpu"\} (\d+)$/m.exec(await pages.text())![1]);
}

describeWithSlurm('a node set that grows and shrinks, to slurmctld', () => {
  test.each([0, 1])('takes jobs that fit its most nodes while it has %i', async nodes => {
    await within(false, nodes, async sandbox => {
      for (const words of [['-N1'], ['-N8'], ['-n64'], ['--gpus-per-node=8', '-N4']]) {
        expect(await submit(sandbox, ...words)).toMatch(/^Submitted batch job/);
      }
    });
  });

  test('starts a job when its nodes have come', async () => {
    await within(false, 1, async sandbox => {
      expect(await submit(sandbox, '-N3', '--mem=1G')).toMatch(/^Submitted/);
      for (const name of ['gpu-1', 'gpu-2']) {
        await sandbox.exec('scontrol', ['create', `NodeName=${name}`, 'CPUs=8', 'RealMemory=60000', 'State=CLOUD', 'Feature=gpu']);
      }
      const states = async () => (await sandbox.exec('squeue', ['-h', '-o', '%t %N'])).stdout.trim();
      for (let turn = 0; turn < 100 && !(await states()).startsWith('CF'); turn++) {
        await new Promise(resolve => setTimeout(resolve, 200));
      }
      expect(await states()).toBe('CF gpu-[0-2]');
    });
  }, 60_000);

  test('lets a job wait for ever that it can never hold, unless jobs are checked', async () => {
    await within(false, 1, async sandbox => expect(await submit(sandbox, '-N9')).toMatch(/^Submitted/));
    await within(true, 1, async sandbox => {
      expect(await submit(sandbox, '-N9')).toContain('partition gpu can have 8 nodes at most and this job needs 9');
      expect(await submit(sandbox, '-n65')).toContain('this job needs 9');
      expect(await submit(sandbox, '--gpus=65', '-p', 'gpu')).toContain('this job needs 9');
      expect(await submit(sandbox, '-n9', '-c8')).toContain('this job needs 9');
      expect((await sandbox.exec('squeue', ['-h'])).stdout).toBe('');
    });
  });

  test.each<[string, string[], number]>([
    ['64 tasks', ['-n64'], 8],
    ['eight tasks of five CPUs', ['-n8', '-c5'], 8],
    ['32 GPUs in all', ['--gpus=32'], 4],
    ['20 GPUs of a type', ['--gpus=h100:20'], 3],
    ['a GPU for each of 16 tasks', ['-n16', '--gpus-per-task=1'], 2],
    ['nodes by number', ['-N5'], 5],
    ['a range of nodes', ['-N2-6'], 2],
    ['next to nothing', ['-n1'], 1],
  ])('a checked job of %s says how many nodes that makes', async (_, words, nodes) => {
    await within(true, 0, async sandbox => {
      expect(await submit(sandbox, ...words)).toMatch(/^Submitted/);
      expect(await leastNodes(sandbox)).toBe(nodes);
    });
  });

  test('refuses jobs that would fit later where part limits are enforced, which rule OPR-044 keeps from happening', async () => {
    await within(false, 1, async sandbox => expect(await submit(sandbox, '-N4')).toContain('Node count specification invalid'), 'ANY');
  });
});

describeWithSlurm('jobs for a node set that grows, before the cluster is there', () => {
  let sandbox: Sandbox;
  let home: string;

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'elastic-'));
    sandbox = await Sandbox.start(elasticWithPolicy(), { slurm: slurm(), accounting: true });
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    fs.rmSync(home, { recursive: true });
  });

  test.each([
    ['-p cpu -N8', 'fits'],
    ['-p cpu -N9', 'refused'],
    ['-p gpu --gpus=65', 'refused'],
    ['-p cpu -n65', 'refused'],
    ['-p cpu,fixed -N9', 'refused'],
    ['-p cpu -A small -N3', 'refused'],
    // No QOS of these refuses anything, so slurmctld keeps such jobs waiting.
    ['-A small -N3', 'waits-forever'],
    ['-p fixed -N13', 'waits-forever'],
  ])('check-job says of %s that it %s', async (options, verdict) => {
    const file = path.join(home, 'job.sh');
    fs.writeFileSync(file, `#!/bin/sh\n#SBATCH ${options}\n`);
    const check = new JobCheck(new JobAsker(new SandboxCommands(sandbox.folder, sandbox.environment), ordinaryUser('root')), sandbox.submissionPolicy);
    expect((await check.of(JobScript.read(file, []))).verdict).toBe(verdict);
  });
});

describeWithSlurm('a node set that grows and shrinks, with an accounting policy', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await Sandbox.start(elasticWithPolicy(), { slurm: slurm(), accounting: true, nodeCounts: { cpu: 1, gpu: 0 } });
    await sandbox.exec('sed', ['-i', 's/^EnforcePartLimits=.*/EnforcePartLimits=NO/', `${sandbox.folder}/etc/slurm.conf`]);
    await sandbox.exec('scontrol', ['reconfigure']);
    expect((await sandbox.exec('scontrol', ['show', 'config'])).stdout).toMatch(/^EnforcePartLimits\s*= NO$/m);
  }, 100_000);

  afterAll(() => sandbox?.stop());

  test.each<[string, string[]]>([
    ['all nodes that there can be', ['-p', 'cpu', '-N8']],
    ['a CPU of each', ['-p', 'cpu', '-n64']],
    ['all GPUs that there can be, with no node there', ['-p', 'gpu', '--gpus=64', '-N8']],
    ['more tasks than CPUs, which share them', ['-p', 'cpu', '-N8', '-n1000', '--overcommit']],
    ['as many nodes as its account may have', ['-p', 'cpu', '-N2', '-A', 'small']],
    ['nodes that do not grow', ['-p', 'fixed', '-N12']],
  ])('a job of %s waits for them', async (_, words) => {
    expect(await submit(sandbox, '-A', 'large', ...words)).toMatch(/^Submitted batch job/);
  });

  test.each<[string, string[]]>([
    ['a node more than there can be', ['-p', 'cpu', '-N9']],
    ['a task more than CPUs', ['-p', 'cpu', '-n65']],
    ['a node too many where no node is', ['-p', 'gpu', '-N9', '--gpus-per-node=1']],
    ['a GPU more than there can be', ['-p', 'gpu', '--gpus=65']],
    ['more nodes than its account may have', ['-p', 'cpu', '-N3', '-A', 'small']],
    ['more nodes than one of its partitions can have', ['-p', 'cpu,fixed', '-N9']],
  ])('a job of %s is refused', async (_, words) => {
    expect(await submit(sandbox, '-A', 'large', ...words)).toContain('Job violates accounting/QOS policy');
  });

  test('counts a node once, however many jobs of an account are on it', async () => {
    await sandbox.exec('scancel', ['--state=PENDING', '-u', 'root']);
    expect(await submit(sandbox, '-A', 'large', '-p', 'cpu', '-n1', '--mem=1M', '--array=0-15')).toMatch(/^Submitted/);
    const states = async () => (await sandbox.exec('squeue', ['-h', '-r', '-p', 'cpu', '-o', '%t %r'])).stdout.trim().split('\n');
    for (let turn = 0; turn < 100 && (await states()).filter(state => !state.startsWith('PD')).length < 8; turn++) {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    const seen = await states();
    expect(seen.filter(state => !state.startsWith('PD'))).toHaveLength(8);
    expect(seen.filter(state => state.startsWith('PD')).join()).not.toContain('QOS');
  }, 60_000);

  test('a limit on each job would let accounts have more than they may, so it is one on accounts', async () => {
    expect(await submit(sandbox, '-A', 'small', '-p', 'loose', '-N8')).toMatch(/^Submitted/);
  });
});
