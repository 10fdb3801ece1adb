import { Yaml } from 'cdk8s';
import { Gpu } from './gpu';
import { contentHash } from '../auth/content-hash';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** How many MIG devices of one profile every GPU is cut into. */
export interface MigDevices {
  /**
   * Profile, e.g. `1g.10gb`. `+me` has media engines that the plain one of its size lacks, `+me.all` has all of the GPU, `-me` has none, `+gfx` runs graphics
   * too; which a GPU has is its own matter.
   */
  readonly profile: string;
  /** Devices of it on every GPU. */
  readonly count: number;
}

/** Options of a cut. */
export interface MigOptions {
  /**
   * Name of the MIG manager's configuration that makes this cut, the value of the node label `nvidia.com/mig.config`.
   *
   * @default - the stock one that does (`all-1g.10gb`, `all-balanced`), else a name made of the devices, such as `1x3g.40gb-4x1g.10gb`
   */
  readonly configName?: string;
}

/**
 * How every GPU of a node set is cut into MIG devices. Workers go to machines with the label that tells NVIDIA's MIG manager so. The devices must exist before
 * slurmd starts, and a machine must be empty when its label changes.
 *
 * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
 */
export class Mig {
  /**
   * Devices of one profile only. The device plugin (strategy `single`) then counts them as whole GPUs.
   *
   * @param profile e.g. `1g.10gb`
   * @param count devices on every GPU; as many as fit when left out
   */
  public static uniform(profile: string, count?: number, options: MigOptions = {}): Mig {
    return new Mig([{ profile, count: count ?? NaN }], true, options);
  }

  /** Devices of several profiles. The device plugin (strategy `mixed`) counts each profile as a resource of its own. */
  public static mixed(devices: MigDevices[], options: MigOptions = {}): Mig {
    return new Mig([...devices ?? []], false, options);
  }

  private constructor(private readonly devices: MigDevices[], private readonly uniformly: boolean, private readonly options: MigOptions) {}

  /** Name of the MIG manager's configuration: the value that the label `nvidia.com/mig.config` of the machines must have. */
  public configName(gpu: Gpu): string {
    const own = this._devices(gpu).map(({ profile, count }) => `${count}x${profile.replace('+', '.')}`).join('-');
    return this.options.configName ?? this.stockConfig(gpu) ?? (own.length <= 63 ? own : `mig-${contentHash(own)}`);
  }

  /**
   * The configuration of the MIG manager that makes this cut where no stock one does, for `config.yaml` of `migManager.config.data` of the GPU Operator's
   * chart (with `migManager.config.create: true`). A `GpuOperator` with this cluster among its
   * `clusters` has it already. It holds `all-disabled` too, which machines without the label have.
   */
  public managerConfig(gpu: Gpu): string {
    return Yaml.stringify({
      'version': 'v1',
      'mig-configs': {
        'all-disabled': [{ 'devices': 'all', 'mig-enabled': false }],
        [this.configName(gpu)]: this._managerCut(gpu),
      },
    });
  }

  /** @internal What the MIG manager is told to do. */
  public _managerCut(gpu: Gpu): object[] {
    return [{ 'devices': 'all', 'mig-enabled': true, 'mig-devices': Object.fromEntries(this._devices(gpu).map(({ profile, count }) => [profile, count])) }];
  }

  /** @internal Whether the MIG manager can make the cut without a configuration of ours. */
  public _isStock(gpu: Gpu): boolean {
    return this.configName(gpu) === this.stockConfig(gpu);
  }

  private stockConfig(gpu: Gpu): string | undefined {
    // Stock ones are for the GPUs that NVIDIA lists in them.
    if (!gpu._isCatalogued) {
      return undefined;
    }
    const devices = this._devices(gpu);
    if (devices.length === 1) {
      const [{ profile, count }] = devices;
      return count === (stockCounts[profile] ?? gpu._migProfiles[profile]) ? `all-${profile.replace('+', '.')}` : undefined;
    }
    const cut = devices.map(({ profile, count }) => `${count}x${profile}`).sort().join();
    return cut === balanced(gpu) ? 'all-balanced' : undefined;
  }

  /** @internal Devices on one GPU, the count of a uniform cut filled in. */
  public _devices(gpu: Gpu): MigDevices[] {
    return this.devices.map(({ profile, count }) => ({ profile, count: Number.isNaN(count) ? gpu._migProfiles[profile] ?? 0 : count }));
  }

  /** @internal */
  public _resourceName(gpu: Gpu, profile: string): string {
    return this.uniformly ? gpu.resourceName : `nvidia.com/mig-${profile.replace('+', '.')}`;
  }

  /** @internal */
  public _problems(gpu: Gpu): Problem[] {
    const profiles = Object.entries(gpu._migProfiles);
    if (profiles.length === 0) {
      return [{ id: 'GPU-010', what: `${gpu.name} cannot be cut into MIG devices`, fix: "leave 'mig' out" }];
    }
    if (this.devices.length === 0) {
      return [{ id: 'GPU-011', what: "'mig' names no device", fix: `use e.g. Mig.uniform('${profiles[0][0]}')` }];
    }
    const { configName } = this.options;
    if (configName !== undefined && !/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(configName)) {
      return [{ id: 'GPU-015', what: `'configName' is '${configName}', which no label of a node can hold`, fix: "use e.g. 'all-1g.10gb'" }];
    }
    const devices = this._devices(gpu);
    const twice = devices.find(({ profile }, index) => devices.findIndex(each => each.profile === profile) < index);
    if (twice) {
      return [{ id: 'GPU-016', what: `'mig' names profile '${twice.profile}' twice, and node sets count each once`, fix: 'join the two entries' }];
    }
    const problems = devices.flatMap(({ profile, count }): Problem[] => {
      const most = gpu._migProfiles[profile];
      if (most === undefined) {
        return [{ id: 'GPU-012', what: `${gpu.name} has no MIG profile '${profile}'`, fix: `use one of ${profiles.map(([name]) => name).join(', ')}` }];
      }
      return Number.isInteger(count) && count >= 1 && count <= most ? [] : [{
        id: 'GPU-013',
        what: `${count} devices of MIG profile ${profile} are asked for, and ${gpu.name} holds 1 to ${most}`,
        fix: most === 1 ? 'use 1, or a smaller profile' : `use ${most} or fewer, or a smaller profile`,
      }];
    });
    return problems.length > 0 ? problems : [...sliceProblems(gpu, devices), ...mediaProblems(gpu, devices), ...boardProblems(gpu, devices)];
  }
}

checksArguments(Mig, 'Mig');

// What a stock configuration makes where that is not as many as fit on every GPU with such a profile.
const stockCounts: { readonly [profile: string]: number } = { '1g.24gb': 4 };

/** The stock cut into devices of several sizes: two of one slice, and one of two; on GPUs of seven slices also one of three. */
function balanced(gpu: Gpu): string | undefined {
  const profiles = Object.keys(gpu._migProfiles);
  if (profiles.length === 0) {
    return undefined;
  }
  const smallest = (compute: number) => profiles.find(profile => slices(profile).compute === compute);
  const sizes = wholeGpu(profiles).compute === 7 ? [[2, 1], [1, 2], [1, 3]] : [[2, 1], [1, 2]];
  return sizes.map(([count, compute]) => `${count}x${smallest(compute)}`).sort().join();
}

function sliceProblems(gpu: Gpu, devices: MigDevices[]): Problem[] {
  const { compute: computeSlices, memory: wholeMemory } = wholeGpu(Object.keys(gpu._migProfiles));
  const memorySlices = memorySlicesOf(computeSlices);
  const compute = devices.reduce((sum, { profile, count }) => sum + slices(profile).compute * count, 0);
  const memory = devices.reduce((sum, { profile, count }) => sum + Math.round(slices(profile).memory / wholeMemory * memorySlices) * count, 0);
  return compute <= computeSlices && memory <= memorySlices ? [] : [{
    id: 'GPU-014',
    what: `the MIG devices together need ${compute} compute and ${memory} memory slices, and ${gpu.name} has ${computeSlices} and ${memorySlices}`,
    fix: 'ask for fewer or smaller devices',
  }];
}

// Engines for video and images are few: some profiles have one that there is once, or all.
function mediaProblems(gpu: Gpu, devices: MigDevices[]): Problem[] {
  const greedy = devices.find(({ profile }) => profile.endsWith('+me.all'));
  const rival = greedy && devices.find(each => each !== greedy && !each.profile.endsWith('-me'));
  const media = devices.filter(({ profile }) => profile.endsWith('+me'));
  if (greedy && rival) {
    const without = `${rival.profile.split('+')[0]}-me`;
    return [{
      id: 'GPU-017',
      what: `'${greedy.profile}' takes all media engines of ${gpu.name}, and '${rival.profile}' beside it has some: the MIG manager cannot make both`,
      fix: gpu._migProfiles[without] === undefined ? 'leave one of them out' : `use '${without}' beside it`,
    }];
  }
  return media.length < 2 ? [] : [{
    id: 'GPU-017',
    what: `${media.map(({ profile }) => `'${profile}'`).join(' and ')} each have the one set of media engines of ${gpu.name}`,
    fix: `use '${media[1].profile.replace('+me', '')}' without it`,
  }];
}

// Some models have boards whose memory is counted in two ways; a GPU is of one of them.
function boardProblems(gpu: Gpu, devices: MigDevices[]): Problem[] {
  const profiles = Object.keys(gpu._migProfiles).map(slices);
  const whole = wholeGpu(Object.keys(gpu._migProfiles));
  const share = ({ compute, memory }: { compute: number; memory: number }) => `${compute} ${Math.round(memory / whole.memory * memorySlicesOf(whole.compute))}`;
  const boards = devices.flatMap(({ profile }) => {
    const own = slices(profile);
    const sizes = [...new Set(profiles.filter(each => share(each) === share(own)).map(({ memory }) => memory))].sort((one, other) => one - other);
    return sizes.length < 2 ? [] : [{ profile, board: sizes.indexOf(own.memory) }];
  });
  const other = boards.find(({ board }) => board !== boards[0].board);
  return other === undefined ? [] : [{
    id: 'GPU-018',
    what: `'${boards[0].profile}' and '${other.profile}' are sizes of two kinds of boards with ${gpu.name}, and a GPU has those of one`,
    fix: 'use what `nvidia-smi mig -lgip` tells on the machines',
  }];
}

function memorySlicesOf(computeSlices: number): number {
  return computeSlices === 7 ? 8 : computeSlices;
}

/** The profile that leaves nothing over. */
function wholeGpu(profiles: readonly string[]): { compute: number; memory: number } {
  const all = profiles.map(slices);
  return { compute: Math.max(...all.map(({ compute }) => compute)), memory: Math.max(...all.map(({ memory }) => memory)) };
}

function slices(profile: string): { compute: number; memory: number } {
  const match = /^(\d+)g\.(\d+)gb/.exec(profile)!;
  return { compute: Number(match[1]), memory: Number(match[2]) };
}
