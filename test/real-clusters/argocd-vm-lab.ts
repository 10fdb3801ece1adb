import { App, Chart, Size } from 'cdk8s';
import { Cpu, Secret, ServiceType } from 'cdk8s-plus-28';
import { AuthKeys, ReturnToService, Scaling, SlurmCluster, SlurmPreset } from 'slurm-constructs';

/** A lab of virtual machines that Argo CD deploys to: keys are made out of band, slurmrestd has an address in the local network. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });
  const key = (name: string) => Secret.fromSecretName(chart, name, name);

  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'slinky',
    preset: SlurmPreset.OPERATOR,
    authKeys: AuthKeys.existing({
      slurmKey: { secret: key('slurm-auth-slurm'), key: 'slurm.key' },
      jwtKey: { secret: key('slurm-auth-jwt'), key: 'jwt.key' },
    }),
    controller: { resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(256) } } },
    slurmConf: { returnToService: ReturnToService.ALWAYS },
    metrics: { serviceMonitor: {} },
    restApi: { service: { type: ServiceType.LOAD_BALANCER, annotations: { 'lbipam.cilium.io/ips': '10.0.5.142' } } },
  });

  cluster.addNodeSet('slinky', {
    scaling: Scaling.fixed(2),
    resources: { cpu: { request: Cpu.millis(200) }, memory: { request: Size.mebibytes(256) } },
  });
  cluster.addPartition('all');
}
