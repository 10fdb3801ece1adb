import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { deploy, valueOf } from '../pulumi/deployment';
import { CertManager, Database, Gpu, Installer, Scaling, SlurmCluster, SlurmOperator } from 'slurm-constructs';
import { asNumber, asString, PulumiCharts, secretKey, SlurmComponent } from 'slurm-constructs/pulumi';

test('pulumi.md: outputs stand in props', async () => {
  const { result, objects } = await deploy(() => {
    const provider = new kubernetes.Provider('kubernetes', { enableConfigMapMutable: true, enableSecretMutable: true });
    const namespace = new kubernetes.core.v1.Namespace('slurm', { metadata: { name: 'slurm' } }, { provider });
    const password = new kubernetes.core.v1.Secret('database', { metadata: { name: 'database', namespace: namespace.metadata.name } }, { provider });
    const rds = { address: pulumi.output('mysql.example.com'), port: pulumi.output(3307) };

    const training = new SlurmComponent('training', { namespace: namespace.metadata.name }, chart => {
      const cluster = new SlurmCluster(chart, 'slurm', {
        accounting: {
          database: Database.external({
            host: asString(rds.address),
            port: asNumber(rds.port),
            username: 'slurm',
            password: secretKey(password.metadata.name, 'password'),
          }),
        },
      });
      const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(128) });
      cluster.addPartition('train', { nodeSets: [h100] });
    }, { provider });

    const restUrl = training.clusters.slurm.restUrl;
    return restUrl;
  });
  expect(objects.find(({ inputs }) => inputs.kind === 'Accounting')!.inputs.spec.storageConfig).toMatchObject({ host: 'mysql.example.com', port: 3307 });
  expect(await valueOf(result!)).toBe('http://slurm-restapi.slurm:6820');
});

test('pulumi.md: the operator is a chart of the component', async () => {
  const { resources } = await deploy(() => {
    new SlurmComponent('training', { namespace: 'slurm' }, chart => {
      const installer = Installer.custom(new PulumiCharts());
      const certManager = new CertManager(chart, 'cert-manager', { installer });
      const operator = new SlurmOperator(chart, 'slurm-operator', { installer, certManager });
      const cluster = new SlurmCluster(chart, 'slurm');
      cluster.addPartition('all', { nodeSets: [cluster.addNodeSet('cpu')] });
      cluster.node.addDependency(operator);
    });
  });
  const charts = resources.filter(({ type }) => type === 'kubernetes:helm.sh/v4:Chart').map(({ inputs }) => inputs.name);
  expect(charts).toEqual(expect.arrayContaining(['cert-manager', 'slurm-operator-crds', 'slurm-operator']));
});
