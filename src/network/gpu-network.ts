import { azureInfiniband } from './azure';
import { efa } from './efa';
import { gkeA3High, gkeA3Mega, gkeA3Ultra, gkeA4, gkeA4X, gkeA4XMax } from './gke';
import { hostNetwork } from './host-network';
import { infiniband } from './infiniband';
import { cloudOfSelector, instanceTypeLabel } from './instance-types';
import {
  AzureInfinibandOptions, EfaOptions, GkeDaemonNetworkOptions, GkeNetworkOptions, HostNetworkOptions, InfinibandOptions, NetworkTuning, OkeRdmaOptions,
} from './network-options';
import { NetworkHost, NetworkParts, NetworkSetup } from './network-setup';
import { okeRdma } from './oke';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * The network between the GPUs of a node set: device resources, annotations, mounts, huge pages, and what NCCL must be told. Workers are privileged, so
 * they may lock memory without a capability of their own.
 *
 * The libraries of the network (libfabric, NCCL plugins) come with the image of a job, or with that of slurmd for jobs that run in none.
 */
export class GpuNetwork {
  /** Elastic Fabric Adapters of AWS. Needs `aws-efa-k8s-device-plugin` with a toleration for the GPU machines. */
  public static efa(options: EfaOptions = {}): GpuNetwork {
    return new GpuNetwork(efa(options));
  }

  /** InfiniBand or RoCE cards that NVIDIA's Network Operator hands out, from its shared device plugin, SR-IOV or as whole cards. */
  public static infiniband(options: InfinibandOptions): GpuNetwork {
    return new GpuNetwork(infiniband(options));
  }

  /** GPUDirect-TCPX of GKE's `a3-highgpu-8g`. Needs Google's `nccl-tcpx-installer` and the device injector (NRI). */
  public static gkeA3High(options: GkeDaemonNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(gkeA3High(options));
  }

  /** GPUDirect-TCPXO of GKE's `a3-megagpu-8g`. Needs Google's `nccl-tcpxo-installer` and the device injector (NRI). */
  public static gkeA3Mega(options: GkeDaemonNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(gkeA3Mega(options));
  }

  /** RDMA of GKE's `a3-ultragpu-8g`. Needs Google's `nccl-rdma-installer`; jobs source `/usr/local/gib/scripts/set_nccl_env.sh`. */
  public static gkeA3Ultra(options: GkeNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(gkeA3Ultra(options));
  }

  /** RDMA of GKE's `a4-highgpu-8g`. Needs Google's `nccl-rdma-installer`; jobs source `/usr/local/gib/scripts/set_nccl_env.sh`. */
  public static gkeA4(options: GkeNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(gkeA4(options));
  }

  /**
   * RDMA between racks of GKE's `a4x-highgpu-4g` (GB200). Needs Google's `nccl-rdma-installer` for arm64; jobs source `/usr/local/gib/scripts/set_nccl_env.sh`.
   * Within a rack NVLink carries the data: give the node set a `computeDomain`.
   */
  public static gkeA4X(options: GkeNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(gkeA4X(options));
  }

  /**
   * RDMA between racks of GKE's `a4x-maxgpu-4g-metal` (GB300). The cards come by claims from GKE's managed DRANET (`mrdma.google.com`, Kubernetes 1.34); the
   * NCCL plugin must be in the images of jobs, with `/usr/local/gib/lib64` in their `LD_LIBRARY_PATH`. Within a rack NVLink carries the data: give the node
   * set a `computeDomain`.
   */
  public static gkeA4XMax(options: NetworkTuning = {}): GpuNetwork {
    return new GpuNetwork(gkeA4XMax(options));
  }

  /** RDMA cluster networks of OCI's bare-metal shapes. */
  public static okeRdma(options: OkeRdmaOptions): GpuNetwork {
    return new GpuNetwork(okeRdma(options));
  }

  /** InfiniBand of Azure's ND machines. */
  public static azureInfiniband(options: AzureInfinibandOptions = {}): GpuNetwork {
    return new GpuNetwork(azureInfiniband(options));
  }

  /**
   * The machine's own network with all its cards: the simplest way to RDMA, for one worker to a machine. Slurm nodes then carry the names of the Kubernetes
   * nodes, and sshd needs a port of its own.
   */
  public static hostNetwork(options: HostNetworkOptions = {}): GpuNetwork {
    return new GpuNetwork(hostNetwork(options));
  }

  /** The pod network alone: NCCL uses TCP. */
  public static none(): GpuNetwork {
    return new GpuNetwork({ name: 'GpuNetwork.none', parts: () => ({}), problems: () => [] });
  }

  private constructor(private readonly setup: NetworkSetup) {}

  /** @internal As the user wrote it. */
  public get _name(): string {
    return this.setup.name;
  }

  /** @internal Cloud that has it, where it is of one. */
  public get _cloud(): string | undefined {
    return this.setup.cloud;
  }

  /** @internal */
  public _parts(host: NetworkHost): NetworkParts {
    return this.setup.parts(host);
  }

  /** @internal */
  public _problems(host: NetworkHost): Problem[] {
    const problems = this.setup.problems(host);
    return problems.length > 0
      ? problems
      : [...this.selectorProblems(host), ...this.memoryProblems(host), ...this.repeatedProblems(host), ...this.variableProblems(host)];
  }

  private selectorProblems(host: NetworkHost): Problem[] {
    const selector = { ...host.options.nodeSelector, ...host.options.podTemplate?.spec?.nodeSelector };
    const elsewhere = cloudOfSelector(selector);
    if (this._cloud !== undefined && elsewhere !== undefined && elsewhere.cloud !== this._cloud) {
      return [{
        id: 'NET-050',
        what: `${this._name} is a network of ${this._cloud}, and only nodes of ${elsewhere.cloud} have the label ${elsewhere.label} of 'nodeSelector': no worker would ever be placed`,
        fix: 'use the network of that cloud',
      }];
    }
    const own = this._parts(host).nodeSelector?.[instanceTypeLabel];
    return own === undefined || selector[instanceTypeLabel] === undefined || selector[instanceTypeLabel] === own ? [] : [{
      id: 'NET-051', what: `${this._name} is for machines of type ${own}, and 'nodeSelector' wants ${selector[instanceTypeLabel]}`, fix: `leave '${instanceTypeLabel}' out of 'nodeSelector'`,
    }];
  }

  private memoryProblems(host: NetworkHost): Problem[] {
    const { hugePages } = this._parts(host);
    if (hugePages === undefined) {
      return [];
    }
    if (!Number.isInteger(hugePages.toKibibytes() / 2048)) {
      return [{ id: 'NET-052', what: `'hugePages' is ${hugePages.toKibibytes()} KiB, and pages have 2 MiB: the API server refuses the pod`, fix: 'use e.g. Size.mebibytes(5120)' }];
    }
    return host.options.memory ?? host.options.resources?.memory?.limit ? [] : [{
      id: 'NET-053',
      what: `${this._name} takes huge pages and the node set has no limit of memory: the API server refuses huge pages alone, and slurmd would offer their memory to jobs, which cannot use it`,
      fix: "set 'memory', or 'hugePages: Size.mebibytes(0)'",
    }];
  }

  private repeatedProblems(host: NetworkHost): Problem[] {
    const parts = this._parts(host);
    const twice = Object.keys({ ...parts.limits, ...parts.hugePages ? { 'hugepages-2Mi': 0 } : {} }).find(name => host.options.extendedResources?.[name] !== undefined);
    const annotation = Object.keys(parts.annotations ?? {}).find(name => host.options.annotations?.[name] !== undefined);
    return [
      ...twice === undefined ? [] : [{ id: 'NET-054', what: `'${twice}' stands in 'extendedResources' and follows from ${this._name} too`, fix: 'leave it out of extendedResources' }],
      ...annotation === undefined ? [] : [{ id: 'NET-054', what: `'${annotation}' stands in 'annotations' and follows from ${this._name} too`, fix: 'leave it out of annotations' }],
    ];
  }

  private variableProblems(host: NetworkHost): Problem[] {
    return Object.entries(this._parts(host).nccl ?? {}).filter(([name, value]) => !/^[A-Za-z_][A-Za-z0-9_]{0,200}$/.test(name) || !/^[^\n\r]{1,1000}$/.test(value)).map(([name, value]) => ({
      id: 'NET-055', what: `'${name}=${value.split('\n')[0]}' of 'nccl' is no variable with a value on one line, as /etc/nccl.conf holds them`, fix: "use e.g. { NCCL_DEBUG: 'INFO' }",
    }));
  }
}

checksArguments(GpuNetwork, 'GpuNetwork');
