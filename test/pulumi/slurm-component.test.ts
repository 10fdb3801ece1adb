import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Database, Gpu, Identity, Scaling, SharedFileSystem, SlurmCluster, SlurmNamespace, PodSecurityLevel } from 'slurm-constructs';
import { asList, asNumber, asString, secretKey, SlurmComponent } from 'slurm-constructs/pulumi';
import { Deployed, deploy, unknown, valueOf } from './deployment';
import { manifests, smallCluster } from '../cluster/cluster-manifests';

function find(resources: Deployed[], type: string, name?: string): Deployed {
  const found = resources.filter(resource => resource.type.endsWith(`:${type}`) && (name === undefined || resource.name === name));
  expect(found.map(resource => resource.name)).toHaveLength(1);
  return found[0];
}

/** A cluster that uses what has objects of every sort. */
function declare(chart: Chart): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', { accounting: {}, identity: Identity.localFiles(), restApi: { replicas: 2 }, slurmConf: { defMemPerGpu: Size.gibibytes(200) } });
  const gpus = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(4) });
  cluster.addPartition('train', { nodeSets: [gpus], isDefault: true });
  cluster.addLoginSet('main');
  return cluster;
}

function withDatabase(host: pulumi.Input<string>, port: pulumi.Input<number> = 3306, password: pulumi.Input<string> = 'database') {
  return (chart: Chart) => {
    smallCluster(chart, 'slurm', {
      accounting: { database: Database.external({ host: asString(host), port: asNumber(port), username: 'slurm', password: secretKey(password, 'password') }) },
    });
  };
}

describe('the same objects as through cdk8s', () => {
  test('each once', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, declare));
    const expected = manifests(declare);
    const byName = (one: { kind: string; metadata: { name: string } }, other: { kind: string; metadata: { name: string } }) =>
      (`${one.kind} ${one.metadata.name}` < `${other.kind} ${other.metadata.name}` ? -1 : 1);
    expect(objects.map(({ inputs }) => plain(inputs)).sort(byName)).toEqual([...expected].sort(byName));
  });

  test('typed where @pulumi/kubernetes knows the kind, custom resources otherwise', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, declare));
    expect([...new Set(objects.map(({ type }) => type))].sort()).toEqual([
      'kubernetes:apps/v1:StatefulSet', 'kubernetes:batch/v1:Job', 'kubernetes:core/v1:ConfigMap', 'kubernetes:core/v1:Namespace', 'kubernetes:core/v1:Secret',
      'kubernetes:core/v1:Service', 'kubernetes:core/v1:ServiceAccount', 'kubernetes:policy/v1:PodDisruptionBudget', 'kubernetes:rbac.authorization.k8s.io/v1:Role',
      'kubernetes:rbac.authorization.k8s.io/v1:RoleBinding', 'kubernetes:slinky.slurm.net/v1beta1:Accounting', 'kubernetes:slinky.slurm.net/v1beta1:Controller',
      'kubernetes:slinky.slurm.net/v1beta1:LoginSet', 'kubernetes:slinky.slurm.net/v1beta1:NodeSet', 'kubernetes:slinky.slurm.net/v1beta1:RestApi',
    ]);
  });

  test('without an annotation of Pulumi on any, since slurm-operator copies annotations into pod templates', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, declare));
    expect(JSON.stringify(objects.map(({ inputs }) => inputs))).not.toContain('pulumi.com/');
  });
});

describe('resources', () => {
  test('are children of the component and wait for what the constructs depend on', async () => {
    const { resources } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, declare));
    const component = find(resources, 'SlurmComponent');
    const objects = resources.filter(({ type }) => type.startsWith('kubernetes:'));
    expect(objects.filter(({ parent }) => parent !== component.urn)).toEqual([]);
    const controller = find(resources, 'Controller');
    expect(find(resources, 'NodeSet').dependencies).toContain(controller.urn);
    expect(controller.dependencies).toContain(find(resources, 'Accounting').urn);
    expect(controller.dependencies).toContain(find(resources, 'ConfigMap', 'training:slurm-config-extra').urn);
    expect(find(resources, 'StatefulSet').dependencies).toContain(objects.find(({ name }) => name.startsWith('training:slurm-mariadb-init-') && name)!.urn);
  });

  test('keep their URN when constructs move within the component', async () => {
    const urns = async (move: (chart: Chart) => Construct) => {
      const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
        const cluster = new SlurmCluster(move(chart), 'slurm', { name: 'slurm' });
        cluster.addNodeSet('cpu');
        cluster.addPartition('all');
      }));
      return objects.map(({ urn }) => urn).sort();
    };
    expect(await urns(chart => new Construct(new Construct(chart, 'Region'), 'Site'))).toEqual(await urns(chart => chart));
  });

  test('of a renamed component are known by their old names', async () => {
    const { objects } = await deploy(() => new SlurmComponent('research', { namespace: 'slurm' }, chart => smallCluster(chart, 'slurm'), { aliases: [{ name: 'training' }] }));
    expect(objects.filter(({ name, aliases }) => !aliases.some(alias => alias.endsWith(`::${name.replace(/^research:/, 'training:')}`)))).toEqual([]);
  });

  test('carry the options of the component', async () => {
    const { resources } = await deploy(() => {
      const provider = new kubernetes.Provider('cluster', { kubeconfig: '{}' });
      const operator = new kubernetes.core.v1.ConfigMap('operator', {});
      return new SlurmComponent('training', { namespace: 'slurm' }, chart => smallCluster(chart, 'slurm'), {
        provider,
        dependsOn: operator,
        protect: true,
        retainOnDelete: true,
        ignoreChanges: ['spec.replicas', 'metadata.labels["team"]'],
        transformations: [({ type, props, opts }) => (type.endsWith(':NodeSet') ? { props: { ...props, spec: { ...props.spec, replicas: 7 } }, opts } : undefined)],
      });
    });
    const objects = resources.filter(({ name }) => name.startsWith('training:'));
    const operator = find(resources, 'ConfigMap', 'operator');
    expect(objects.filter(({ provider }) => !/::cluster::/.test(provider))).toEqual([]);
    expect(objects.filter(({ dependencies }) => !dependencies.includes(operator.urn))).toEqual([]);
    expect(objects.filter(({ protect, retainOnDelete }) => !protect || !retainOnDelete)).toEqual([]);
    expect(objects.filter(({ ignoreChanges }) => ignoreChanges.length > 0).map(({ type, ignoreChanges }) => [type.split(':').pop(), ...ignoreChanges].join(' ')).sort()).toEqual([
      'NodeSet spec.replicas', 'RestApi spec.replicas',
    ]);
    expect(find(resources, 'NodeSet').inputs.spec.replicas).toBe(7);
  });

  test('can be found by kind and name', async () => {
    const { result } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, declare));
    expect(await valueOf(result.resource('Controller', 'slurm').urn)).toContain('::training:slurm');
    expect(() => result.resource('NodeSet', 'slurm')).toThrow("PUL-005: the component has no NodeSet 'slurm'; there is 'slurm-worker-h100'");
  });
});

describe('the namespace', () => {
  test('of a plain name is made', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => smallCluster(chart, 'slurm')));
    expect(find(objects, 'Namespace').inputs.metadata).toMatchObject({ name: 'slurm', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } });
  });

  test('of a plain name stays with whoever the cluster says keeps it', async () => {
    const namespace = SlurmNamespace.existing({ podSecurityLevel: PodSecurityLevel.PRIVILEGED });
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => smallCluster(chart, 'slurm', { namespace })));
    expect(objects.filter(({ type }) => type.endsWith(':Namespace'))).toEqual([]);
  });

  test('from another resource is where all objects go, and they wait for it', async () => {
    const { resources } = await deploy(() => {
      const room = new kubernetes.core.v1.Namespace('room', { metadata: { name: 'hpc' } });
      return new SlurmComponent('training', { namespace: room.metadata.name }, declare);
    });
    const room = find(resources, 'Namespace');
    const objects = resources.filter(({ name }) => name.startsWith('training:'));
    expect(objects.filter(({ inputs }) => inputs.metadata.namespace !== 'hpc')).toEqual([]);
    expect(objects.filter(({ dependencies }) => !dependencies.includes(room.urn))).toEqual([]);
    expect(JSON.stringify(objects)).not.toMatch(/q7plm|mlp7q/);
  });
});

test('objects outside of namespaces carry an output as namespace in their names, and keep their URN', async () => {
  const { objects } = await deploy(() => new SlurmComponent('training', { namespace: pulumi.output('hpc') }, chart => {
    smallCluster(chart, 'slurm', {
      sharedFileSystems: [SharedFileSystem.csi({ driver: 'lustre.example.com', volumeHandle: '10.0.0.5:/home', capacity: Size.tebibytes(1), mountPath: '/home' })],
    });
  }));
  const volume = find(objects, 'PersistentVolume');
  expect([volume.name, volume.inputs.metadata.name]).toEqual(['training:slurm-home', 'hpc-slurm-home']);
});

describe('outputs', () => {
  test('say how to reach the cluster and its parts', async () => {
    const { result } = await deploy(() => new SlurmComponent('training', { namespace: pulumi.output('hpc') }, declare));
    const { slurm } = result.clusters;
    expect(await valueOf(pulumi.output(slurm))).toEqual({
      namespace: 'hpc',
      controllerName: 'slurm',
      clusterName: 'hpc_slurm',
      restUrl: 'http://slurm-restapi.hpc:6820',
      loginServices: { 'slurm-login-main': 'slurm-login-main.hpc' },
      nodeSets: { h100: 'slurm-worker-h100' },
    });
  });
});

describe('values of other resources', () => {
  test('come to their places as what they are', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, withDatabase(pulumi.output('mysql.example.com'), pulumi.output(3307), pulumi.output('db-9f2'))));
    expect(find(objects, 'Accounting').inputs.spec.storageConfig).toEqual({
      host: 'mysql.example.com', port: 3307, database: 'slurm_acct_db', username: 'slurm', passwordKeyRef: { name: 'db-9f2', key: 'password' },
    });
  });

  test('make the objects that hold them wait for those resources', async () => {
    const { resources } = await deploy(() => {
      const secret = new kubernetes.core.v1.Secret('database', { metadata: { name: 'db' }, stringData: { password: 'x' } });
      return new SlurmComponent('training', { namespace: 'slurm' }, withDatabase('mysql.example.com', 3306, secret.metadata.name));
    });
    expect(find(resources, 'Accounting').dependencies).toContain(find(resources, 'Secret', 'database').urn);
  });

  test('that are secret make the field secret and nothing else', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, withDatabase(pulumi.secret('mysql.example.com'))));
    const { storageConfig } = find(objects, 'Accounting').inputs.spec;
    expect(storageConfig.host).toEqual({ secret: 'mysql.example.com' });
    expect(JSON.stringify({ ...storageConfig, host: undefined })).not.toContain('secret"');
    expect(JSON.stringify(find(objects, 'Controller').inputs)).not.toContain('{"secret":');
  });

  test('that a preview does not know stay unknown, and all else is shown', async () => {
    const { objects } = await deploy(() => {
      const address = new kubernetes.core.v1.Service('database', {}).status.apply(status => status.loadBalancer.ingress[0].hostname);
      return new SlurmComponent('training', { namespace: 'slurm' }, withDatabase(address));
    }, true);
    expect(find(objects, 'Accounting').inputs.spec.storageConfig).toMatchObject({ host: unknown, port: 3306, username: 'slurm' });
    expect(find(objects, 'Controller').inputs.spec.accountingRef).toEqual({ name: 'slurm' });
  });

  test('within configuration become part of its text', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
      smallCluster(chart, 'slurm', { configFiles: { 'plugstack.conf': `required /usr/lib/spank.so url=https://${asString(pulumi.output('portal.example.com'))}/hook` } });
    }));
    expect(find(objects, 'ConfigMap', 'training:slurm-config-extra').inputs.data['plugstack.conf']).toBe('required /usr/lib/spank.so url=https://portal.example.com/hook');
  });

  test('as lists fill lists', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
      smallCluster(chart, 'slurm').addLoginSet('main', { service: { loadBalancerSourceRanges: ['10.0.0.0/8', ...asList(pulumi.output(['192.0.2.0/24', '198.51.100.0/24']))] } });
    }));
    expect(find(objects, 'LoginSet').inputs.spec.service.spec.loadBalancerSourceRanges).toEqual(['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24']);
  });

  test('change the digest that rolls pods when they change', async () => {
    const hashOf = async (host: string, before = 0) => {
      const { objects } = await deploy(() => {
        Array.from({ length: before }, () => asString(pulumi.output('another value')));
        return new SlurmComponent('training', { namespace: 'slurm' }, chart => {
          smallCluster(chart, 'slurm', { identity: Identity.ldap({ uri: `ldaps://${asString(pulumi.output(host))}`, searchBase: 'dc=example,dc=com' }) }).addNodeSet('shell', { ssh: {} });
        });
      });
      expect(find(objects, 'Secret').inputs.stringData.secret['sssd.conf']).toContain(`ldap_uri = ldaps://${host}`);
      return find(objects, 'NodeSet', 'training:slurm-worker-shell').inputs.spec.template.metadata.annotations['slurm-constructs/sssd-conf-hash'];
    };
    const hash = await hashOf('one.example.com');
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(await hashOf('one.example.com', 3)).toBe(hash);
    expect(await hashOf('two.example.com')).not.toBe(hash);
  });

  test('change the name of what cannot be changed, and the resource stays the same', async () => {
    const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
      smallCluster(chart, 'slurm', { images: { pullSecrets: [secretKey(pulumi.output('registry'), 'x').secret] } });
    }));
    const job = find(objects, 'Job');
    expect(job.name).toBe('training:slurm-auth-keys');
    expect(job.inputs.metadata.name).toMatch(/^slurm-auth-keys-[0-9a-f]{8}$/);
    expect(job.inputs.spec.template.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });
});

/** An object as it reaches Kubernetes, where Pulumi's secrets are values like others. */
function plain(value: unknown): any {
  return JSON.parse(JSON.stringify(value), (_, field) => (typeof field === 'object' && field !== null && Object.keys(field).join() === 'secret' ? field.secret : field));
}
