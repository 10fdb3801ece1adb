import * as kubernetes from '@pulumi/kubernetes';
import { Database, SlurmCluster } from 'slurm-constructs';
import { asString, secretKey, SlurmComponent } from 'slurm-constructs/pulumi';

// Only the API server knows it, so a preview does not.
const { uid } = new kubernetes.core.v1.ConfigMap('database', { metadata: { name: 'database', namespace: 'default' } }).metadata;

new SlurmComponent('training', { namespace: 'unknown' }, chart => {
  const cluster = new SlurmCluster(chart, 'slurm', {
    accounting: { database: Database.external({ host: `${asString(uid)}.example.com`, username: 'slurm', password: secretKey('database', 'password') }) },
  });
  cluster.addPartition('all', { nodeSets: [cluster.addNodeSet('cpu')] });
});
