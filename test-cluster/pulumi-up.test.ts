import { execFile } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { promisify } from 'util';
import { clusterProgram } from './cluster-programs';
import { installDefinitions } from './custom-resources';
import type { Command, Result } from './pulumi-command';
import { describeWithPulumi, pulumiFolders } from './pulumi-programs';
import { RealCluster } from './real-cluster';

const repository = path.join(__dirname, '..');
const slinky = '/apis/slinky.slurm.net/v1beta1/namespaces';

/** Controllers of Kubernetes without which Pulumi would wait for volumes and for the end of namespaces. */
const controllers = [
  'namespace-controller', 'garbage-collector-controller', 'serviceaccount-controller',
  'persistentvolume-binder-controller', 'persistentvolumeclaim-protection-controller', 'persistentvolume-protection-controller',
];

jest.setTimeout(300_000);

describeWithPulumi('the real Pulumi engine', () => {
  let cluster: RealCluster;

  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster);
    cluster.run('volume-controllers', clusterProgram('kube-controller-manager'), [
      `--kubeconfig=${cluster.kubeconfig}`, '--leader-elect=false', '--secure-port=0', `--controllers=${controllers.join(',')}`,
    ]);
    fs.mkdirSync(cluster.file('bin'));
    const random = path.join(__dirname, 'random-provider.ts');
    fs.writeFileSync(cluster.file('bin', 'pulumi-resource-random'), `#!/bin/sh\ncd '${repository}' && exec '${process.execPath}' --import tsx '${random}' "$@"\n`, { mode: 0o755 });
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  async function pulumi(verb: Command['verb'], program: string, project: string, settings: Partial<Pick<Command, 'config' | 'secrets'>> = {}): Promise<Result> {
    const command: Command = { verb, program: path.join(repository, program), project, stack: 'test', home: cluster.file('pulumi'), config: {}, secrets: {}, ...settings };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(__dirname, 'pulumi-command.ts'), JSON.stringify(command)], {
      cwd: repository,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        HOME: cluster.folder,
        KUBECONFIG: cluster.kubeconfig,
        PATH: [cluster.file('bin'), ...pulumiFolders, process.env.PATH].join(path.delimiter),
        TSX_TSCONFIG_PATH: path.join(repository, 'test/tsconfig.json'),
      },
    });
    return JSON.parse(stdout.trim().split('\n').pop()!) as Result;
  }

  /** The state of a stack as it lies on the disk. */
  function state(project: string): string {
    return fs.readFileSync(cluster.file('pulumi', 'stacks', '.pulumi', 'stacks', project, 'test.json'), 'utf8');
  }

  describe('with examples/pulumi-training', () => {
    const config = { databaseStack: 'organization/database/test' };
    const secrets = { ldapPassword: 'password-of-the-directory' };
    const up = (more: Command['config'] = {}) => pulumi('up', 'examples/pulumi-training/index.ts', 'slurm-training', { config: { ...config, ...more }, secrets });

    test('makes what it declares, with the database of another stack', async () => {
      expect((await pulumi('up', 'test-cluster/programs/database.ts', 'database')).error).toBeUndefined();
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
      const text = state('slurm-training');
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
      expect(await up()).toMatchObject({ steps: [] });
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
      expect((await pulumi('destroy', 'examples/pulumi-training/index.ts', 'slurm-training', { config, secrets })).error).toBeUndefined();
      expect(await cluster.api.find('/api/v1/namespaces/slurm')).toBeUndefined();
      expect(await cluster.api.list('/api/v1/persistentvolumes')).toEqual([]);
    });
  });

  describe('with examples/pulumi-declarative', () => {
    const program = ['examples/pulumi-declarative/index.ts', 'slurm-research'] as const;

    test('makes what it declares, and changes nothing a second time', async () => {
      const { error, outputs } = await pulumi('up', ...program);
      expect(error).toBeUndefined();
      expect(outputs.nodeSets).toEqual({ cpu: 'research-worker-cpu', l40s: 'research-worker-l40s' });
      expect(await pulumi('up', ...program)).toMatchObject({ steps: [] });
    });

    test('changes the number of nodes in place', async () => {
      const { error, steps } = await pulumi('up', ...program, { config: { cpuNodes: '6' } });
      expect({ error, steps }).toEqual({ error: undefined, steps: ['update kubernetes:slinky.slurm.net/v1beta1:NodeSet research:research-worker-cpu'] });
    });

    test('leaves nothing when it is destroyed', async () => {
      expect((await pulumi('destroy', ...program)).error).toBeUndefined();
      expect(await cluster.api.find('/api/v1/namespaces/research')).toBeUndefined();
    });
  });

  test('previews a cluster whose database nobody knows yet', async () => {
    const { error, steps } = await pulumi('preview', 'test-cluster/programs/unknown-database.ts', 'unknown-database');
    expect(error).toBeUndefined();
    expect(steps).toContain('create kubernetes:slinky.slurm.net/v1beta1:Accounting training:slurm');
  });
});
