import { installDefinitions } from './custom-resources';
import type { Command } from './pulumi-command';
import { PulumiEngine } from './pulumi-engine';
import { describeWithPulumi } from './pulumi-programs';
import { RealCluster } from './real-cluster';

const slinky = '/apis/slinky.slurm.net/v1beta1/namespaces';

jest.setTimeout(300_000);

describeWithPulumi('the real Pulumi engine', () => {
  let cluster: RealCluster;
  let engine: PulumiEngine;

  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster);
    engine = new PulumiEngine(cluster);
    engine.startControllers();
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  describe('with examples/pulumi-training', () => {
    const config = { databaseStack: 'organization/database/test' };
    const secrets = { ldapPassword: 'password-of-the-directory' };
    const up = (more: Command['config'] = {}) => engine.run('up', 'examples/pulumi-training/index.ts', 'slurm-training', { config: { ...config, ...more }, secrets });

    test('makes what it declares, with the database of another stack', async () => {
      expect((await engine.run('up', 'test-cluster/programs/database.ts', 'database')).error).toBeUndefined();
      const { error, steps, outputs } = await up({ h100Nodes: '1024', scavenge: 'true' });
      expect(error).toBeUndefined();
      expect(steps.filter(step => !step.startsWith('create '))).toEqual([]);
      expect(outputs).toEqual({ restUrl: 'http://slurm-restapi.slurm:6820', loginHost: 'slurm-login-main.slurm', nodeSets: { h100: 'slurm-worker-h100' } });
      const accounting = await cluster.api.find(`${slinky}/slurm/accountings/slurm`);
      expect(accounting?.spec.storageConfig).toMatchObject({ host: 'mysql.example.com', port: 3307, passwordKeyRef: { name: 'slurm-database', key: 'password' } });
      const key = await cluster.api.find('/api/v1/namespaces/slurm/secrets/slurm-auth-slurm');
      expect(Buffer.from(key?.data['slurm.key'], 'base64')).toHaveLength(1024);
    });

    test('keeps passwords and keys encrypted in the state', async () => {
      const key = await cluster.api.find('/api/v1/namespaces/slurm/secrets/slurm-auth-jwt');
      const text = engine.state('slurm-training');
      for (const secret of ['password-of-the-database', 'password-of-the-directory', String(key?.data['jwt.key']).slice(0, 40)]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
      }
      expect(text).toContain('"ciphertext"');
    });

    test('puts no annotation on custom resources, since the operator would copy it to pods', async () => {
      for (const resource of ['controllers', 'accountings', 'restapis', 'loginsets', 'nodesets']) {
        const found = await cluster.api.list(`${slinky}/slurm/${resource}`);
        expect(found.map(({ metadata }) => metadata.annotations)).toEqual(found.map(() => undefined));
        expect(found.length).toBeGreaterThan(0);
      }
    });

    test('changes nothing a second time', async () => {
      const { error, steps } = await up();
      expect({ error, steps }).toEqual({ error: undefined, steps: [] });
    });

    test('changes the number of nodes in place', async () => {
      const before = await cluster.api.find(`${slinky}/slurm/nodesets/slurm-worker-h100`);
      const { error, steps } = await up({ h100Nodes: '512' });
      expect({ error, steps }).toEqual({
        error: undefined,
        steps: [
          'update kubernetes:slinky.slurm.net/v1beta1:Controller training:slurm',
          'update kubernetes:slinky.slurm.net/v1beta1:NodeSet training:slurm-worker-h100',
        ],
      });
      const after = await cluster.api.find(`${slinky}/slurm/nodesets/slurm-worker-h100`);
      expect([before?.metadata.uid, before?.spec.replicas, after?.spec.replicas]).toEqual([after?.metadata.uid, 1024, 512]);
    });

    test('takes a partition out of the Controller alone', async () => {
      const { error, steps } = await up({ h100Nodes: '512', scavenge: 'false' });
      expect({ error, steps }).toEqual({ error: undefined, steps: ['update kubernetes:slinky.slurm.net/v1beta1:Controller training:slurm'] });
      expect((await cluster.api.find(`${slinky}/slurm/controllers/slurm`))?.spec.extraConf).not.toContain('scavenge');
    });

    test('leaves nothing when it is destroyed', async () => {
      expect((await engine.run('destroy', 'examples/pulumi-training/index.ts', 'slurm-training', { config, secrets })).error).toBeUndefined();
      expect(await cluster.api.find('/api/v1/namespaces/slurm')).toBeUndefined();
      expect(await cluster.api.list('/api/v1/persistentvolumes')).toEqual([]);
    });
  });

  describe('with examples/pulumi-declarative', () => {
    const program = ['examples/pulumi-declarative/index.ts', 'slurm-research'] as const;

    test('makes what it declares, and changes nothing a second time', async () => {
      const { error, outputs } = await engine.run('up', ...program);
      expect(error).toBeUndefined();
      expect(outputs.nodeSets).toEqual({ cpu: 'research-worker-cpu', l40s: 'research-worker-l40s' });
      const second = await engine.run('up', ...program);
      expect({ error: second.error, steps: second.steps }).toEqual({ error: undefined, steps: [] });
    });

    test('changes the number of nodes in place', async () => {
      const { error, steps } = await engine.run('up', ...program, { config: { cpuNodes: '6' } });
      expect({ error, steps }).toEqual({ error: undefined, steps: ['update kubernetes:slinky.slurm.net/v1beta1:NodeSet research:research-worker-cpu'] });
    });

    test('leaves nothing when it is destroyed', async () => {
      expect((await engine.run('destroy', ...program)).error).toBeUndefined();
      expect(await cluster.api.find('/api/v1/namespaces/research')).toBeUndefined();
    });
  });

  test('previews a cluster whose database nobody knows yet', async () => {
    const { error, steps } = await engine.run('preview', 'test-cluster/programs/unknown-database.ts', 'unknown-database');
    expect(error).toBeUndefined();
    expect(steps).toContain('create kubernetes:slinky.slurm.net/v1beta1:Accounting training:slurm');
  });
});
