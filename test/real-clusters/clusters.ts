import { App } from 'cdk8s';
import * as aicr from './aicr-h100-eks';
import * as argocd from './argocd-vm-lab';
import {
  accountedGpus, cgroupLimits, defaultPartition, deviceIsolation, Difference, gpuToleration, hardwareSaidOnce, hashedCommunication,
  keysMadeInTheCluster, memoryForJobs, namespace, oneConfigMap, oneWorkerToAMachine, ownDcgmScripts, partitionForAll, partitionOnNodeSet,
  pinnedImages, pinnedSidecars, reconfiguredInPlace, rolledByKeys, roomForNodes, servableImage, sharedMemory, workerToleration,
} from './design-differences';
import * as doks from './doks-amd-mi300x';
import * as eks from './eks-amx-cpu';
import * as hyperpod from './hyperpod-eks-p5';
import * as julia from './julia-kind';
import * as oci from './oci-oke-rdma-h100-cpu';
import * as a3mega from './slinky-a3mega';
import * as dcgm from './slinky-dcgm';
import * as bridge from './slurm-bridge-hybrid';

/** A real cluster: the program that declares it, and all that differs from what the official chart renders for its team. */
export interface RealCluster {
  readonly name: string;
  readonly build: (app: App) => void;
  readonly differences: Difference[];
}

export const clusters: RealCluster[] = [
  {
    name: 'aicr-h100-eks',
    build: aicr.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd'),
      deviceIsolation(),
      sharedMemory('slinky'),
      workerToleration('slinky'),
      gpuToleration('slinky'),
      rolledByKeys('slinky', 'b90f1b5ba2b7fe3a'),
    ],
  },
  {
    name: 'argocd-vm-lab',
    build: argocd.build,
    differences: [
      namespace,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd', 'NodeSet/slurm-worker-slinky spec.slurmd'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-slinky spec.logfile'),
    ],
  },
  {
    name: 'doks-amd-mi300x',
    build: doks.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace('ghcr.io/slinkyproject/slurmctld:25.11.5-ubuntu24.04'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-slinky spec.logfile', 'LoginSet/slurm-login-slinky spec.initconf'),
      deviceIsolation(),
      cgroupLimits,
      accountedGpus('gres/gpu'),
      partitionOnNodeSet('slinky'),
      workerToleration('slinky'),
    ],
  },
  {
    name: 'eks-amx-cpu',
    build: eks.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-ns-amx spec.logfile'),
      hardwareSaidOnce('ns-amx', '32', '122880'),
      memoryForJobs('ns-amx', '120422'),
      workerToleration('ns-amx'),
    ],
  },
  {
    name: 'hyperpod-eks-p5',
    build: hyperpod.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd', 'Accounting/slurm spec.slurmdbd', 'LoginSet/slurm-login-slinky spec.login'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-slinky spec.logfile', 'LoginSet/slurm-login-slinky spec.initconf'),
      deviceIsolation(),
      cgroupLimits,
      accountedGpus('gres/gpu,gres/gpu:h100'),
      partitionForAll,
      sharedMemory('slinky', 'shmem'),
      workerToleration('slinky'),
      rolledByKeys('slinky', 'b05b19642ccba43a'),
      ownDcgmScripts,
    ],
  },
  {
    name: 'julia-kind',
    build: julia.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace('ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04'),
      pinnedImages('RestApi/slurm spec.slurmrestd', 'LoginSet/slurm-login-julia spec.login'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-julia spec.logfile', 'LoginSet/slurm-login-julia spec.initconf'),
      memoryForJobs('julia', '7680'),
    ],
  },
  {
    name: 'oci-oke-rdma-h100-cpu',
    build: oci.build,
    differences: [
      namespace,
      pinnedSidecars(
        'Controller/slurm spec.logfile', 'NodeSet/slurm-worker-cpu spec.logfile', 'NodeSet/slurm-worker-rdma spec.logfile',
        'LoginSet/slurm-login-slinky spec.initconf',
      ),
      servableImage(
        'rdma',
        'iad.ocir.io/idxzjcdglx2s/slurm-operator:slurmd-nvml-nccl-pyxis-26.05.1-ubuntu26.04-2026-07-02.0',
        'iad.ocir.io/idxzjcdglx2s/slurm-operator:slurmd-nvml-nccl-pyxis-25.11.6-ubuntu24.04-2026-06-19.0',
      ),
      hashedCommunication,
      roomForNodes('3072'),
      oneWorkerToAMachine('cpu', '2'),
      oneWorkerToAMachine('rdma', '4'),
      workerToleration('cpu'),
      workerToleration('rdma'),
    ],
  },
  {
    name: 'slinky-a3mega',
    build: a3mega.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd', 'NodeSet/slurm-worker-a3-mega-nodes spec.slurmd'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-a3-mega-nodes spec.logfile'),
      deviceIsolation('GresTypes'),
      cgroupLimits,
      oneConfigMap,
      partitionForAll,
      sharedMemory('a3-mega-nodes'),
      workerToleration('a3-mega-nodes'),
      gpuToleration('a3-mega-nodes'),
    ],
  },
  {
    name: 'slinky-dcgm',
    build: dcgm.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd', 'NodeSet/slurm-worker-gpu-nodes spec.slurmd'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-gpu-nodes spec.logfile'),
      partitionForAll,
      ownDcgmScripts,
    ],
  },
  {
    name: 'slurm-bridge-hybrid',
    build: bridge.build,
    differences: [
      namespace,
      keysMadeInTheCluster,
      reconfiguredInPlace(),
      pinnedImages('Controller/slurm spec.slurmctld', 'RestApi/slurm spec.slurmrestd'),
      pinnedSidecars('Controller/slurm spec.logfile', 'NodeSet/slurm-worker-slurm-bridge spec.logfile'),
      deviceIsolation('GresTypes'),
      cgroupLimits,
      defaultPartition('slurm-bridge'),
      roomForNodes('2048'),
      oneWorkerToAMachine('slurm-bridge', '1'),
      workerToleration('slurm-bridge'),
    ],
  },
];
