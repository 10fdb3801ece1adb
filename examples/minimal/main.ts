import { App, Chart } from 'cdk8s';
import { Scaling, SlurmCluster } from 'slurm-constructs';

const app = new App();
const cluster = new SlurmCluster(new Chart(app, 'minimal', { namespace: 'slurm' }), 'slurm');
cluster.addNodeSet('cpu', { scaling: Scaling.fixed(2) });
cluster.addPartition('all');
cluster.addLoginSet('main');
app.synth();
