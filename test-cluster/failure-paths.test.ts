import { installDefinitions, SLINKY } from './custom-resources';
import { declared, objectsOf, pathOf } from './declared-manifests';
import { eventually, KubeObject } from './kube-api';
import { RealCluster } from './real-cluster';
import { makeNamespaces, makeReferencedObjects } from './referenced-objects';
import { SlurmOperator } from './slurm-operator';
import { describeWithCluster, testWithOperator } from './with-cluster';
import { modelFromObjects } from '../src/model/from-objects';

const MINIMAL = 'example minimal';

describeWithCluster('an apply that fails', () => {
  let cluster: RealCluster;

  beforeEach(async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    cluster = await RealCluster.start();
  });

  afterEach(async () => cluster?.stop());

  test('names every missing kind when the CRDs are not there, and succeeds once they are', async () => {
    const yaml = await manifestsOf(MINIMAL);
    const { code, stderr } = await cluster.apply(yaml);
    expect(code).toBe(1);
    const slinky = objectsOf(yaml).filter(({ apiVersion }) => apiVersion === 'slinky.slurm.net/v1beta1');
    for (const { kind } of slinky) {
      expect(stderr).toContain(`no matches for kind "${kind}" in version "slinky.slurm.net/v1beta1"\nensure CRDs are installed first`);
    }
    // Nothing else failed, so nothing else is said.
    expect(stderr.trim().split('\n')).toHaveLength(2 * slinky.length);

    await installDefinitions(cluster, SLINKY);
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0, stderr: '' });
  });

  test('says which namespace is missing, and succeeds once it is there', async () => {
    const yaml = (await manifestsOf(MINIMAL)).split(/^---$/m).filter(document => !/^kind: Namespace$/m.test(document)).join('---');
    await installDefinitions(cluster, SLINKY);
    const { code, stderr } = await cluster.apply(yaml);
    expect({ code, reasons: new Set(stderr.trim().split('\n').map(line => line.replace(/^.*?: /, ''))) })
      .toEqual({ code: 1, reasons: new Set(['namespaces "slurm" not found']) });

    await makeNamespaces(cluster.api, objectsOf(yaml));
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0, stderr: '' });
  });

  test('half-way and is repeated, ends as if it had never failed', async () => {
    const yaml = await manifestsOf(MINIMAL);
    const documents = yaml.split(/^---$/m);
    await installDefinitions(cluster, SLINKY);
    const half = documents.slice(0, Math.ceil(documents.length / 2)).join('---');
    expect(objectsOf(half).length).toBeLessThan(objectsOf(yaml).length);
    expect(await cluster.apply(half)).toMatchObject({ code: 0 });
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0, stderr: '' });
    const resumed = await specsOf(cluster, yaml);
    await cluster.stop();

    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0 });
    expect(resumed).toEqual(await specsOf(cluster, yaml));
  });

  test('because nobody answers for the webhook, has made everything else', async () => {
    const yaml = await manifestsOf(MINIMAL);
    await installDefinitions(cluster, SLINKY);
    await registerDeadWebhook(cluster);
    const { code, stderr } = await cluster.apply(yaml);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('failed calling webhook') });
    const present = await Promise.all(objectsOf(yaml).map(async object => ({ slinky: object.apiVersion.startsWith('slinky.'), found: await cluster.api.find(pathOf(object)) !== undefined })));
    expect(present.filter(({ slinky, found }) => slinky === found)).toEqual([]);
  });

  testWithOperator('because the operator is down, is completed by a second apply once it is back', async () => {
    const yaml = await manifestsOf(MINIMAL);
    await installDefinitions(cluster, SLINKY);
    const operator = new SlurmOperator(cluster);
    await operator.startWebhook();
    await cluster.kill('webhook');
    expect(await cluster.apply(yaml)).toMatchObject({ code: 1, stderr: expect.stringContaining('failed calling webhook') });

    await operator.startWebhook();
    await operator.startManager();
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0, stderr: '' });
    await makeReferencedObjects(cluster.api, objectsOf(yaml));
    await expectPredicted(cluster, yaml);
  });

  testWithOperator('in nothing while only the manager is down, is carried out when it is back', async () => {
    const yaml = await manifestsOf(MINIMAL);
    await installDefinitions(cluster, SLINKY);
    const operator = new SlurmOperator(cluster);
    await operator.startWebhook();
    await operator.startManager();
    await operator.stopManager();
    expect(await cluster.apply(yaml)).toMatchObject({ code: 0, stderr: '' });
    await makeReferencedObjects(cluster.api, objectsOf(yaml));
    expect(await cluster.api.find('/api/v1/namespaces/slurm/configmaps/slurm-config')).toBeUndefined();

    await operator.startManager();
    await expectPredicted(cluster, yaml);
  });
});

async function manifestsOf(name: string): Promise<string> {
  const found = declared.find(each => each.name === name);
  if (!found) {
    throw new Error(`nobody declares ${name}`);
  }
  return found.yaml();
}

/** What was asked for, as it is stored; without what differs in every cluster. */
async function specsOf(cluster: RealCluster, yaml: string): Promise<unknown[]> {
  const objects = await Promise.all(objectsOf(yaml).map(async object => cluster.api.find(pathOf(object))));
  return objects.map(object => {
    const { metadata, status, ...rest } = object as KubeObject;
    return { ...rest, name: metadata.name, labels: metadata.labels, annotations: metadata.annotations, metadata: undefined };
  }).map(object => JSON.parse(JSON.stringify(object)
    // The API server gives the pods of a Job its uid as a label.
    .replace(/"(batch\.kubernetes\.io\/)?controller-uid":"[^"]*"/g, '"controller-uid":""')));
}

async function registerDeadWebhook({ api }: RealCluster): Promise<void> {
  await api.create('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
    metadata: { name: 'slurm-operator-webhook' },
    webhooks: [{
      name: 'slinky.kb.io',
      // The port of nobody.
      clientConfig: { url: 'https://127.0.0.1:9/validate' },
      rules: [{ apiGroups: ['slinky.slurm.net'], apiVersions: ['v1beta1'], operations: ['CREATE', 'UPDATE'], resources: ['*'] }],
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
    }],
  });
}

async function expectPredicted(cluster: RealCluster, yaml: string): Promise<void> {
  const [model] = modelFromObjects(objectsOf(yaml).map(object => ({ object }))).clusters;
  await eventually('the predicted slurm.conf', async () => {
    const config = await cluster.api.find('/api/v1/namespaces/slurm/configmaps/slurm-config');
    return config?.data['slurm.conf'] === model.slurmConf.text;
  });
}
