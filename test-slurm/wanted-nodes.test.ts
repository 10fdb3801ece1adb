import { spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describeWithSlurm, slurm } from './real-slurm';
import { Autoscaler, PrometheusServer, Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';
import { freePorts } from '../src/sandbox/free-ports';

const found = spawnSync('prometheus', ['--version']).status === 0;
if (!found && process.env.CI === 'true') {
  throw new Error('no prometheus on the PATH: run .ci/prepare-tools');
}

interface Declared {
  readonly kind: string;
  readonly spec: { readonly triggers: { readonly metadata: { readonly query: string } }[] };
}

/** A cluster whose nodes of 8 CPUs grow to 8, and what its autoscaler asks. */
function elastic() {
  const chart = new Chart(new App(), 'elastic', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { metrics: { serviceMonitor: {} }, slurmConf: { defMemPerCpu: Size.gibibytes(1) } });
  const autoscaler = Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') });
  const cpu = cluster.addNodeSet('cpu', { cpu: Cpu.units(8), memory: Size.gibibytes(64), scaling: Scaling.auto({ max: 8, autoscaler }) });
  cluster.addPartition('cpu', { nodeSets: [cpu] });
  const objects = chart.toJson() as Declared[];
  const { query } = objects.find(({ kind }) => kind === 'ScaledObject')!.spec.triggers[0].metadata;
  return { query, cluster: modelFromObjects(objects.map(object => ({ object }))).clusters[0] };
}

/** A Prometheus that scrapes slurmctld as the ServiceMonitor says, and what it answers to a query. */
async function prometheusOn(slurmctldPort: string, folder: string, query: string) {
  const [port] = await freePorts(1);
  const scrapes = ['partitions', 'nodes'].map(page => ({
    job_name: page,
    metrics_path: `/metrics/${page}`,
    static_configs: [{ targets: [`127.0.0.1:${slurmctldPort}`], labels: { job: 'slurm-controller', namespace: 'slurm' } }],
  }));
  writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: scrapes }));
  const flags = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const server = spawn('prometheus', flags, { stdio: 'ignore' });
  const ask = async (): Promise<number | undefined> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`).then(response => response.json()).catch(() => undefined);
    const [sample] = (answer as { data: { result: { value: [number, string] }[] } } | undefined)?.data.result ?? [];
    return sample && Math.round(Number(sample.value[1]) * 100) / 100;
  };
  return { server, ask };
}

(found ? describeWithSlurm : describe.skip)('the nodes that an autoscaler wants, asked of a real Prometheus on a real slurmctld', () => {
  test('follow the jobs', async () => {
    const { query, cluster } = elastic();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'prometheus-'));
    const sandbox = await Sandbox.start(cluster, { slurm: slurm(), nodeCounts: { cpu: 1 } });
    let server;
    try {
      // A sandbox has all nodes from the start and enforces limits; here they come one by one.
      await sandbox.exec('sed', ['-i', '/^EnforcePartLimits=/d', `${sandbox.folder}/etc/slurm.conf`]);
      await sandbox.exec('scontrol', ['reconfigure']);
      const prometheus = await prometheusOn(/SlurmctldPort\s*=\s*(\d+)/.exec((await sandbox.exec('scontrol', ['show', 'config'])).stdout)![1], folder, query);
      ({ server } = prometheus);
      const comesTo = async (nodes: number | undefined): Promise<void> => {
        for (let turn = 0; turn < 300 && await prometheus.ask() !== nodes; turn++) {
          await sleep(200);
        }
        expect(await prometheus.ask()).toBe(nodes);
      };
      const submit = (...words: string[]) => sandbox.exec('sbatch', [...words, '--wrap=sleep 1000', '--output=/dev/null']);
      const cancel = () => sandbox.exec('scancel', ['--user', os.userInfo().username]);
      await comesTo(0);
      await submit('-N4');
      await comesTo(4.44);
      // Three jobs share the node that is there.
      await submit('-N1', '--array=1-3');
      await comesTo(5.55);
      await cancel();
      await submit('-n64');
      await comesTo(8.88);
      await cancel();
      // Larger than the set can be: it counts as a waiting job, and holds no nodes for as long as it waits.
      await submit('-N100');
      await comesTo(1);
      await cancel();
      await comesTo(0);
      await sandbox.exec('scontrol', ['update', 'NodeName=cpu-0', 'State=DRAIN', 'Reason=test']);
      await submit('-N1');
      await comesTo(2.22);
      await sandbox.exec('scontrol', ['shutdown']);
      await comesTo(undefined);
    } finally {
      server?.kill();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });
});
