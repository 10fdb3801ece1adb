import { isDeepStrictEqual } from 'util';
import { installDefinitions, SLINKY } from './custom-resources';
import { declared, objectsOf } from './declared-manifests';
import { eventually, KubeObject } from './kube-api';
import { RealCluster } from './real-cluster';
import { makeReferencedObjects } from './referenced-objects';
import { makeMachine, simulateKubelets } from './simulated-kubelet';
import { SlurmOperator } from './slurm-operator';
import { SlurmRestStandIn } from './slurm-rest-stand-in';
import { describeWithOperator } from './with-cluster';

const TOPOLOGY = 'topology.slinky.slurm.net/spec';
const MACHINES = ['machine-0', 'machine-1', 'machine-2', 'machine-3'];
const SLURM = '/apis/slinky.slurm.net/v1beta1/namespaces/slurm';

// kwok plays kubelet: every container starts at once and is ready.
describeWithOperator('example minimal on simulated machines', () => {
  let cluster: RealCluster;
  let slurmRest: SlurmRestStandIn;

  beforeAll(async () => {
    const yaml = await declared.find(({ name }) => name === 'example minimal')!.yaml();
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    await cluster.startControllers();
    simulateKubelets(cluster);
    for (const [index, name] of MACHINES.entries()) {
      await makeMachine(cluster, name, { [TOPOLOGY]: `racks:rack${index}` });
    }
    await cluster.api.create('/api/v1/persistentvolumes', {
      metadata: { name: 'state' },
      spec: { capacity: { storage: '4Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/nowhere' } },
    });
    slurmRest = await SlurmRestStandIn.start();
    ['cpu-0', 'cpu-1'].forEach(name => slurmRest.nodes.set(name, { name, state: ['IDLE'] }));
    const operator = new SlurmOperator(cluster, slurmRest.address);
    await operator.startWebhook();
    await operator.startManager();
    await cluster.apply(yaml);
    await makeReferencedObjects(cluster.api, objectsOf(yaml));
  });

  afterAll(async () => {
    await cluster?.stop();
    await slurmRest?.stop();
  });

  const workers = async () => (await cluster.api.list('/api/v1/namespaces/slurm/pods?labelSelector=app.kubernetes.io/name=slurmd'))
    .filter(({ status, metadata }) => status.phase === 'Running' && metadata.deletionTimestamp === undefined);

  test('becomes ready in all its parts', async () => {
    await eventually('all parts', async () => {
      const [nodeSet, loginSet, daemon] = await Promise.all([
        cluster.api.find(`${SLURM}/nodesets/slurm-worker-cpu`), cluster.api.find(`${SLURM}/loginsets/slurm-login-main`),
        cluster.api.find('/apis/apps/v1/namespaces/slurm/statefulsets/slurm-controller'),
      ]);
      const ready = { workers: nodeSet?.status?.readyReplicas, logins: loginSet?.status?.replicas, slurmctld: daemon?.status?.readyReplicas };
      if (!isDeepStrictEqual(ready, { workers: 2, logins: 1, slurmctld: 1 })) {
        throw new Error(`so far ${JSON.stringify(ready)}`);
      }
      return true;
    }, 90);
  });

  test('has each worker on a machine of its own, with the place of that machine in the topology', async () => {
    const pods = await eventually('two workers', async () => workers().then(found => found.length === 2 && found), 60);
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(2);
    const places = await Promise.all(pods.map(async ({ spec }) => (await cluster.api.find(`/api/v1/nodes/${spec.nodeName}`) as KubeObject).metadata.annotations?.[TOPOLOGY]));
    expect(pods.map(({ metadata }) => metadata.annotations?.[TOPOLOGY])).toEqual(places);
  });

  test('tells Slurm those places', async () => {
    const pods = await eventually('two workers', async () => workers().then(found => found.length === 2 && found), 60);
    for (const { spec, metadata } of pods) {
      await eventually(`the place of ${spec.hostname}`, async () => slurmRest.requests
        .some(({ method, path, body }) => method === 'POST' && path.endsWith(`/node/${spec.hostname}`) && body.topology_str === metadata.annotations?.[TOPOLOGY]));
    }
  });

  test('loses a worker that Slurm does not know, and gets it anew', async () => {
    const [{ metadata, spec }] = await eventually('two workers', async () => workers().then(found => found.length === 2 && found), 60);
    slurmRest.nodes.delete(spec.hostname);
    await eventually(`another ${spec.hostname}`, async () => (await workers()).some(pod => pod.spec.hostname === spec.hostname && pod.metadata.uid !== metadata.uid), 90);
  });
});
