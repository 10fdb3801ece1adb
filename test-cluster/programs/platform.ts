import * as pulumi from '@pulumi/pulumi';
import { AuthKeys, ChartRelease, Installer, SlurmCluster } from 'slurm-constructs';
import { PulumiCharts, secretKey, SlurmCluster as DeclarativeCluster, SlurmComponent } from 'slurm-constructs/pulumi';

const config = new pulumi.Config();
const isRenamed = config.getBoolean('renamed') ?? false;
const authKeys = AuthKeys.existing({ slurmKey: secretKey('keys', 'slurm.key'), jwtKey: secretKey('keys', 'jwt.key') });

/** What a platform team gives its users: clusters of several teams, as one component. */
class Platform extends pulumi.ComponentResource {
  constructor(name: string) {
    super('example:index:Platform', name);
    const training = new SlurmComponent(isRenamed ? 'training-2' : 'training', { namespace: 'training' }, chart => {
      const installer = Installer.custom(new PulumiCharts());
      const exporter = new ChartRelease(chart, 'exporter', {
        installer, chart: 'tiny', repository: config.require('charts'), version: '0.1.0', namespace: 'exporter', values: { greeting: config.get('greeting') ?? 'hello' },
      });
      const cluster = new SlurmCluster(chart, 'train', { authKeys });
      cluster.addPartition('all', { nodeSets: [cluster.addNodeSet('cpu')], isDefault: true });
      cluster.node.addDependency(exporter);
    }, { parent: this, aliases: isRenamed ? [{ name: 'training' }] : [], protect: config.getBoolean('protected') });
    new DeclarativeCluster('inference', {
      name: 'infer', namespace: 'inference', authKeys, nodeSets: { cpu: {} }, partitions: { all: { isDefault: true } },
    }, { parent: this, dependsOn: training });
    this.registerOutputs({});
  }
}

new Platform('platform');
