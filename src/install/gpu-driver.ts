import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** A driver that the GPU Operator runs as a container. */
export interface GpuDriverContainerOptions {
  /** Version, e.g. `580.173.02`. @default - the chart's */
  readonly version?: string;
  /** Whether kernel modules come ready-made for the kernels of common distributions. @default false */
  readonly precompiled?: boolean;
  /** Whether GPUs and network cards reach each other's memory through nvidia-peermem. Not needed where DMA-BUF is used. @default false */
  readonly rdma?: boolean;
  /** Whether the network driver is the host's. @default false */
  readonly usesHostNetworkDriver?: boolean;
  /**
   * Whether the operator replaces the driver of running nodes by itself. It deletes the pods that use GPUs, which are the workers with their jobs.
   *
   * @default false
   */
  readonly upgradesByItself?: boolean;
}

/**
 * Where the driver of the GPUs comes from.
 *
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/getting-started.html
 */
export class GpuDriver {
  /** The operator builds and loads it: own node images and bare metal. */
  public static container(options: GpuDriverContainerOptions = {}): GpuDriver {
    const { version, precompiled, rdma, usesHostNetworkDriver, upgradesByItself = false } = options;
    return new GpuDriver('/run/nvidia/driver', version, {
      driver: {
        version,
        usePrecompiled: precompiled,
        rdma: { enabled: rdma, useHostMofed: usesHostNetworkDriver },
        upgradePolicy: { autoUpgrade: upgradesByItself },
      },
    });
  }

  /**
   * It is part of the nodes' image, as with DGX OS and most GPU images of clouds.
   *
   * @param hasContainerToolkit whether the container runtime knows NVIDIA's toolkit too
   */
  public static onHost(hasContainerToolkit: boolean = false): GpuDriver {
    return new GpuDriver('/', undefined, { driver: { enabled: false }, toolkit: { enabled: hasContainerToolkit ? false : undefined } });
  }

  /** It is installed by GKE on Container-Optimized OS. Node pools must switch GKE's own device plugin off. */
  public static gkeContainerOptimizedOs(): GpuDriver {
    const root = '/home/kubernetes/bin/nvidia';
    return new GpuDriver(root, undefined, {
      driver: { enabled: false },
      hostPaths: { driverInstallDir: root },
      toolkit: { installDir: root, env: [{ name: 'RUNTIME_CONFIG_SOURCE', value: 'file' }] },
    });
  }

  /** @internal Where its files are on a node. */
  public readonly _root: string;

  private constructor(root: string, private readonly version: string | undefined, private readonly values: { [key: string]: unknown }) {
    this._root = root;
  }

  /** @internal */
  public _values(): { [key: string]: unknown } {
    return this.values;
  }

  /** @internal */
  public _problems(): Problem[] {
    return this.version === undefined || /^\d{3}(\.\d+){0,2}$/.test(this.version) ? [] : [{
      id: 'INST-023', what: `'version' of the driver is '${this.version}', and NVIDIA counts drivers as 580.173.02`, fix: 'use such a number',
    }];
  }
}

checksArguments(GpuDriver, 'GpuDriver');
