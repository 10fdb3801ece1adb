import { App, Chart, Size } from 'cdk8s';
import { Cpu, ServiceType } from 'cdk8s-plus-28';
import { Scaling, SlurmCluster, SlurmImage, SlurmPreset } from 'slurm-constructs';

/** Julia on a kind cluster: workers with an image of their own, one login host. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });

  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'julia-cluster',
    preset: SlurmPreset.OPERATOR,
    images: { slurmctld: SlurmImage.of('ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04') },
    controller: { resources: { cpu: { request: Cpu.units(1) }, memory: { request: Size.gibibytes(1) } } },
  });

  cluster.addLoginSet('julia', { service: { type: ServiceType.LOAD_BALANCER } });

  cluster.addNodeSet('julia', {
    scaling: Scaling.fixed(2),
    image: SlurmImage.of('registry.example.org/hpc/julia-slurmd:26.05-julia1.12'),
    resources: {
      cpu: { request: Cpu.units(2), limit: Cpu.units(4) },
      memory: { request: Size.gibibytes(4), limit: Size.gibibytes(8) },
    },
  });
  cluster.addPartition('all');
}
