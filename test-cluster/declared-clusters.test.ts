import { operatorIsHere } from './cluster-programs';
import { installDefinitions } from './custom-resources';
import { declared, objectsOf, pathOf } from './declared-manifests';
import { eventually, KubeObject } from './kube-api';
import { RealCluster } from './real-cluster';
import { KEY_TEXT, makeNamespaces, makeReferencedObjects } from './referenced-objects';
import { removeAll } from './remove-objects';
import { SlurmOperator } from './slurm-operator';
import { SlurmRestStandIn } from './slurm-rest-stand-in';
import { describeWithCluster, testWithOperator } from './with-cluster';
import type { DeclaredCluster } from '../src/model/declared-cluster';
import { modelFromObjects } from '../src/model/from-objects';
import { predictNodeConf } from '../src/model/predict/node-conf-argument';
import { predictSlurmdbdConf } from '../src/model/predict/slurmdbd-conf';

describeWithCluster('declared clusters', () => {
  let cluster: RealCluster;
  let slurmRest: SlurmRestStandIn;
  let operator: SlurmOperator;

  // One API server for all of them: what takes time is to start it and to teach it every kind.
  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster);
    slurmRest = await SlurmRestStandIn.start();
    operator = new SlurmOperator(cluster, slurmRest.address);
    if (operatorIsHere) {
      await operator.startWebhook();
    }
  });

  afterAll(async () => {
    await cluster?.stop();
    await slurmRest?.stop();
  });

  describe.each(declared)('$name', ({ yaml }) => {
    let text: string;
    let model: DeclaredCluster;

    beforeAll(async () => {
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      text = await yaml();
      [model] = modelFromObjects(objectsOf(text).map(object => ({ object }))).clusters;
      await makeNamespaces(cluster.api, objectsOf(text));
    });

    // The next one may have the same names.
    afterAll(async () => {
      await operator.stopManager();
      await removeAll(cluster, objectsOf(text));
    });

    const stored = async () => Promise.all(objectsOf(text).map(async object => cluster.api.find(pathOf(object))));

    test('is applied by the server as it is written', async () => {
      const { code, stdout, stderr } = await cluster.apply(text);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.trim().split('\n')).toHaveLength(objectsOf(text).length);
    });

    test('is changed in nothing by a second apply', async () => {
      const before = await stored();
      expect(before).not.toContain(undefined);
      const second = await cluster.apply(text);
      const after = await stored();
      expect({ code: second.code, objects: after.map(content) }).toEqual({ code: 0, objects: before.map(content) });
      // kube-apiserver 1.36 writes some objects anew at the second apply without changing them: volumes, and namespaces that are nothing but a name.
      // By the third it has nothing to do at all.
      const third = await cluster.apply(text);
      expect({ code: third.code, objects: await stored() }).toEqual({ code: 0, objects: after });
    });

    describe('with slurm-operator', () => {
      const namespace = () => `/api/v1/namespaces/${model.controller.ref.namespace}`;
      const podsOf = async (nodeSet: string) => (await cluster.api.list(`${namespace()}/pods?labelSelector=app.kubernetes.io/instance=${nodeSet}`))
        .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'slurmd');

      beforeAll(async () => {
        if (operatorIsHere) {
          await cluster.startControllers();
          await makeReferencedObjects(cluster.api, objectsOf(text));
          await makeKubeNodes(cluster, model);
          await operator.startManager();
        }
      });

      testWithOperator('has the slurm.conf and the cgroup.conf that the model predicts, byte for byte', async () => {
        const config = await eventually('the ConfigMap of the Controller', async () => settled(async () => cluster.api.find(`${namespace()}/configmaps/${model.controller.ref.name}-config`)));
        const predicted = [model.slurmConf, ...(model.controller.external || model.files.some(({ name }) => name === 'cgroup.conf') ? [] : [model.cgroupConf])];
        expect(config.data).toEqual(Object.fromEntries(predicted.map(file => [file.name, file.text])));
      });

      testWithOperator('has the slurmdbd.conf that the model predicts, byte for byte', async () => {
        const { accounting } = model;
        const path = `${namespace()}/secrets/${accounting?.ref.name ?? model.controller.ref.name}-accounting`;
        const predicted = accounting === undefined ? undefined : predictSlurmdbdConf(accounting);
        if (predicted === undefined) {
          expect(await cluster.api.find(path)).toBeUndefined();
          return;
        }
        const secret = await eventually('the Secret of the Accounting', async () => cluster.api.find(path));
        const written = Buffer.from(secret.data['slurmdbd.conf'], 'base64').toString();
        expect(written).toBe(predicted.text.replace(/<key .* of Secret .*>/, KEY_TEXT));
      });

      testWithOperator('has the nodes that the model predicts, each with its slurmd arguments', async () => {
        for (const nodeSet of model.nodeSets) {
          // What an autoscaler may add comes later: without a count the CRD says one.
          const expected = nodeSet.daemonSet ? KUBE_NODES : Number(nodeSet.spec.replicas ?? 1);
          const machines = Array.from({ length: expected }, (_, index) => kubeNodeName(nodeSet.ref.name, index));
          const names = nodeSet.nodeNames.known ? [...nodeSet.nodeNames] : machines;
          const pods = await eventually(`pods of ${nodeSet.ref.name}`, async () => {
            const found = await podsOf(nodeSet.ref.name);
            return found.length >= Math.min(expected, ENOUGH_NODES) && found;
          }, 110);
          // The operator makes pods in the order of their ordinals, some of them at a time.
          const found = pods.map(slurmNodeName);
          expect(expected > ENOUGH_NODES ? found.filter(name => !names.includes(name)) : found.sort())
            .toEqual(expected > ENOUGH_NODES ? [] : names.slice(0, expected).sort());
          expect(new Set(pods.map(confArgument))).toEqual(new Set([predictNodeConf(nodeSet).text]));
        }
      });

      testWithOperator('has objects of the names that rules and documents speak of', async () => {
        const { controller, accounting, restApis, loginSets, nodeSets } = model;
        const inside = controller.external ? [] : [
          ['services', `${controller.ref.name}-controller`], ['apps/v1 statefulsets', `${controller.ref.name}-controller`],
        ];
        const expected = [
          ...inside,
          ['configmaps', `${controller.ref.name}-config`],
          ...(accounting === undefined || accounting.external ? [] : [
            ['services', `${accounting.ref.name}-accounting`], ['secrets', `${accounting.ref.name}-accounting`], ['apps/v1 statefulsets', `${accounting.ref.name}-accounting`],
          ]),
          ...restApis.flatMap(({ ref }) => [['services', `${ref.name}-restapi`], ['apps/v1 deployments', `${ref.name}-restapi`]]),
          ...loginSets.flatMap(({ ref }) => [
            ['services', ref.name], ['apps/v1 deployments', ref.name], ['configmaps', `${ref.name}-ssh-config`], ['secrets', `${ref.name}-ssh-host-keys`],
          ]),
          ...(nodeSets.length === 0 ? [] : [['services', `slurm-workers-${controller.ref.name}`], ['policy/v1 poddisruptionbudgets', `slurm-workers-pdb-${controller.ref.name}`]]),
        ];
        for (const [plural, name] of expected) {
          const [kind, group] = plural.split(' ').reverse();
          const path = `${group === undefined ? '/api/v1' : `/apis/${group}`}/namespaces/${controller.ref.namespace}/${kind}/${name}`;
          await eventually(path, async () => cluster.api.find(path));
        }
      });
    });
  });
});

/** An object without the numbers that the API server keeps about it. */
function content(object: KubeObject | undefined): unknown {
  const { metadata, ...rest } = object as KubeObject;
  return { ...rest, metadata: { ...metadata, resourceVersion: undefined, managedFields: undefined } };
}

/** Nodes of a NodeSet after which no more is learned from another one. */
const ENOUGH_NODES = 64;

/** Nodes for each DaemonSet-like NodeSet. */
const KUBE_NODES = 2;

function kubeNodeName(nodeSet: string, index: number): string {
  return `${nodeSet}-machine-${index}`;
}

async function makeKubeNodes({ api }: RealCluster, { nodeSets }: DeclaredCluster): Promise<void> {
  for (const { ref, daemonSet, spec } of nodeSets) {
    const { nodeSelector } = (spec as KubeObject).template?.spec ?? {};
    for (let index = 0; daemonSet && index < KUBE_NODES; index++) {
      const name = kubeNodeName(ref.name, index);
      await api.create('/api/v1/nodes', { metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...nodeSelector } } });
      // The API server takes each new one for one that is not ready.
      await api.merge(`/api/v1/nodes/${name}`, { spec: { taints: null } });
    }
  }
}

/** Waits until something has been the same for three seconds, since the operator writes a file anew with each object that it finds. */
async function settled(look: () => Promise<KubeObject | undefined>): Promise<KubeObject | undefined> {
  let last = await look();
  for (let quiet = 0; quiet < 10; quiet++) {
    await new Promise(resolve => setTimeout(resolve, 300));
    const now = await look();
    quiet = now !== undefined && now.metadata.resourceVersion === last?.metadata.resourceVersion ? quiet : -1;
    last = now;
  }
  return last;
}

function slurmNodeName({ metadata, spec }: KubeObject): string {
  return spec.hostname ?? metadata.name;
}

function confArgument({ spec }: KubeObject): string | undefined {
  const { args } = spec.containers.find(({ name }: { name: string }) => name === 'slurmd');
  return args[args.indexOf('--conf') + 1];
}
