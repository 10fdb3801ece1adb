import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart } from 'cdk8s';
import { Database, Scaling, SlurmCluster } from 'slurm-constructs';
import { asNumber, asString, secretKey, SlurmComponent } from 'slurm-constructs/pulumi';
import { deploy } from './deployment';
import { missingPackages, requirePackages } from '../../src/pulumi/require-pulumi';
import { smallCluster } from '../cluster/cluster-manifests';

/** The error of a program, and what it registered before. */
async function refusal(declare: (chart: Chart) => void): Promise<{ message: string; registered: string[] }> {
  let message = '';
  const { resources } = await deploy(() => {
    try {
      new SlurmComponent('training', { namespace: 'slurm' }, declare);
    } catch (error) {
      message = (error as Error).message;
    }
  });
  return { message, registered: resources.map(({ name }) => name) };
}

test.each<[string, (chart: Chart) => void, RegExp]>([
  [
    'a count of nodes',
    chart => smallCluster(chart, 'slurm').addNodeSet('h100', { scaling: Scaling.fixed(asNumber(pulumi.output(4))) }),
    /^\[training\/slurm\/h100\] NODE-001: 'nodes' of Scaling\.fixed is <asNumber at refusals\.test\.ts:\d+>, and a node set has a whole number of nodes; .*\nPUL-004: a Pulumi output stands where its value decides the shape/,
  ],
  [
    'the name of a node set',
    chart => smallCluster(chart, 'slurm').addNodeSet(asString(pulumi.output('h100'))),
    /PUL-002: 'metadata\.name' of a NodeSet is 'slurm-worker-<asString at refusals\.test\.ts:\d+>', and what is called how decides the shape of the cluster/,
  ],
  [
    'the kind of an object',
    chart => new ApiObject(chart, 'X', { apiVersion: 'v1', kind: asString(pulumi.output('ConfigMap')), metadata: { name: 'x' } }),
    /PUL-002: 'kind' of a <asString at/,
  ],
])('an output as %s is refused by its place in the program', async (_, declare, message) => {
  const { message: told, registered } = await refusal(declare);
  expect(told).toMatch(message);
  expect(told).not.toMatch(/q7plm|-9007199254\d{6}/);
  expect(registered).toEqual([]);
});

test('what the rules find is told as in cdk8s, before anything is registered', async () => {
  const { message, registered } = await refusal(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {});
    cluster.addPartition('train', { nodeSets: [cluster.addNodeSet('cpu')], topology: undefined });
    cluster.addPartition('all', { isDefault: true });
    cluster.addPartition('other', { isDefault: true });
  });
  expect(message).toMatch(/^Validation failed with the following errors:\n  .*\n  \[training\/slurm\] PART-022: /);
  expect(registered).toEqual([]);
});

test('two objects of one kind and name are refused', async () => {
  const twin = (chart: Chart, id: string) => new ApiObject(chart, id, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } });
  const { message, registered } = await refusal(chart => ['A', 'B'].forEach(id => twin(chart, id)));
  expect(message).toBe("[training/B] PUL-003: there is a Thing 'x' at 'training/A' already, and Kubernetes and Pulumi would take both for one; give one of them another name");
  expect(registered).toEqual([]);
});

test('a wrong plain value of a database is refused with its own words', async () => {
  const { message } = await refusal(chart => smallCluster(chart, 'slurm', {
    accounting: { database: Database.external({ host: 'mysql:3306', username: 'slurm', password: secretKey('db', 'password') }) },
  }));
  expect(message).toMatch(/^\[training\/slurm\/Accounting\] ACCT-003: /);
  expect(message).not.toContain('PUL-');
});

describe('without the packages of Pulumi', () => {
  test('one sentence says what to install', () => {
    expect(() => requirePackages(['@pulumi/pulumi', '@pulumi/no-such-package'], 'slurm-constructs/pulumi')).toThrow(
      'slurm-constructs/pulumi needs @pulumi/no-such-package, which slurm-constructs leaves to you since cdk8s programs need neither; run: npm install @pulumi/no-such-package',
    );
  });

  test('those that are there are not named', () => {
    expect(missingPackages(['a', 'b'], name => (name === 'a' ? '/a' : (() => { throw new Error('no'); })()))).toEqual(['b']);
  });
});
