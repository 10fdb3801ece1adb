import { Yaml } from 'cdk8s';
import { Gpu, GpuVendor } from './gpu';
import type { Mig } from './mig';
import { NodeGres } from '../cluster/node-set-options';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Options of GPUs that NVIDIA's device plugin replicates. */
export interface TimeSlicingOptions {
  /** How many of every GPU the device plugin advertises, from 2. Jobs see each as a shard. */
  readonly replicas: number;

  /**
   * Whether the replicas have a resource name of their own, `nvidia.com/gpu.shared`, so that no pod that wants a whole GPU gets a part of one.
   *
   * @default true
   */
  readonly renameByDefault?: boolean;

  /**
   * Name of the device plugin's configuration. Workers go to machines with the label `nvidia.com/device-plugin.config=<name>`.
   *
   * @default - `time-slicing-<replicas>`
   */
  readonly configName?: string;
}

interface SharingFacts {
  readonly name: string;
  /** Slurm's resource, and how many every GPU is. */
  readonly gres: string;
  readonly perGpu: number;
  readonly replicas?: TimeSlicingOptions;
  readonly problems: (perGpu: number) => Problem[];
}

/**
 * How jobs share the GPUs of a node set. A GPU is given out whole (`--gpus=1`) or in parts (`--gres=shard:1`, `--gres=mps:25`), one way at a time. Parts share
 * the memory of the GPU without limit; where they must not, cut it with `Mig`.
 *
 * All parts that a job takes on a node must be free on one GPU. Slurm accepts a job that wants more of them than a GPU has, as long as the node has so many,
 * and never starts it.
 *
 * @see https://slurm.schedmd.com/gres.html#Sharding
 */
export class GpuSharing {
  /**
   * Parts without any help of the driver: Slurm counts them, and programs take turns on the GPU.
   *
   * @param perGpu parts of every GPU, from 2 to 256; of every MIG device where GPUs are cut
   */
  public static shards(perGpu: number): GpuSharing {
    return new GpuSharing({ name: 'GpuSharing.shards', gres: 'shard', perGpu, problems: partProblems });
  }

  /**
   * Parts of GPUs that Kubernetes counts several times, since NVIDIA's device plugin replicates them for other pods of the cluster too. A worker takes all
   * replicas of its GPUs, so that nobody else computes on them, and Slurm hands them out as shards.
   */
  public static timeSlicing(options: TimeSlicingOptions): GpuSharing {
    return new GpuSharing({ name: 'GpuSharing.timeSlicing', gres: 'shard', perGpu: options?.replicas, replicas: options ?? { replicas: NaN }, problems: partProblems });
  }

  /**
   * Percentages of a GPU, by NVIDIA's Multi-Process Service, whose daemon a prolog starts: programs of one user run side by side on a GPU. A node shares
   * one GPU in this way at a time. Kubernetes sees whole GPUs; the device plugin's own MPS gives a pod one part alone, which is no use to slurmd.
   *
   * @see https://slurm.schedmd.com/gres.html#MPS_Management
   */
  public static mps(): GpuSharing {
    return new GpuSharing({ name: 'GpuSharing.mps', gres: 'mps', perGpu: 100, problems: () => [] });
  }

  /** Name of the device plugin's configuration, which is also the value of the label `nvidia.com/device-plugin.config`; only with time-slicing. */
  public readonly devicePluginConfigName?: string;

  /** @internal */
  public readonly _isMps: boolean;

  private constructor(private readonly facts: SharingFacts) {
    this.devicePluginConfigName = facts.replicas && (facts.replicas.configName ?? `time-slicing-${facts.replicas.replicas}`);
    this._isMps = facts.gres === 'mps';
  }

  /**
   * The configuration of NVIDIA's device plugin, for `devicePlugin.config.data.<devicePluginConfigName>` of the GPU Operator's chart (with
   * `devicePlugin.config.create: true`); only with time-slicing. A `GpuOperator` with this cluster among its `clusters` has it already.
   */
  public get devicePluginConfig(): string | undefined {
    const { replicas } = this.facts;
    return replicas && Yaml.stringify({
      version: 'v1',
      sharing: {
        timeSlicing: {
          renameByDefault: replicas.renameByDefault ?? true,
          // A worker takes all replicas at once.
          failRequestsGreaterThanOne: false,
          resources: [{ name: 'nvidia.com/gpu', replicas: replicas.replicas }],
        },
      },
    });
  }

  /** @internal What every node offers besides whole GPUs. No line of gres.conf: slurmd spreads the count over the GPUs that it finds. */
  public _gres(devices: number): NodeGres[] {
    return [{ name: this.facts.gres, count: this.facts.perGpu * devices }];
  }

  /** @internal Devices that a worker asks Kubernetes for. */
  public _limits(gpu: Gpu, gpusPerNode: number): { [resource: string]: number } | undefined {
    const { replicas } = this.facts;
    return replicas && { [`${gpu.resourceName}${replicas.renameByDefault ?? true ? '.shared' : ''}`]: gpusPerNode * replicas.replicas };
  }

  /** @internal */
  public get _nodeSelector(): { [label: string]: string } {
    return this.devicePluginConfigName === undefined ? {} : { 'nvidia.com/device-plugin.config': this.devicePluginConfigName };
  }

  /** @internal */
  public _problems(gpu: Gpu, mig: Mig | undefined, requestsDevices: boolean, gres: NodeGres[]): Problem[] {
    const { name, replicas } = this.facts;
    const problems = this.facts.problems(this.facts.perGpu);
    const twice = gres.find(each => ['shard', 'mps'].includes(each.name));
    if (twice) {
      problems.push({ id: 'GPU-042', what: `'gres' names ${twice.name}, and ${name} declares how GPUs are shared: every node would claim both`, fix: "leave it out of 'gres'" });
    }
    if ((replicas ?? this._isMps) && gpu.vendor !== GpuVendor.NVIDIA) {
      problems.push({ id: 'GPU-043', what: `${name} is NVIDIA's, and ${gpu.name} is not`, fix: 'use GpuSharing.shards(...)' });
    }
    if ((replicas ?? this._isMps) && mig) {
      problems.push({
        id: 'GPU-044',
        what: `'mig' cuts the GPUs already, and ${replicas ? 'NVIDIA\'s device plugin would count each device by itself under another name' : 'the daemon of MPS serves whole GPUs'}`,
        fix: 'use GpuSharing.shards(...) for parts of MIG devices, or leave one of them out',
      });
    }
    if (replicas && !requestsDevices) {
      problems.push({
        id: 'GPU-045', what: `'requestDevices' is false, so the pods ask for none of the replicas that ${name} is about`, fix: 'use GpuSharing.shards(...), or leave requestDevices out',
      });
    }
    if (replicas?.configName !== undefined && !/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(replicas.configName)) {
      problems.push({ id: 'GPU-046', what: `'configName' is '${replicas.configName}', which no label of a node can hold`, fix: "use e.g. 'time-slicing-4'" });
    }
    return problems;
  }
}

checksArguments(GpuSharing, 'GpuSharing');

function partProblems(perGpu: number): Problem[] {
  return Number.isInteger(perGpu) && perGpu >= 2 && perGpu <= 256 ? [] : [{
    id: 'GPU-041', what: `every GPU would have ${perGpu} parts, and it is shared in 2 to 256`, fix: perGpu === 1 ? "leave 'sharing' out" : 'use e.g. 4',
  }];
}
