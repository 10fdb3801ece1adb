import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { AccountingStorageEnforce, Autoscaler, Gpu, PrometheusServer, QosFlag, Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

const autoscaler = Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') });

/** A cluster whose nodes of 8 CPUs and 8 GPUs grow to 8. */
function elastic(checksJobsAtSubmit: boolean) {
  const chart = new Chart(new App(), 'elastic', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { metrics: { serviceMonitor: {} }, slurmConf: { defMemPerGpu: Size.gibibytes(4) } });
  const gpu = cluster.addGpuNodeSet('gpu', {
    gpu: Gpu.H100_80GB, gpusPerNode: 8, cpu: Cpu.units(8), memory: Size.gibibytes(256), scaling: Scaling.auto({ max: 8, autoscaler, checksJobsAtSubmit }),
  });
  cluster.addPartition('gpu', { nodeSets: [gpu] });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

/** The same, whose partition has a QOS that says how large a job can be. */
function elasticByQos() {
  const chart = new Chart(new App(), 'elastic', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', {
    metrics: { serviceMonitor: {} },
    accounting: {},
    slurmConf: { defMemPerCpu: Size.gibibytes(1), accountingStorageEnforce: [AccountingStorageEnforce.LIMITS, AccountingStorageEnforce.QOS] },
  });
  const policy = cluster.addAccountingPolicy('policy');
  const atMost8 = policy.addQos('at-most-8', { maxTresPerJob: { nodes: 8 }, flags: [QosFlag.DENY_ON_LIMIT] });
  const cpu = cluster.addNodeSet('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(16), scaling: Scaling.auto({ max: 8, autoscaler }) });
  cluster.addPartition('cpu', { nodeSets: [cpu], qos: atMost8.qosName });
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

  test('refuses a job of too many nodes by the QOS of its partition, and lets those that fit wait', async () => {
    const sandbox = await Sandbox.start(elasticByQos(), { slurm: slurm(), accounting: true, nodeCounts: { cpu: 1 } });
    try {
      await sandbox.exec('sed', ['-i', 's/^EnforcePartLimits=.*/EnforcePartLimits=NO/', `${sandbox.folder}/etc/slurm.conf`]);
      await sandbox.exec('scontrol', ['reconfigure']);
      expect((await sandbox.exec('scontrol', ['show', 'config'])).stdout).toMatch(/^EnforcePartLimits\s*= NO$/m);
      expect(await submit(sandbox, '-N8')).toMatch(/^Submitted batch job/);
      expect(await submit(sandbox, '-N9')).toContain('Job violates accounting/QOS policy');
    } finally {
      await sandbox.stop();
    }
  }, 100_000);

  test('refuses jobs that would fit later where part limits are enforced, which rule OPR-044 keeps from happening', async () => {
    await within(false, 1, async sandbox => expect(await submit(sandbox, '-N4')).toContain('Node count specification invalid'), 'ANY');
  });
});
