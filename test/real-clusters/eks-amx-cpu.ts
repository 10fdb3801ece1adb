import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Scaling, SlurmCluster, SlurmImage, SlurmPreset } from 'slurm-constructs';

/** CPU nodes with AMX on EKS, on machines that are tainted for Slurm. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { preset: SlurmPreset.OPERATOR });

  const amx = cluster.addNodeSet('ns-amx', {
    scaling: Scaling.fixed(4),
    image: SlurmImage.of('ghcr.io/slinkyproject/slurmd:25.11-ubuntu24.04'),
    cpu: Cpu.units(30),
    memory: Size.gibibytes(120),
    features: ['amx'],
    nodeSelector: { 'workload-type': 'slurm-compute', 'architecture': 'amx-enabled' },
    tolerations: [{ key: 'workload', operator: 'Equal', value: 'slurm', effect: 'NoSchedule' }],
  });
  cluster.addPartition('amx', { nodeSets: [amx] });
}
