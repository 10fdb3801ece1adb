import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Scaling, SlurmCluster } from 'slurm-constructs';
import { SlurmComponent, SlurmKeys } from 'slurm-constructs/pulumi';

const nodes = new pulumi.Config().getNumber('nodes') ?? 2;

const namespace = new kubernetes.core.v1.Namespace('beside', { metadata: { name: 'beside' } }).metadata.name;
const { authKeys } = new SlurmKeys('beside-keys', { namespace });

new SlurmComponent('beside', { namespace }, chart => {
  const cluster = new SlurmCluster(chart, 'slurm', { authKeys });
  cluster.addPartition('all', { nodeSets: [cluster.addNodeSet('cpu', { scaling: Scaling.fixed(nodes) })], isDefault: true });
  cluster.addLoginSet('main');
});
