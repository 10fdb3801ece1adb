import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import type { GpuOperator } from './gpu-operator';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { WorkerDemands } from './worker-demands';
import type { SlurmCluster } from '../cluster';
import { PodSecurityLevel } from '../cluster/slurm-namespace';
import { refuse } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of NVIDIA's DRA driver. */
export interface NvidiaDraDriverProps extends InstallOptions {
  /** Slurm clusters whose GPU nodes it serves, for the taints of those nodes. @default - nodes with the taint nvidia.com/gpu alone */
  readonly clusters?: SlurmCluster[];
  /** The GPU Operator of the Kubernetes cluster: it says where the driver of the GPUs is, and comes first. @default - the driver is part of the nodes' image */
  readonly gpuOperator?: GpuOperator;
  /** Whether it also hands out whole GPUs, in the place of the device plugin, which must be off then. @default false */
  readonly handsOutGpus?: boolean;
}

/**
 * NVIDIA's driver for dynamic resource allocation, which `NvlinkComputeDomain` needs. Kubernetes 1.32 or later, with CDI in the container runtime.
 *
 * @see https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu
 */
export class NvidiaDraDriver extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;

  public constructor(scope: Construct, id: string, props: NvidiaDraDriverProps) {
    super(scope, id);
    refuseOtherKinds(this, 'NvidiaDraDriverProps', props);
    refuseSecond(this, other => other instanceof NvidiaDraDriver, 'a Kubernetes node has one such driver');
    const { clusters, gpuOperator, handsOutGpus = false } = props;
    if (handsOutGpus && gpuOperator?._hasDevicePlugin) {
      refuse(this, {
        id: 'INST-037',
        what: `'handsOutGpus' is true beside the device plugin of '${gpuOperator.node.path}': both would hand out the same GPUs, and two pods would get one`,
        fix: 'leave it out, or set values: { devicePlugin: { enabled: false } } of the GpuOperator',
      });
    }
    const demands = new WorkerDemands(clusters);
    this.release = pinnedRelease(this, pinnedCharts.nvidiaDraDriver, props, {
      nvidiaDriverRoot: gpuOperator?._driverRoot ?? '/',
      resources: { gpus: { enabled: handsOutGpus }, computeDomains: { enabled: true } },
      gpuResourcesEnabledOverride: handsOutGpus ? true : undefined,
      kubeletPlugin: { tolerations: Lazy.any({ produce: () => demands.tolerations }) as unknown },
    }, { podSecurityLevel: PodSecurityLevel.PRIVILEGED });
    if (gpuOperator) {
      this.release.node.addDependency(gpuOperator);
    }
  }
}
