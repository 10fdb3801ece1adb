import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, ServiceType } from 'cdk8s-plus-28';
import { Gpu, Identity, Scaling, SelectType, SlurmCluster, SlurmImage, SlurmPreset } from 'slurm-constructs';

const cgroupConf = `CgroupPlugin=autodetect
IgnoreSystemd=yes
EnableControllers=yes
ConstrainCores=yes
ConstrainRAMSpace=yes
ConstrainDevices=yes
ConstrainSwapSpace=yes
AllowedRAMSpace=95.0
AllowedSwapSpace=100.0
`;

const sssdConf = `[sssd]
config_file_version = 2
services = nss,pam
domains = LOCAL

[nss]
filter_groups = root,slurm
filter_users = root,slurm

[pam]

[domain/LOCAL]
id_provider = files
auth_provider = files
`;

/** H100 machines on EKS with containers by Pyxis, images pinned by digest, and files of the team's own. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });

  const cluster = new SlurmCluster(chart, 'slurm', {
    preset: SlurmPreset.OPERATOR,
    slurmConf: { selectType: SelectType.CONS_TRES, scronParameters: ['enable'] },
    configFiles: { 'cgroup.conf': cgroupConf, 'plugstack.conf': 'include /usr/share/pyxis/*\n' },
    identity: Identity.sssdConf(sssdConf),
    metrics: {},
    restApi: {
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
      },
    },
  });

  cluster.addLoginSet('slinky', {
    image: SlurmImage.of('ghcr.io/slinkyproject/login-pyxis@sha256:9e782d1a645aff1dedc498d7a3256733cde55a152659f44716e8a5f0dca02028'),
    service: { type: ServiceType.LOAD_BALANCER },
    rootSshAuthorizedKeys: ['# PLACEHOLDER -- override via valuesFile or --set before deploy', '# ssh-ed25519 AAAA... user@example.com'],
    extraSshdConfig: ['PasswordAuthentication no', 'PermitEmptyPasswords no', 'ChallengeResponseAuthentication no'],
  });

  const h100 = cluster.addGpuNodeSet('slinky', {
    gpu: Gpu.H100_80GB,
    scaling: Scaling.fixed(1),
    image: SlurmImage.of('ghcr.io/slinkyproject/slurmd-pyxis@sha256:0c03f87d5b5725df2d11392702fb647922b3060c076e9ce4b4f13c9a67c904b3'),
  });
  cluster.addPartition('slinky', { nodeSets: [h100], maxTime: Duration.hours(24) });
}
