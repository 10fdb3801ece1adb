import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { NodeSetOptions } from '../cluster/node-set-options';
import { Problem } from '../errors/refuse';
import type { Gpu } from '../gpu';

/** The node set that a network is for. */
export interface NetworkHost {
  readonly name: string;
  readonly gpu?: Gpu;
  readonly gpusPerNode?: number;
  readonly options: NodeSetOptions;
  /** Whether the nodes carry the names of Kubernetes nodes because there is one on each. */
  readonly isDaemonSet: boolean;
}

/** A volume of the workers and where slurmd sees it. */
export interface NetworkVolume {
  readonly volume: k8s.Volume;
  readonly mount?: k8s.VolumeMount;
}

/** Cards that are claimed from a DRA driver. */
export interface CardClaim {
  /** DeviceClass of the driver. */
  readonly deviceClassName: string;
  readonly count: number;
}

/** What a network adds to the workers of a set. */
export interface NetworkParts {
  /** Devices by resource name. */
  readonly limits?: { [resource: string]: number };
  /** Huge pages of 2 MiB that Kubernetes sets aside for the pod, beside its memory. */
  readonly hugePages?: Size;
  readonly annotations?: { [key: string]: string };
  readonly nodeSelector?: { [label: string]: string };
  readonly volumes?: NetworkVolume[];
  readonly sidecars?: k8s.Container[];
  readonly env?: k8s.EnvVar[];
  /** Arguments of slurmd. */
  readonly args?: string[];
  readonly lifecycle?: k8s.Lifecycle;
  readonly hostNetwork?: boolean;
  /** What NCCL and the libraries under it read, by variable. */
  readonly nccl?: { [variable: string]: string };
  /** Paths of the worker that containers of jobs need at the same place. */
  readonly containerPaths?: string[];
  /** Cards that a DRA driver hands out, all for one worker. */
  readonly cards?: CardClaim;
}

/** A network before it knows its node set. */
export interface NetworkSetup {
  /** As the user wrote it, e.g. `GpuNetwork.efa`. */
  readonly name: string;
  /** Cloud that has it, where it is of one. */
  readonly cloud?: string;
  readonly parts: (host: NetworkHost) => NetworkParts;
  readonly problems: (host: NetworkHost) => Problem[];
}

/** Whether the GPUs are of the catalogue and of another model: of others nothing is known. */
export function isOtherModel(gpu: Gpu | undefined, models: RegExp): boolean {
  return gpu !== undefined && gpu._isCatalogued && !models.test(gpu.name);
}

/** A directory of the machine, seen at the same path or another. */
export function hostDirectory(name: string, path: string, options: { mountPath?: string; type?: string; readOnly?: boolean } = {}): NetworkVolume {
  return {
    volume: { name, hostPath: { path, type: options.type ?? 'Directory' } },
    mount: { name, mountPath: options.mountPath ?? path, readOnly: options.readOnly || undefined },
  };
}

/** The character devices of RDMA cards. */
export const infinibandDevices = hostDirectory('infiniband', '/dev/infiniband');
