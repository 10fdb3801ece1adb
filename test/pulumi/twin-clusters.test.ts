import * as pulumi from '@pulumi/pulumi';
import { SlurmCluster, SlurmComponent } from 'slurm-constructs/pulumi';
import { deploy } from './deployment';
import { smallCluster } from '../cluster/cluster-manifests';

const said = async (program: () => unknown) => {
  const warn = jest.spyOn(pulumi.log, 'warn').mockResolvedValue();
  await deploy(program);
  return warn.mock.calls.map(([text]) => text);
};
const component = (name: string, namespace: pulumi.Input<string>, cluster: string, options: pulumi.ComponentResourceOptions = {}) =>
  new SlurmComponent(name, { namespace }, chart => void smallCluster(chart, cluster), options);

describe('components whose clusters have one name', () => {
  test('in two namespaces are warned of, since the operator confuses them', async () => {
    const [text, ...more] = await said(() => [component('one', 'a', 'twin'), component('two', pulumi.output('b'), 'twin')]);
    expect(more).toEqual([]);
    expect(text).toBe("PUL-007: 'two' in namespace 'b' and 'one' in namespace 'a' both call their cluster 'twin', and slurm-operator confuses Controllers of one name: "
      + 'rolling updates would never run; give one of them another name, or each a provider of its own if they are for different Kubernetes clusters');
  });

  test('are warned of whichever component declares them', async () => {
    const args = { createNamespace: true, nodeSets: { cpu: {} }, partitions: { all: { isDefault: true } } };
    const texts = await said(() => [component('one', 'a', 'mixed'), new SlurmCluster('two', { ...args, name: 'mixed', namespace: 'b' })]);
    expect(texts).toEqual([expect.stringContaining("'two' in namespace 'b'")]);
  });

  test('for Kubernetes clusters of their own are left alone', async () => {
    const { Provider } = require('@pulumi/kubernetes') as typeof import('@pulumi/kubernetes');
    expect(await said(() => [component('one', 'a', 'apart'), component('two', 'b', 'apart', { provider: new Provider('other') })])).toEqual([]);
  });

  test('in one namespace, as when a program runs again, are left alone', async () => {
    expect(await said(() => [component('one', 'a', 'same'), component('two', 'a', 'same')])).toEqual([]);
  });
});
