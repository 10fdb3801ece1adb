import type { MigDevices } from './mig';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Ways in which slurmd finds GPUs by itself. Slurm: `AutoDetect` of gres.conf. */
export enum AutoDetect {
  /** From the NVIDIA driver's files; the only way that stock Slinky images can. Finds no MIG devices and no NVLinks. */
  NVIDIA = 'nvidia',
  /** Through NVML: needs an image of slurmd that is built with it. Finds MIG devices, cores and NVLinks. */
  NVML = 'nvml',
  /** Through ROCm SMI: needs an image of slurmd that is built with it. */
  RSMI = 'rsmi',
  /** Through oneAPI: needs an image of slurmd that is built with it. */
  ONEAPI = 'oneapi',
  /** Through AWS Neuron: needs an image of slurmd that is built with it. */
  NRT = 'nrt',
}

/** The device files of one MIG device. */
export interface MigDeviceFiles {
  /** Profile of the device, e.g. `1g.10gb`. */
  readonly profile: string;
  /**
   * Files of the GPU, the GPU instance and the compute instance, e.g. `/dev/nvidia0`, `/dev/nvidia-caps/nvidia-cap21` and `/dev/nvidia-caps/nvidia-cap22`;
   * `nvidia-smi` and /proc/driver/nvidia/capabilities of the machine tell them.
   */
  readonly files: string[];
}

/**
 * How slurmd knows the device files of a node's GPUs.
 *
 * @see https://slurm.schedmd.com/gres.conf.html
 */
export class GpuDevices {
  /** slurmd looks for itself. */
  public static autoDetect(method: AutoDetect): GpuDevices {
    return new GpuDevices(method, undefined);
  }

  /**
   * The files are named, one for every GPU.
   *
   * @param files a Slurm hostlist of files, e.g. `/dev/nvidia[0-7]`
   */
  public static files(files: string): GpuDevices {
    return new GpuDevices(undefined, files ?? '');
  }

  /**
   * The files of every MIG device of a node are named, so that stock images serve, which find no MIG devices. All machines of the set must be cut in the same
   * order.
   *
   * @see https://slurm.schedmd.com/gres.conf.html#OPT_MultipleFiles
   */
  public static migFiles(devices: MigDeviceFiles[]): GpuDevices {
    return new GpuDevices(undefined, undefined, (devices ?? []).map(({ profile, files }) => ({ profile, files: files ?? [] })));
  }

  /** @internal */
  public readonly _autoDetect?: AutoDetect;
  /** @internal */
  public readonly _files?: string;
  /** @internal */
  public readonly _migFiles?: MigDeviceFiles[];

  private constructor(autoDetect: AutoDetect | undefined, files: string | undefined, migFiles?: MigDeviceFiles[]) {
    this._autoDetect = autoDetect;
    this._files = files;
    this._migFiles = migFiles;
  }

  /**
   * @internal
   * @param mig MIG devices of a node, when its GPUs are cut
   */
  public _problems(mig?: MigDevices[]): Problem[] {
    if (this._files !== undefined && mig) {
      return [{
        id: 'GPU-026',
        what: `'${this._files}' names files of whole GPUs, and 'mig' cuts them: jobs would get all MIG devices of a GPU`,
        fix: 'name those of each device with GpuDevices.migFiles(...), or use an image with NVML',
      }];
    }
    return this._migFiles ? migFileProblems(this._migFiles, mig ?? []) : this.fileProblems();
  }

  private fileProblems(): Problem[] {
    return this._files === undefined || /^\/[A-Za-z0-9_./,[\]-]+$/.test(this._files) ? [] : [{
      id: 'GPU-020', what: `'${this._files}' does not name device files`, fix: "use e.g. GpuDevices.files('/dev/nvidia[0-7]')",
    }];
  }
}

checksArguments(GpuDevices, 'GpuDevices');

function migFileProblems(named: MigDeviceFiles[], mig: MigDevices[]): Problem[] {
  const odd = named.flatMap(({ files }) => files).find(file => !/^\/[A-Za-z0-9_./-]+$/.test(file));
  const devices = named.map(({ files }) => [...files].sort().join());
  const twice = named.find(({ files }, index) => files.length > 0 && devices.indexOf(devices[index]) < index);
  const profiles = [...new Set([...mig, ...named].map(({ profile }) => profile))];
  const counts = profiles.map(profile => ({
    profile,
    named: named.filter(each => each.profile === profile).length,
    cut: mig.filter(each => each.profile === profile).reduce((sum, { count }) => sum + count, 0),
  }));
  return [
    ...odd === undefined && named.every(({ files }) => files.length > 0) ? [] : [{
      id: 'GPU-027',
      what: `${odd === undefined ? 'a MIG device without files' : `'${odd}'`} is named in GpuDevices.migFiles, and slurmd wants the absolute paths of its device files`,
      fix: "use e.g. ['/dev/nvidia0', '/dev/nvidia-caps/nvidia-cap21', '/dev/nvidia-caps/nvidia-cap22']",
    }],
    ...twice === undefined ? [] : [{
      id: 'GPU-029',
      what: `GpuDevices.migFiles names a MIG device with the files ${twice.files.join(', ')} twice: slurmd would count two and give two jobs the same one`,
      fix: 'name the files of each device once',
    }],
    ...counts.filter(each => each.named !== each.cut).map(each => ({
      id: 'GPU-028',
      what: `files of ${each.named} MIG devices ${each.profile} are named, and a node has ${each.cut}: slurmctld would set the nodes invalid`,
      fix: each.cut === 0 ? "leave them out, or declare them in 'mig'" : `name those of ${each.cut}`,
    })),
  ];
}
