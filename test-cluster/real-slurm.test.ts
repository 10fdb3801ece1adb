import { installDefinitions, SLINKY } from './custom-resources';
import { AuthoredObject } from './declared-manifests';
import { eventually } from './kube-api';
import { RealCluster } from './real-cluster';
import { startSlurmRest } from './real-slurm-rest';
import { makeNamespaces, makeReferencedObjects } from './referenced-objects';
import { SlurmOperator } from './slurm-operator';
import { SlurmRestStandIn } from './slurm-rest-stand-in';
import { describeWithOperator } from './with-cluster';
import { Scaling, SlurmCluster } from '../src';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';
import { manifests } from '../test/cluster/cluster-manifests';
import { slurm } from '../test-slurm/real-slurm';

const NODE_SET = '/apis/slinky.slurm.net/v1beta1/namespaces/slurm/nodesets/slurm-worker-cpu';

// slurmctld, two slurmds and slurmrestd 26.05 are real, and so is the job.
describeWithOperator('slurm-operator in front of the real Slurm', () => {
  let cluster: RealCluster;
  let slurmRest: SlurmRestStandIn;
  let sandbox: Sandbox;

  beforeAll(async () => {
    const objects = manifests(chart => {
      const declared = new SlurmCluster(chart, 'slurm');
      declared.addPartition('all', { nodeSets: [declared.addNodeSet('cpu', { scaling: Scaling.fixed(2) })], isDefault: true });
    }) as unknown as AuthoredObject[];
    const [model] = modelFromObjects(objects.map(object => ({ object }))).clusters;
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    await cluster.startControllers();
    slurmRest = await SlurmRestStandIn.start();
    const operator = new SlurmOperator(cluster, slurmRest.address);
    await operator.startWebhook();
    await makeNamespaces(cluster.api, objects);
    await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    await makeReferencedObjects(cluster.api, objects);
    sandbox = await Sandbox.start(model, { slurm: slurm(), runNodes: 2 });
    slurmRest.real = await startSlurmRest(sandbox);
    await operator.startManager();
    await eventually('the slurm.conf that the daemons read', async () => {
      const config = await cluster.api.find('/api/v1/namespaces/slurm/configmaps/slurm-config');
      return config?.data['slurm.conf'] === model.slurmConf.text;
    });
    await eventually('two pods', async () => (await pods()).length === 2);
  });

  afterAll(async () => {
    await sandbox?.stop();
    await cluster?.stop();
    await slurmRest?.stop();
  });

  const pods = async () => (await cluster.api.list('/api/v1/namespaces/slurm/pods?labelSelector=app.kubernetes.io/name=slurmd')).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const node = async (name: string) => (await sandbox.exec('scontrol', ['--oneliner', 'show', 'node', name])).stdout;
  const shown = (text: string, key: string) => new RegExp(`(?:^| )${key}=(.*?)(?: \\w+=|\\s*$)`).exec(text)?.[1];

  /** Changes the pods a little, which calls the operator to their NodeSet. */
  async function call(): Promise<void> {
    await Promise.all((await pods()).map(async ({ metadata }) => cluster.api.merge(`/api/v1/namespaces/slurm/pods/${metadata.name}`, { metadata: { annotations: { called: String(Date.now()) } } })));
  }

  async function comes<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    let looks = 0;
    return eventually(what, async () => {
      if (++looks % 20 === 0) {
        await call();
      }
      return look();
    }, 90);
  }

  test('drains a busy node before it takes its pod away, and lets its job end', async () => {
    const { stdout: job } = await sandbox.exec('sbatch', ['--parsable', '--output=/dev/null', '--nodes=2', '--wrap=srun sleep 600']);
    await eventually('the job', async () => (await sandbox.exec('squeue', ['--noheader', '--format=%T'])).stdout.trim() === 'RUNNING');
    await cluster.api.merge(NODE_SET, { spec: { replicas: 1 } });
    const draining = await comes('the drain', async () => {
      const text = await node('cpu-1');
      return /State=\S*DRAIN/.test(text) && text;
    });
    expect(shown(draining, 'State')).toMatch(/^(ALLOCATED|MIXED)\S*\+DRAIN/);
    expect(draining).toMatch(/Reason=slurm-operator: Pod \(slurm\/slurm-worker-cpu-1\) is pending termination for scale-in/);
    await call();
    expect(await pods()).toHaveLength(2);
    expect((await sandbox.exec('squeue', ['--noheader', '--format=%T'])).stdout.trim()).toBe('RUNNING');

    await sandbox.exec('scancel', [job.trim()]);
    await comes('one pod', async () => (await pods()).length === 1);
    expect((await pods()).map(({ spec }) => spec.hostname)).toEqual(['cpu-0']);
    expect(shown(await node('cpu-0'), 'State')).toMatch(/^IDLE/);
  });
});
