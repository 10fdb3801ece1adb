import { Problem } from '../errors/refuse';

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
    return new GpuDevices(undefined, files);
  }

  /** @internal */
  public readonly _autoDetect?: AutoDetect;
  /** @internal */
  public readonly _files?: string;

  private constructor(autoDetect: AutoDetect | undefined, files: string | undefined) {
    this._autoDetect = autoDetect;
    this._files = files;
  }

  /** @internal */
  public _problems(): Problem[] {
    return this._files === undefined || /^\/[A-Za-z0-9_./,[\]-]+$/.test(this._files) ? [] : [{
      id: 'GPU-020', what: `'${this._files}' does not name device files`, fix: "use e.g. GpuDevices.files('/dev/nvidia[0-7]')",
    }];
  }
}
