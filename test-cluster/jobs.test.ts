import * as fs from 'fs';
import { App, Chart, Cron } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { installDefinitions, SLINKY } from './custom-resources';
import { AuthoredObject } from './declared-manifests';
import { eventually, KubeObject } from './kube-api';
import { runContainer, serviceAccountFolder } from './pod-process';
import { CommandOutput, RealCluster } from './real-cluster';
import { describeWithCluster } from './with-cluster';
import { Database } from '../src';
import { smallCluster } from '../test/cluster/cluster-manifests';

const RECORD = 'Account|research|"GrpTRES=gres/gpu=8"\nQOS|a\\b\n';

describeWithCluster('Jobs of ours on a real API server', () => {
  let cluster: RealCluster;

  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    await cluster.startControllers();
  });

  afterAll(async () => cluster?.stop());

  async function applied(objects: AuthoredObject[]): Promise<CommandOutput> {
    return cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  }

  const podsOf = async (namespace: string, name: string) => cluster.api.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name=${name}`);

  describe.each(['baseline', 'restricted'])('in a namespace that enforces Pod Security level %s', level => {
    const namespace = `level-${level}`;

    beforeAll(async () => {
      await cluster.api.create('/api/v1/namespaces', { metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level } } });
      await eventually('its service account', async () => cluster.api.find(`/api/v1/namespaces/${namespace}/serviceaccounts/default`));
    });

    test('a privileged pod is refused, so that the level is in force', async () => {
      const { status, body } = await cluster.api.ask('POST', `/api/v1/namespaces/${namespace}/pods`, {
        metadata: { name: 'privileged' }, spec: { containers: [{ name: 'slurmd', image: 'slurmd', securityContext: { privileged: true } }] },
      });
      expect({ status, message: body.message }).toEqual({ status: 403, message: expect.stringContaining(`violates PodSecurity "${level}:latest"`) });
    });

    test('all get their pods, and not even a warning', async () => {
      const objects = declaredIn(namespace).filter(({ kind }) => kind !== 'Namespace');
      // A warning would stand there.
      expect(await applied(objects)).toMatchObject({ code: 0, stderr: '' });
      // Nobody waits for the hour of the CronJob.
      expect(await cluster.kubectl(['create', 'job', 'check-now', '--from=cronjob/slurm-acct-drift', `--namespace=${namespace}`])).toMatchObject({ code: 0, stderr: '' });
      await eventually('the pod of the CronJob', async () => (await cluster.api.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=job-name=check-now`)).length === 1);
      for (const name of ['secret-bootstrap', 'accounting-policy']) {
        await eventually(`the pod of ${name}`, async () => (await podsOf(namespace, name)).length === 1);
      }
    });
  });

  describe('with the rights that they have', () => {
    const namespace = 'slurm';
    let keys: KubeObject;
    let policy: KubeObject;

    beforeAll(async () => {
      await applied(declaredIn(namespace));
      [[keys], [policy]] = await Promise.all(['secret-bootstrap', 'accounting-policy'].map(async name => eventually(`the pod of ${name}`, async () => {
        const pods = await podsOf(namespace, name);
        return pods.length === 1 && pods;
      })));
    });

    const secrets = async () => (await cluster.api.list(`/api/v1/namespaces/${namespace}/secrets`)).filter(({ metadata }) => metadata.name.startsWith('slurm-auth-'));

    test('the one that makes keys makes them once', async () => {
      const places = { SERVICE_ACCOUNT: await serviceAccountFolder(cluster, keys), WORK: fs.mkdtempSync(cluster.file('work-')) };
      expect(await runContainer(cluster, keys, 'create-secrets', places)).toEqual({ code: 0, stderr: '', stdout: 'created Secret slurm-auth-slurm\ncreated Secret slurm-auth-jwt\n' });
      const made = await secrets();
      expect(made.map(({ metadata, data, immutable }) => [metadata.name, immutable, ...Object.entries<string>(data).map(([key, value]) => `${key} ${Buffer.from(value, 'base64').length}`)]))
        .toEqual([['slurm-auth-jwt', true, 'jwt.key 1024'], ['slurm-auth-slurm', true, 'slurm.key 1024']]);

      const again = await runContainer(cluster, keys, 'create-secrets', places);
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Secret slurm-auth-slurm exists already and stays as it is') });
      expect(await secrets()).toEqual(made);
    });

    test('the one of the policy writes down what it applied', async () => {
      const work = fs.mkdtempSync(cluster.file('work-'));
      fs.writeFileSync(`${work}/record`, RECORD);
      const script = cluster.file('record.sh');
      fs.writeFileSync(script, (await cluster.api.find(`/api/v1/namespaces/${namespace}/configmaps/slurm-accounting-policy`))?.data['record.sh']);
      const [container] = policy.spec.containers;
      const here = { ...policy, spec: { ...policy.spec, containers: [{ ...container, command: ['sh', script] }] } };
      expect(await runContainer(cluster, here, 'record', { SERVICE_ACCOUNT: await serviceAccountFolder(cluster, policy), WORK: work })).toMatchObject({ code: 0, stderr: '' });
      const record = await cluster.api.find(`/api/v1/namespaces/${namespace}/configmaps/slurm-accounting-policy-applied`);
      expect(record?.data).toEqual({ applied: RECORD });
    });

    test.each([
      ['slurm-auth-keys', 'create secrets', 'yes'],
      ...['get', 'list', 'watch', 'update', 'patch', 'delete'].map(verb => ['slurm-auth-keys', `${verb} secrets`, 'no']),
      ['slurm-auth-keys', 'create pods', 'no'],
      ['slurm-accounting-policy', 'patch configmaps/slurm-accounting-policy-applied', 'yes'],
      ['slurm-accounting-policy', 'patch configmaps/slurm-config', 'no'],
      ['slurm-accounting-policy', 'get secrets/slurm-auth-jwt', 'no'],
      ['slurm-accounting-policy', 'delete configmaps/slurm-accounting-policy-applied', 'no'],
    ])('whether %s may %s: %s', async (account, what, answer) => {
      const { stdout } = await cluster.kubectl(['auth', 'can-i', ...what.split(' '), `--namespace=${namespace}`, `--as=system:serviceaccount:${namespace}:${account}`]);
      expect(stdout.trim()).toBe(answer);
    });
  });
});

/** A cluster that makes its keys and has a policy for its accounts. */
function declaredIn(namespace: string): AuthoredObject[] {
  const chart = new Chart(new App(), 'hpc', { namespace });
  const password = { secret: Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' };
  const cluster = smallCluster(chart, 'slurm', { accounting: { database: Database.external({ host: 'db.example.com', username: 'slurm', password }) } });
  cluster.addAccountingPolicy('policy', { driftCheck: Cron.hourly() }).addAccount('research');
  return chart.toJson() as AuthoredObject[];
}
