import { operatorIsHere } from './cluster-programs';
import { installDefinitions, SLINKY } from './custom-resources';
import { eventually } from './kube-api';
import { PulumiEngine } from './pulumi-engine';
import { describeWithPulumi } from './pulumi-programs';
import { RealCluster } from './real-cluster';
import { SlurmOperator } from './slurm-operator';
import { SlurmRestStandIn } from './slurm-rest-stand-in';

const slinky = '/apis/slinky.slurm.net/v1beta1/namespaces/beside';
const program = ['test-cluster/programs/beside-operator.ts', 'beside'] as const;

jest.setTimeout(300_000);

(operatorIsHere ? describeWithPulumi : describe.skip)('the real Pulumi engine beside the running operator', () => {
  let cluster: RealCluster;
  let engine: PulumiEngine;
  let slurmRest: SlurmRestStandIn;
  let operator: SlurmOperator;

  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    await cluster.startControllers();
    slurmRest = await SlurmRestStandIn.start();
    operator = new SlurmOperator(cluster, slurmRest.address);
    await operator.startWebhook();
    await operator.startManager();
    engine = new PulumiEngine(cluster);
  });

  afterAll(async () => {
    await cluster?.stop();
    await slurmRest?.stop();
  });

  /** Waits until the operator has done all that it will for so many nodes. */
  async function reconciled(nodes: number): Promise<void> {
    await eventually(`${nodes} nodes`, async () => {
      const nodeSet = await cluster.api.find(`${slinky}/nodesets/slurm-worker-cpu`);
      const pods = await cluster.api.list('/api/v1/namespaces/beside/pods?labelSelector=app.kubernetes.io/name=slurmd');
      return nodeSet?.status?.replicas === nodes && nodeSet.status.observedGeneration === nodeSet.metadata.generation && pods.length === nodes;
    }, 100);
    await eventually('slurm.conf', async () => cluster.api.find('/api/v1/namespaces/beside/configmaps/slurm-config'));
    await eventually('the pods of users', async () => (await cluster.api.find(`${slinky}/loginsets/slurm-login-main`))?.status);
  }

  test('makes what the webhook lets in and the operator carries out', async () => {
    expect((await engine.run('up', ...program)).error).toBeUndefined();
    await reconciled(2);
  });

  test('changes nothing a second time, though the operator has written states since', async () => {
    const { error, steps } = await engine.run('up', ...program);
    expect({ error, steps }).toEqual({ error: undefined, steps: [] });
  });

  test('changes nothing once it has read those states', async () => {
    expect((await engine.run('refresh', ...program)).error).toBeUndefined();
    const { error, steps } = await engine.run('up', ...program);
    expect({ error, steps }).toEqual({ error: undefined, steps: [] });
  });

  test('changes the number of nodes, and the operator follows', async () => {
    const { error, steps } = await engine.run('up', ...program, { config: { nodes: '3' } });
    expect({ error, steps }).toEqual({ error: undefined, steps: ['update kubernetes:slinky.slurm.net/v1beta1:NodeSet beside:slurm-worker-cpu'] });
    await reconciled(3);
  });

  test('leaves nothing when it is destroyed, neither of its own nor of what the operator made', async () => {
    expect((await engine.run('destroy', ...program)).error).toBeUndefined();
    expect(await cluster.api.find('/api/v1/namespaces/beside')).toBeUndefined();
    for (const kind of ['pods', 'services', 'configmaps', 'secrets']) {
      expect((await cluster.api.list(`/api/v1/${kind}`)).filter(({ metadata }) => metadata.namespace === 'beside')).toEqual([]);
    }
    expect(operator.log).not.toContain('panic');
  });
});
