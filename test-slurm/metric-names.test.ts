import * as fs from 'fs';
import * as path from 'path';
import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { metricsPages } from '../src/observability/slurm-metrics';
import { Sandbox } from '../src/sandbox';

const cluster = clusterOf(clusterYaml([{ name: 'gpu', replicas: 2, gres: 'gpu:h100:8' }], { extraConf: 'GresTypes=gpu\nMetricsType=metrics/openmetrics' }));

describeWithSlurm('metrics of slurmctld', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await Sandbox.start(cluster, { slurm: slurm() });
    // Users and accounts have series while they have jobs.
    await sandbox.exec('sbatch', ['--hold', '--wrap=true']);
  });

  afterAll(async () => sandbox?.stop());

  async function page(name: string): Promise<string> {
    const [, port] = /^SlurmctldPort=(\d+)$/m.exec(fs.readFileSync(path.join(sandbox.folder, 'etc/slurm.conf'), 'utf8'))!;
    const answer = await fetch(`http://127.0.0.1:${port}${name}`);
    expect(answer.status).toBe(200);
    return answer.text();
  }

  test.each(metricsPages.map(({ path: name, names }) => ({ name, names })))('$name has the names that queries are written with, and no others', async ({ name, names }) => {
    const types = [...(await page(name)).matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, metric, type]) => ({ metric, type }));
    expect([...new Set(types.map(({ metric }) => metric))].sort()).toEqual(Object.values(names).flat().sort());
    expect(new Set(types.map(({ type }) => type))).toEqual(new Set(['gauge']));
  });

  test.each(metricsPages.flatMap(({ path: name, names }) => Object.entries(names).map(([labels, metrics]) => ({ name, labels, metrics }))))(
    'samples of $name have the labels [$labels]', async ({ name, labels, metrics }) => {
      const text = await page(name);
      const keys = metrics.flatMap(metric => [...text.matchAll(new RegExp(`^${metric}(?:\\{([^}]*)\\})? `, 'gm'))].map(([, set = '']) => set.replace(/="[^"]*"/g, '')));
      expect(keys.length).toBeGreaterThanOrEqual(metrics.length);
      // Without accounting jobs have no account, and Slurm then writes no label at all.
      expect([...new Set(keys)]).toEqual([labels === 'account' ? '' : labels]);
    },
  );

  test('memory is in MiB, whatever its name says', async () => {
    expect(await page('/metrics/nodes')).toMatch(/^slurm_node_memory_bytes\{node="gpu-0"\} 16384$/m);
  });

  test('a node that is down and drained counts as both', async () => {
    await sandbox.exec('scontrol', ['update', 'nodename=gpu-0', 'state=down', 'reason=test']);
    await sandbox.exec('scontrol', ['update', 'nodename=gpu-0', 'state=drain', 'reason=test']);
    const text = await page('/metrics/partitions');
    expect(['', '_down', '_drained', '_draining'].map(state => Number(new RegExp(`^slurm_partition_nodes${state}\\{partition="gpu"\\} (\\d+)$`, 'm').exec(text)![1]))).toEqual([2, 1, 1, 0]);
  });
});
