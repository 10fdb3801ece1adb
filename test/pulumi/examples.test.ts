import * as fs from 'fs';
import * as path from 'path';
import * as pulumi from '@pulumi/pulumi';
import { load } from 'js-yaml';
import { Deployed, deploy, valueOf } from './deployment';

const folder = (example: string) => path.join(__dirname, '../../examples', example);

/** Runs an example with settings, and returns what it exports and registers; it may warn of nothing. */
async function run(example: string, config: { [key: string]: string }) {
  const warn = jest.spyOn(console, 'warn').mockImplementation(message => { throw new Error(message); });
  pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [`project:${key}`, value])));
  try {
    return await deploy(() => require(folder(example)) as { readonly [name: string]: pulumi.Output<unknown> });
  } finally {
    warn.mockRestore();
  }
}

function kinds(resources: Deployed[]): string[] {
  return [...new Set(resources.map(({ inputs }) => inputs.kind as string | undefined ?? ''))].filter(kind => kind !== '').sort();
}

test('pulumi-training deploys the training cluster with the database of another stack', async () => {
  const { result, resources } = await run('pulumi-training', { databaseStack: 'acme/database/prod', ldapPassword: 'x' });
  expect(kinds(resources)).toEqual(['Accounting', 'ConfigMap', 'Controller', 'LoginSet', 'Namespace', 'NodeSet', 'PersistentVolume', 'PersistentVolumeClaim', 'RestApi', 'Secret']);
  const one = (kind: string) => resources.find(({ inputs }) => inputs.kind === kind)!.inputs;
  expect(one('NodeSet').spec).toMatchObject({ replicas: 1024, extraConf: 'Gres=gpu:h100:8' });
  expect(one('Accounting').spec.storageConfig).toMatchObject({ host: 'mysql.example.com', port: 3307, passwordKeyRef: { name: 'slurm-database' } });
  expect(await valueOf(result.restUrl)).toBe('http://slurm-restapi.slurm:6820');
  expect(await valueOf(result.loginHost)).toBe('slurm-login-main.slurm');
});

test('pulumi-declarative deploys its node sets, partitions and login host', async () => {
  const { result, resources } = await run('pulumi-declarative', {});
  expect(kinds(resources)).toEqual(['ConfigMap', 'Controller', 'LoginSet', 'Namespace', 'NodeSet', 'RestApi', 'Secret']);
  expect(await valueOf(pulumi.output(result.nodeSets))).toEqual({ cpu: 'research-worker-cpu', l40s: 'research-worker-l40s' });
});

test.each(['pulumi-training', 'pulumi-declarative'])('%s is a project that a reader could copy', example => {
  const ours = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
  const theirs = JSON.parse(fs.readFileSync(path.join(folder(example), 'package.json'), 'utf8'));
  expect(theirs.dependencies).toMatchObject(ours.peerDependencies);
  expect(Object.keys(theirs.dependencies)).toEqual(expect.arrayContaining(Object.keys(ours.peerDependenciesMeta)));
  expect(load(fs.readFileSync(path.join(folder(example), 'Pulumi.yaml'), 'utf8'))).toMatchObject({ name: expect.any(String), runtime: { name: 'nodejs' } });
  expect(fs.readFileSync(path.join(folder(example), 'README.md'), 'utf8')).toContain('pulumi up');
});
