import { CertManager, ChartRelease, Installer, SlurmOperator } from 'slurm-constructs';
import { PulumiCharts, SlurmComponent } from 'slurm-constructs/pulumi';
import { deploy } from './deployment';
import { smallCluster } from '../cluster/cluster-manifests';

const installer = Installer.custom(new PulumiCharts());

test('operators are Helm charts of the component, in the order that they need, and the cluster waits for them', async () => {
  const { resources } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
    const certManager = new CertManager(chart, 'cert-manager', { installer });
    const operator = new SlurmOperator(chart, 'operator', { installer, certManager });
    smallCluster(chart, 'slurm').node.addDependency(operator);
  }));
  const charts = resources.filter(({ type }) => type === 'kubernetes:helm.sh/v4:Chart');
  const one = (name: string) => charts.find(({ inputs }) => inputs.name === name)!;
  const operator = one('slurm-operator');
  expect(operator.inputs).toMatchObject({ chart: 'oci://ghcr.io/slinkyproject/charts/slurm-operator', version: expect.stringMatching(/^1\.2\.\d+$/), namespace: 'slinky' });
  expect(operator.dependencies).toEqual(expect.arrayContaining([one('slurm-operator-crds').urn, one('cert-manager').urn]));
  expect(resources.find(({ inputs }) => inputs.kind === 'Controller')!.dependencies).toContain(operator.urn);
  expect(one('slurm-operator-crds').retainOnDelete).toBe(true);
});

test('a chart of a repository is looked for there, in its namespace', async () => {
  const { resources } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
    const props = { chart: 'network-operator', repository: 'https://helm.example.com/nvidia', version: '25.1.0', namespace: 'network', values: { a: { b: 1 } } };
    new ChartRelease(chart, 'network', { installer, ...props });
    smallCluster(chart, 'slurm');
  }));
  const chart = resources.find(({ type }) => type === 'kubernetes:helm.sh/v4:Chart')!;
  expect(chart.inputs).toEqual({
    name: 'network-operator',
    namespace: 'network',
    chart: 'network-operator',
    version: '25.1.0',
    repositoryOpts: { repo: 'https://helm.example.com/nvidia' },
    values: { a: { b: 1 } },
  });
  expect(chart.dependencies).toContain(resources.find(({ inputs }) => inputs.kind === 'Namespace' && inputs.metadata.name === 'network')!.urn);
});
