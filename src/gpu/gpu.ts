import { Size } from 'cdk8s';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Who makes a GPU; decides how Slurm finds its devices. */
export enum GpuVendor {
  /** NVIDIA: slurmd reads the driver's files, or NVML where the image has it. */
  NVIDIA = 'nvidia',
  /** AMD: device files are named, since stock images have no ROCm SMI. */
  AMD = 'amd',
}

/** A GPU that the catalogue does not hold. */
export interface CustomGpuProps {
  /** Extended resource that the device plugin advertises, e.g. `nvidia.com/gpu`. */
  readonly resourceName: string;

  /**
   * Type under which jobs ask for it, as in `--gpus=<type>:2`. With automatic detection it must be part of the detected name.
   *
   * @default - no type: jobs ask for `--gpus=2`
   */
  readonly gresType?: string;

  /** Maker of the GPU. @default GpuVendor.NVIDIA */
  readonly vendor?: GpuVendor;

  /** Memory of one GPU. @default - unknown */
  readonly memory?: Size;

  /** CPU architecture of the machines, as in the node label `kubernetes.io/arch`. @default - not looked at */
  readonly cpuArchitecture?: string;

  /** Whether NVLink joins the GPUs of several machines, as in NVL72 racks. @default false */
  readonly multiNodeNvlink?: boolean;

  /**
   * MIG profiles and how many devices of each fit on one GPU, as `nvidia-smi mig -lgip` tells them, e.g. `{ '1g.6gb': 4, '2g.12gb': 2, '4g.24gb': 1 }`. The
   * profile of the whole GPU must be among them.
   *
   * @default - none: it cannot be cut
   * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
   */
  readonly migProfiles?: { [profile: string]: number };
}

interface GpuFacts extends CustomGpuProps {
  readonly name: string;
  readonly gpusPerNode?: number;
  readonly deviceFiles?: string;
  /** What the driver calls it. */
  readonly driverName?: string;
}

const hopper80 = '1g.10gb×7, 1g.10gb+me×1, 1g.20gb×4, 2g.20gb×3, 3g.40gb×2, 4g.40gb×1, 7g.80gb×1';
// Boards and drivers cut it in two ways; the second of each size is what some tell.
const gb200 = '1g.23gb×7, 1g.23gb+me×1, 1g.24gb×7, 1g.24gb+me×1, 1g.47gb×4, 2g.47gb×3, 3g.93gb×2, 3g.95gb×2, 4g.93gb×1, 4g.95gb×1, 7g.186gb×1, 7g.189gb×1';
const rtxPro6000 = '1g.24gb×4, 1g.24gb+me×1, 1g.24gb+gfx×4, 1g.24gb+me.all×1, 1g.24gb-me×4, '
  + '2g.48gb×2, 2g.48gb+gfx×2, 2g.48gb+me.all×1, 2g.48gb-me×2, 4g.96gb×1, 4g.96gb+gfx×1';

function nvidia(name: string, gresType: string, memoryMiB: number, gpusPerNode: number, migProfiles?: string, cpuArchitecture?: string): GpuFacts {
  return {
    name,
    driverName: name,
    gresType,
    resourceName: 'nvidia.com/gpu',
    vendor: GpuVendor.NVIDIA,
    memory: Size.mebibytes(memoryMiB),
    gpusPerNode,
    migProfiles: Object.fromEntries((migProfiles?.split(', ') ?? []).map(entry => {
      const [profile, count] = entry.split('×');
      return [profile, Number(count)];
    })),
    cpuArchitecture,
  };
}

function rackScale(name: string, gresType: string, memoryMiB: number, migProfiles: string): GpuFacts {
  return { ...nvidia(name, gresType, memoryMiB, 4, migProfiles, 'arm64'), multiNodeNvlink: true };
}

function amd(name: string, gresType: string, memoryGiB: number): GpuFacts {
  return {
    name,
    gresType,
    resourceName: 'amd.com/gpu',
    vendor: GpuVendor.AMD,
    memory: Size.gibibytes(memoryGiB),
    gpusPerNode: 8,
    deviceFiles: '/dev/dri/renderD[128,136,144,152,160,168,176,184]',
  };
}

/**
 * A GPU model: what Kubernetes calls it, what Slurm calls it, how much memory it has and how it can be cut.
 *
 * @see https://slurm.schedmd.com/gres.html
 */
export class Gpu {
  /** NVIDIA A100 with 40 GB (SXM). */
  public static readonly A100_40GB = new Gpu(nvidia('NVIDIA A100-SXM4-40GB', 'a100', 40960, 8, '1g.5gb×7, 1g.5gb+me×1, 1g.10gb×4, 2g.10gb×3, 3g.20gb×2, 4g.20gb×1, 7g.40gb×1'));
  /** NVIDIA A100 with 80 GB (SXM). */
  public static readonly A100_80GB = new Gpu(nvidia('NVIDIA A100-SXM4-80GB', 'a100', 81920, 8, hopper80));
  /** NVIDIA L4. */
  public static readonly L4 = new Gpu(nvidia('NVIDIA L4', 'l4', 23034, 1));
  /** NVIDIA L40S. */
  public static readonly L40S = new Gpu(nvidia('NVIDIA L40S', 'l40s', 46068, 4));
  /** NVIDIA H100 with 80 GB (SXM). */
  public static readonly H100_80GB = new Gpu(nvidia('NVIDIA H100 80GB HBM3', 'h100', 81559, 8, hopper80));
  /** NVIDIA H100 NVL with 94 GB. */
  public static readonly H100_94GB = new Gpu(nvidia('NVIDIA H100 NVL', 'h100', 95830, 8, '1g.12gb×7, 1g.12gb+me×1, 1g.24gb×4, 2g.24gb×3, 3g.47gb×2, 4g.47gb×1, 7g.94gb×1'));
  /** NVIDIA H100 with 96 GB, as in GH200 superchips. */
  public static readonly H100_96GB = new Gpu(nvidia('NVIDIA GH200 480GB', 'gh200', 97871, 1, '1g.12gb×7, 1g.12gb+me×1, 1g.24gb×4, 2g.24gb×3, 3g.48gb×2, 4g.48gb×1, 7g.96gb×1', 'arm64'));
  /** NVIDIA H200 with 141 GB (SXM). */
  public static readonly H200 = new Gpu(nvidia('NVIDIA H200', 'h200', 143771, 8, '1g.18gb×7, 1g.18gb+me×1, 1g.35gb×4, 2g.35gb×3, 3g.71gb×2, 4g.71gb×1, 7g.141gb×1'));
  /** NVIDIA B200. */
  public static readonly B200 = new Gpu(nvidia('NVIDIA B200', 'b200', 183359, 8, '1g.23gb×7, 1g.23gb+me×1, 1g.45gb×4, 2g.45gb×3, 3g.90gb×2, 4g.90gb×1, 7g.180gb×1'));
  /** NVIDIA B300. */
  public static readonly B300 = new Gpu(nvidia('NVIDIA B300 SXM6 AC', 'b300', 275040, 8, '1g.34gb×7, 1g.34gb+me×1, 1g.67gb×4, 2g.67gb×3, 3g.135gb×2, 4g.135gb×1, 7g.269gb×1'));
  /** NVIDIA GB200: four GPUs and two Grace CPUs (arm64) to a node. */
  public static readonly GB200 = new Gpu(rackScale('NVIDIA GB200', 'gb200', 189471, gb200));
  /** NVIDIA GB300: four GPUs and two Grace CPUs (arm64) to a node. */
  public static readonly GB300 = new Gpu(rackScale('NVIDIA GB300', 'gb300', 284208, '1g.35gb×7, 1g.35gb+me×1, 1g.70gb×4, 2g.70gb×3, 3g.139gb×2, 4g.139gb×1, 7g.278gb×1'));
  /** NVIDIA RTX PRO 6000 Blackwell, server edition. */
  public static readonly RTX_PRO_6000 = new Gpu(nvidia('NVIDIA RTX PRO 6000 Blackwell Server Edition', 'rtx_pro_6000', 97887, 8, rtxPro6000));
  /** AMD Instinct MI300X. */
  public static readonly MI300X = new Gpu(amd('AMD Instinct MI300X', 'mi300x', 192));
  /** AMD Instinct MI325X. */
  public static readonly MI325X = new Gpu(amd('AMD Instinct MI325X', 'mi325x', 256));

  /** A GPU that is not in the catalogue. */
  public static custom(props: CustomGpuProps): Gpu {
    return new Gpu({ ...props, name: props.gresType ?? props.resourceName });
  }

  /** The maker's name of the model, as the driver tells it. */
  public readonly name: string;
  /** Extended resource that Kubernetes counts it under. */
  public readonly resourceName: string;
  /** Type under which Slurm counts it: `gpu:<type>`. */
  public readonly gresType?: string;
  /** Type that slurmd's own detection finds, of which `gresType` must be a part; undefined where that is not known. */
  public readonly detectedGresType?: string;
  /**
   * Labels that NVIDIA's GPU Feature Discovery gives machines with it, for the `nodeSelector` of node sets: `nvidia.com/gpu.product`. Empty where they are not
   * known. The label is another where GPUs are cut into MIG devices or shared under their own name.
   *
   * @see https://github.com/NVIDIA/k8s-device-plugin/tree/main/docs/gpu-feature-discovery
   */
  public readonly nodeLabels: { [label: string]: string };
  /** Maker of the GPU. */
  public readonly vendor: GpuVendor;
  /** Memory of one GPU, as the driver tells it. */
  public readonly memory?: Size;
  /** How many usually sit in one machine. */
  public readonly usualGpusPerNode?: number;
  /** CPU architecture of its machines where it is not a matter of choice. */
  public readonly cpuArchitecture?: string;
  /** Whether NVLink joins the GPUs of several machines. */
  public readonly multiNodeNvlink: boolean;

  /** @internal MIG profiles with the most instances of each on one GPU. */
  public readonly _migProfiles: { [profile: string]: number };
  /** @internal Whether it is a model of this catalogue, of which more is known than the user said. */
  public readonly _isCatalogued: boolean;
  /** @internal Device files where no detection finds them, for the usual number of GPUs. */
  public readonly _deviceFiles?: string;

  private constructor(private readonly facts: GpuFacts) {
    this.name = facts.name;
    this.resourceName = facts.resourceName;
    this.gresType = facts.gresType;
    this.detectedGresType = facts.driverName?.toLowerCase().replace(/ /g, '_');
    this.nodeLabels = facts.driverName === undefined ? {} : { 'nvidia.com/gpu.product': facts.driverName.replace(/ /g, '-') };
    this.vendor = facts.vendor ?? GpuVendor.NVIDIA;
    this.memory = facts.memory;
    this.usualGpusPerNode = facts.gpusPerNode;
    this.cpuArchitecture = facts.cpuArchitecture;
    this.multiNodeNvlink = facts.multiNodeNvlink ?? false;
    this._isCatalogued = facts.gpusPerNode !== undefined;
    this._deviceFiles = facts.deviceFiles;
    this._migProfiles = Object.fromEntries(Object.entries(facts.migProfiles ?? {}).filter(entry => isMigProfile(...entry)));
  }

  /**
   * The same GPU without a type: nodes offer `gpu:8` and not `gpu:h100:8`, so jobs can ask for `--gpus=2` and not for `--gpus=h100:2`. For clusters
   * that run so already, since job scripts, QOS limits and accounting name what the nodes offer.
   */
  public untyped(): Gpu {
    return new Gpu({ ...this.facts, gresType: undefined });
  }

  /** @internal Whether a type of the user's own can be that of such a GPU, in this or another build of the model. */
  public _mayBeOfType(type: string): boolean {
    const [wanted, short] = [type.toLowerCase(), this.facts.gresType];
    return this.detectedGresType === undefined || this.detectedGresType.includes(wanted) || (short !== undefined && wanted.includes(short));
  }

  /** @internal */
  public _problems(): Problem[] {
    const problems: Problem[] = [];
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(this.resourceName)) {
      problems.push({
        id: 'GPU-001',
        what: `'resourceName' is '${this.resourceName}', and Kubernetes names extended resources <domain>/<name>`,
        fix: "use what the device plugin advertises, e.g. 'nvidia.com/gpu'",
      });
    }
    if (this.gresType !== undefined && !/^[A-Za-z0-9_.+-]+$/.test(this.gresType)) {
      problems.push({
        id: 'GPU-002',
        what: `'gresType' is '${this.gresType}', which Slurm cannot read as a type in gpu:<type>:<count>`,
        fix: "use letters, digits, '_', '-', '+' and '.', e.g. 'h100'",
      });
    }
    for (const [profile, count] of Object.entries(this.facts.migProfiles ?? {}).filter(entry => !isMigProfile(...entry))) {
      problems.push({
        id: 'GPU-003',
        what: `'migProfiles' says that ${count} devices '${profile}' fit on a GPU, and a profile is like 1g.10gb or 1g.10gb+me, of which 1 to 7 fit`,
        fix: "use what `nvidia-smi mig -lgip` tells, e.g. { '1g.6gb': 4, '2g.12gb': 2, '4g.24gb': 1 }",
      });
    }
    return problems;
  }
}

checksArguments(Gpu, 'Gpu');

function isMigProfile(profile: string, count: number): boolean {
  return /^[1-7]g\.[1-9]\d{0,2}gb([+-][a-z]+(\.[a-z]+)?)?$/.test(profile) && Number.isInteger(count) && count >= 1 && count <= 7;
}
