import { Gpu } from './gpu';
import { Problem } from '../errors/refuse';

/** How many MIG devices of one profile every GPU is cut into. */
export interface MigDevices {
  /** Profile, e.g. `1g.10gb`. */
  readonly profile: string;
  /** Devices of it on every GPU. */
  readonly count: number;
}

/**
 * How every GPU of a node set is cut into MIG devices. The devices must exist before slurmd starts: NVIDIA's MIG manager makes them from
 * the node label `nvidia.com/mig.config`.
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
  public static uniform(profile: string, count?: number): Mig {
    return new Mig([{ profile, count: count ?? NaN }], true);
  }

  /** Devices of several profiles. The device plugin (strategy `mixed`) counts each profile as a resource of its own. */
  public static mixed(devices: MigDevices[]): Mig {
    return new Mig([...devices], false);
  }

  private constructor(private readonly devices: MigDevices[], private readonly uniformly: boolean) {}

  /** @internal Value of the node label that makes these devices, when it is one of the stock configurations. */
  public _stockConfig(gpu: Gpu): string | undefined {
    const [only] = this._devices(gpu);
    return this.uniformly && only.count === gpu._migProfiles[only.profile] ? `all-${only.profile.replace('+', '.')}` : undefined;
  }

  /** @internal Devices on one GPU, the count of a uniform cut filled in. */
  public _devices(gpu: Gpu): MigDevices[] {
    return this.devices.map(({ profile, count }) => ({ profile, count: Number.isNaN(count) ? gpu._migProfiles[profile] ?? 0 : count }));
  }

  /** @internal */
  public _resourceName(gpu: Gpu, profile: string): string {
    return this.uniformly ? gpu.resourceName : `nvidia.com/mig-${profile}`;
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
    const devices = this._devices(gpu);
    const problems = devices.flatMap(({ profile, count }): Problem[] => {
      const most = gpu._migProfiles[profile];
      if (most === undefined) {
        return [{ id: 'GPU-012', what: `${gpu.name} has no MIG profile '${profile}'`, fix: `use one of ${profiles.map(([name]) => name).join(', ')}` }];
      }
      return Number.isInteger(count) && count >= 1 && count <= most ? [] : [{
        id: 'GPU-013',
        what: `${count} devices of MIG profile ${profile} are asked for, and ${gpu.name} holds 1 to ${most}`,
        fix: `use ${most} or fewer, or a smaller profile`,
      }];
    });
    return problems.length > 0 ? problems : sliceProblems(gpu, devices);
  }
}

function sliceProblems(gpu: Gpu, devices: MigDevices[]): Problem[] {
  const all = Object.keys(gpu._migProfiles);
  const whole = all[all.length - 1];
  const computeSlices = slices(whole).compute;
  const memorySlices = computeSlices === 7 ? 8 : computeSlices;
  const wholeMemory = slices(whole).memory;
  const compute = devices.reduce((sum, { profile, count }) => sum + slices(profile).compute * count, 0);
  const memory = devices.reduce((sum, { profile, count }) => sum + Math.round(slices(profile).memory / wholeMemory * memorySlices) * count, 0);
  return compute <= computeSlices && memory <= memorySlices ? [] : [{
    id: 'GPU-014',
    what: `the MIG devices together need ${compute} compute and ${memory} memory slices, and ${gpu.name} has ${computeSlices} and ${memorySlices}`,
    fix: 'ask for fewer or smaller devices',
  }];
}

function slices(profile: string): { compute: number; memory: number } {
  const match = /^(\d+)g\.(\d+)gb/.exec(profile)!;
  return { compute: Number(match[1]), memory: Number(match[2]) };
}
