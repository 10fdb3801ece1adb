import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Account, Database, Gpu, Scaling, SlurmCluster } from 'slurm-constructs';
import * as slurm from 'slurm-constructs/pulumi';
import { Deployed, deploy, unknown, valueOf } from './deployment';
import { manifests } from '../cluster/cluster-manifests';

function object(resources: Deployed[], kind: string, name?: string): Deployed {
  const found = resources.filter(({ inputs }) => inputs.kind === kind && (name === undefined || inputs.metadata.name === name));
  expect(found).toHaveLength(1);
  return found[0];
}

/** The arguments of a cluster with something of everything. */
function args(host: pulumi.Input<string>): slurm.SlurmClusterArgs {
  return {
    namespace: 'slurm',
    clusterName: 'training',
    accounting: { database: Database.external(slurm.asProps({ host, port: pulumi.output(3307), username: 'slurm', password: slurm.secretKey('db', 'password') })) },
    controller: { nodeSelector: { pool: pulumi.output('system') } },
    slurmConf: { defMemPerGpu: Size.gibibytes(200) },
    nodeSets: { cpu: { scaling: Scaling.fixed(2), cpu: Cpu.units(8) } },
    gpuNodeSets: { h100: { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(4), nodeSelector: { pool: pulumi.output('h100') } } },
    partitions: {
      train: { nodeSets: ['h100'], isDefault: true, maxTime: Duration.days(2) },
      rest: { alternate: 'train', allowAccounts: [pulumi.output('physics'), 'biology'] },
    },
    loginSets: { main: { replicas: 2, service: { annotations: { 'external-dns.alpha.kubernetes.io/hostname': pulumi.output('login.example.com') } } } },
    jwtTokens: { portal: { username: pulumi.output('portal') } },
  };
}

test('arguments give the objects that constructs give', async () => {
  const { objects } = await deploy(() => new slurm.SlurmCluster('training', args(pulumi.output('mysql.example.com'))));
  const expected = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {
      clusterName: 'training',
      accounting: { database: Database.external({ host: 'mysql.example.com', port: 3307, username: 'slurm', password: slurm.secretKey('db', 'password') }) },
      controller: { nodeSelector: { pool: 'system' } },
      slurmConf: { defMemPerGpu: Size.gibibytes(200) },
    });
    cluster.addNodeSet('cpu', { scaling: Scaling.fixed(2), cpu: Cpu.units(8) });
    const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(4), nodeSelector: { pool: 'h100' } });
    const train = cluster.addPartition('train', { nodeSets: [h100], isDefault: true, maxTime: Duration.days(2) });
    cluster.addPartition('rest', { alternate: train, allowAccounts: [Account.named('physics'), Account.named('biology')] });
    cluster.addLoginSet('main', { replicas: 2, service: { annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'login.example.com' } } });
    cluster.addJwtToken('portal', { username: 'portal' });
  });
  const sssd = expected.filter(({ kind }) => kind === 'Secret');
  expect(objects.filter(({ inputs }) => inputs.kind !== 'Secret').map(({ inputs }) => inputs)).toEqual(expect.arrayContaining(expected.filter(each => !sssd.includes(each))));
  expect(objects).toHaveLength(expected.length);
});

test('outputs say how to reach it', async () => {
  const { result } = await deploy(() => new slurm.SlurmCluster('training', { ...args('mysql.example.com'), namespace: pulumi.output('hpc') }));
  const { namespace, controllerName, clusterName, restUrl, loginServices, nodeSets } = result;
  expect(await valueOf(pulumi.output({ namespace, controllerName, clusterName, restUrl, loginServices, nodeSets }))).toEqual({
    namespace: 'hpc',
    controllerName: 'slurm',
    clusterName: 'training',
    restUrl: 'http://slurm-restapi.hpc:6820',
    loginServices: { 'slurm-login-main': 'slurm-login-main.hpc' },
    nodeSets: { cpu: 'slurm-worker-cpu', h100: 'slurm-worker-h100' },
  });
});

test('a preview shows all but the database that is not there yet', async () => {
  const { objects } = await deploy(() => {
    const service = new kubernetes.core.v1.Service('database', {});
    return new slurm.SlurmCluster('training', args(service.spec.clusterIP));
  }, true);
  expect(object(objects, 'Accounting').inputs.spec.storageConfig).toMatchObject({ host: unknown, port: 3307 });
  expect(object(objects, 'NodeSet', 'slurm-worker-h100').inputs.spec).toMatchObject({ replicas: 4, template: { spec: { nodeSelector: { pool: 'h100' } } } });
});

test('the namespace is left to others when the arguments say so', async () => {
  const { objects } = await deploy(() => new slurm.SlurmCluster('training', { ...args('mysql.example.com'), createNamespace: false }));
  expect(objects.filter(({ inputs }) => inputs.kind === 'Namespace')).toEqual([]);
});

test('an unknown node set is refused with those that there are', async () => {
  await deploy(() => {
    expect(() => new slurm.SlurmCluster('training', { namespace: 'slurm', nodeSets: { cpu: {} }, partitions: { all: { nodeSets: ['gpu'] } } }))
      .toThrow("PUL-006: 'nodeSets' of partition 'all' names 'gpu', and there is no node set of that name; use 'cpu'");
  });
});

describe('SlurmKeys', () => {
  test('are random bytes in immutable Secrets, secret in the state, and the cluster waits for them', async () => {
    const { resources } = await deploy(() => {
      const room = new kubernetes.core.v1.Namespace('room', { metadata: { name: 'hpc' } });
      const keys = new slurm.SlurmKeys('keys', { namespace: room.metadata.name });
      return new slurm.SlurmCluster('training', { namespace: room.metadata.name, authKeys: keys.authKeys, nodeSets: { cpu: {} }, partitions: { all: {} } });
    });
    expect(resources.filter(({ type }) => type === 'random:index/randomBytes:RandomBytes').map(({ inputs }) => inputs)).toEqual([{ length: 1024 }, { length: 1024 }]);
    const secret = object(resources, 'Secret', 'slurm-auth-jwt');
    expect(secret.inputs).toMatchObject({ immutable: true, type: 'Opaque', metadata: { namespace: 'hpc' } });
    expect(Object.keys(secret.inputs.data)).toEqual(['secret']);
    const controller = object(resources, 'Controller');
    expect(controller.inputs.spec).toMatchObject({ slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' }, jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' } });
    expect(controller.dependencies).toEqual(expect.arrayContaining([secret.urn, object(resources, 'Secret', 'slurm-auth-slurm').urn]));
    expect(resources.filter(({ inputs }) => inputs.kind === 'Job')).toEqual([]);
  });

  test('carry protection to the keys', async () => {
    const { resources } = await deploy(() => new slurm.SlurmKeys('keys', { namespace: 'hpc', cluster: 'b' }, { protect: true, retainOnDelete: true }));
    expect(resources.filter(({ type, protect, retainOnDelete }) => !type.includes('SlurmKeys') && !(protect && retainOnDelete))).toEqual([]);
    expect(resources.map(({ inputs }) => inputs.metadata?.name).filter(Boolean)).toEqual(['b-auth-slurm', 'b-auth-jwt']);
  });
});

