import { Size } from 'cdk8s';
import { Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SlurmComponent } from '../cluster/images';
import { INodeSet } from '../cluster/node-set';
import { NodeGres, NodeSetOptions } from '../cluster/node-set-options';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { WorkerSet } from '../cluster/worker-set';
import { Problem, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';
import * as slinky from '../slinky';
import { MountOptions } from '../storage';
import { Gpu } from './gpu';
import { AutoDetect, GpuDevices } from './gpu-devices';
import { GpuSharing } from './gpu-sharing';
import { Mig } from './mig';
import { NvlinkComputeDomain } from './nvlink-compute-domain';

/** Options of a set of GPU nodes. */
export interface GpuNodeSetOptions extends NodeSetOptions {
  /** Model of the GPUs. */
  readonly gpu: Gpu;

  /**
   * GPUs of every node. Said once: the pod's device limit, `Gres`, `GresTypes`, gres.conf, device isolation, accounting, toleration and the size of
   * `/dev/shm` come from it.
   *
   * @default - as many as usually sit in a machine with that GPU
   */
  readonly gpusPerNode?: number;

  /** How every GPU is cut into MIG devices. @default - whole GPUs */
  readonly mig?: Mig;

  /** How jobs share a GPU, or a MIG device. @default - a GPU is of one job */
  readonly sharing?: GpuSharing;

  /**
   * Type under which jobs ask for the GPUs, as in `--gpus=<type>:2`. With automatic detection it must be part of the detected name.
   *
   * @default - the GPU's own short name, e.g. `h100`; the profile for MIG devices
   */
  readonly gresType?: string;

  /**
   * How slurmd finds the device files.
   *
   * @default - NVIDIA: AutoDetect=nvidia, with MIG AutoDetect=nvml, which stock images lack; AMD: the render nodes of eight GPUs
   */
  readonly devices?: GpuDevices;

  /**
   * Whether the pods ask Kubernetes for the GPUs through the device plugin. Turn it off where something else gives them, such as a DRA claim.
   *
   * @default true
   */
  readonly requestDevices?: boolean;

  /**
   * Compute domain through which GPUs of several nodes reach each other's memory. Only for GPUs whose NVLink crosses nodes. Give all node sets that may meet on
   * a machine the same one.
   *
   * @default - NVLink within a node alone
   */
  readonly computeDomain?: NvlinkComputeDomain;
}

/** Properties of a set of GPU nodes. */
export interface GpuNodeSetProps extends GpuNodeSetOptions {
  /** Cluster that it belongs to. */
  readonly cluster: SlurmCluster;
}

/**
 * A set of equal Slurm nodes with GPUs. What people forget by hand follows from `gpu` and `gpusPerNode`.
 *
 * @see https://slurm.schedmd.com/gres.html
 */
export class GpuNodeSet extends Construct implements INodeSet {
  public readonly cluster: SlurmCluster;
  public readonly nodeSetName: string;
  public readonly resource: slinky.NodeSet;
  /** Model of the GPUs. */
  public readonly gpu: Gpu;
  /** GPUs of every node, each counted once even when it is cut. */
  public readonly gpusPerNode: number;
  private readonly workers: WorkerSet;

  public constructor(scope: Construct, id: string, props: GpuNodeSetProps) {
    super(scope, id);
    refuseOtherKinds(this, 'GpuNodeSetProps', props);
    const { gpu, mig, cluster } = props;
    const gpusPerNode = props.gpusPerNode ?? gpu.usualGpusPerNode ?? NaN;
    const devices = props.devices ?? defaultDevices(gpu, gpusPerNode, mig);
    const gpuProblems = gpu._problems();
    refuseAll(this, [
      ...gpuProblems,
      // Of profiles that cannot be read, no cut can be judged.
      ...gpuProblems.length > 0 ? [] : mig?._problems(gpu) ?? [],
      ...devices?._problems(mig && mig._devices(gpu).map(({ profile, count }) => ({ profile, count: count * gpusPerNode }))) ?? [],
      ...props.sharing?._problems(gpu, mig, props.requestDevices ?? true, props.gres ?? []) ?? [],
      ...countProblems(props, gpusPerNode, devices),
      ...domainProblems(props),
    ]);
    const domainObject = props.computeDomain?._bind(this, cluster);

    this.cluster = cluster;
    this.gpu = gpu;
    this.gpusPerNode = gpusPerNode;
    const gres = gresOf(props, gpusPerNode);
    this.workers = new WorkerSet(this, id, cluster, props, {
      gres: [...gres, ...props.sharing?._gres(gres.reduce((sum, { count }) => sum + count, 0)) ?? []],
      limits: props.requestDevices === false ? {} : props.sharing?._limits(gpu, gpusPerNode) ?? limitsOf(gpu, gpusPerNode, mig),
      gpu,
      gpusPerNode,
      sharedMemory: Size.gibibytes(8 * gpusPerNode),
      tolerations: tolerationsOf(gpu),
      claims: props.computeDomain && [{ name: 'compute-domain-channel', resourceClaimTemplateName: props.computeDomain.resourceClaimTemplateName }],
      nodeSelector: {
        ...gpu.cpuArchitecture ? { 'kubernetes.io/arch': gpu.cpuArchitecture } : {},
        ...mig ? { 'nvidia.com/mig.config': mig.configName(gpu) } : {},
        ...props.sharing?._nodeSelector,
      },
    });
    this.nodeSetName = this.workers.name;
    this.resource = this.workers.resource;
    if (domainObject) {
      this.resource.addDependency(domainObject);
    }
    cluster._addGpus({
      workers: this.workers,
      gres,
      devices: devices!,
      owner: this,
      gpu,
      mig,
      sharing: props.sharing,
      computeDomain: props.computeDomain,
      sharesMachines: props.oversubscribeNode ?? false,
      usesMps: props.sharing?._isMps ?? false,
    });
  }

  /**
   * Mounts a volume in every worker of the set.
   *
   * @param path where the workers see it
   */
  public mount(path: string, volume: Volume, options: MountOptions = {}): void {
    this.workers.mounts.add(path, volume, options);
  }
}

checksArguments(GpuNodeSet, 'GpuNodeSet');

function defaultDevices(gpu: Gpu, gpusPerNode: number, mig?: Mig): GpuDevices | undefined {
  if (gpu._deviceFiles) {
    return gpusPerNode === gpu.usualGpusPerNode ? GpuDevices.files(gpu._deviceFiles) : undefined;
  }
  return gpu.vendor === 'nvidia' ? GpuDevices.autoDetect(mig ? AutoDetect.NVML : AutoDetect.NVIDIA) : undefined;
}

function countProblems(props: GpuNodeSetProps, gpusPerNode: number, devices: GpuDevices | undefined): Problem[] {
  const problems: Problem[] = [];
  if (!Number.isInteger(gpusPerNode) || gpusPerNode < 1 || gpusPerNode > 64) {
    problems.push({
      id: 'GPU-021',
      what: Number.isNaN(gpusPerNode) ? `how many ${props.gpu.name} sit in a node is not known` : `'gpusPerNode' is ${gpusPerNode}, and a GPU node has 1 to 64`,
      fix: "set 'gpusPerNode', e.g. 8",
    });
  }
  if (!devices) {
    problems.push({
      id: 'GPU-022',
      what: `how slurmd finds ${gpusPerNode} ${props.gpu.name} is not known: without device files Slurm counts GPUs but neither binds nor isolates them`,
      fix: "set 'devices', e.g. GpuDevices.files('/dev/dri/renderD[128,136]')",
    });
  }
  const stock = props.image === undefined && !props.cluster._images.isOwn(SlurmComponent.SLURMD);
  if (devices?._autoDetect && devices._autoDetect !== AutoDetect.NVIDIA && stock) {
    problems.push({
      id: 'GPU-023',
      what: `AutoDetect=${devices._autoDetect} needs an slurmd that is built with it, and stock Slinky images are not: every node would register without GPUs`,
      fix: "name your image in 'image', or the device files in 'devices'",
    });
  }
  if (props.gres?.some(({ name }) => name === 'gpu')) {
    problems.push({ id: 'GPU-024', what: "'gres' names GPUs that 'gpu' and 'gpusPerNode' have declared: every node would claim both", fix: "leave them out of 'gres'" });
  }
  if (props.gresType !== undefined && !/^[A-Za-z0-9_.+-]+$/.test(props.gresType)) {
    problems.push({ id: 'GPU-002', what: `'gresType' is '${props.gresType}', which Slurm cannot read as a type in gpu:<type>:<count>`, fix: "use e.g. 'h100'" });
  } else if (props.gresType !== undefined && devices?._autoDetect && !props.mig && !props.gpu._mayBeOfType(props.gresType)) {
    problems.push({
      id: 'GPU-032',
      what: `'gresType' is '${props.gresType}', which is no part of '${props.gpu.detectedGresType}', as which slurmd finds ${props.gpu.name}: every node would register without GPUs`,
      fix: `leave it out, or use a part of that name such as '${props.gpu.gresType ?? props.gpu.detectedGresType}'`,
    });
  }
  return problems;
}

function domainProblems({ gpu, mig, computeDomain }: GpuNodeSetProps): Problem[] {
  const problems: Problem[] = [];
  if (computeDomain && !gpu.multiNodeNvlink) {
    problems.push({
      id: 'NVL-001',
      what: `NVLink of ${gpu.name} ends at the node, so no machine with it carries compute domain '${computeDomain.name}', and its workers would stay pending`,
      fix: "leave 'computeDomain' out, or use GPUs such as Gpu.GB200; for others of their kind Gpu.custom({ multiNodeNvlink: true, ... })",
    });
  }
  if (computeDomain && mig) {
    problems.push({
      id: 'NVL-003',
      what: "'mig' cuts the GPUs into devices that reach no memory of other GPUs over NVLink, which is what 'computeDomain' is for",
      fix: 'leave one of them out',
    });
  }
  return problems;
}

function gresOf(props: GpuNodeSetProps, gpusPerNode: number): NodeGres[] {
  const { gpu, mig, gresType } = props;
  const devices = mig?._devices(gpu).map(({ profile, count }) => ({ name: 'gpu', type: gresType ?? profile, count: count * gpusPerNode }));
  return devices
    // A type of the user's own stands for all profiles.
    ? gresType === undefined ? devices : [{ name: 'gpu', type: gresType, count: devices.reduce((sum, { count }) => sum + count, 0) }]
    : [{ name: 'gpu', type: gresType ?? gpu.gresType, count: gpusPerNode }];
}

function limitsOf(gpu: Gpu, gpusPerNode: number, mig?: Mig): { [resource: string]: number } {
  const limits: { [resource: string]: number } = {};
  for (const { profile, count } of mig?._devices(gpu) ?? [{ profile: '', count: 1 }]) {
    const name = mig ? mig._resourceName(gpu, profile) : gpu.resourceName;
    limits[name] = (limits[name] ?? 0) + count * gpusPerNode;
  }
  return limits;
}

function tolerationsOf(gpu: Gpu) {
  return [
    { key: gpu.resourceName, operator: 'Exists', effect: 'NoSchedule' },
    ...gpu.cpuArchitecture === 'arm64' ? [{ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }] : [],
  ];
}
