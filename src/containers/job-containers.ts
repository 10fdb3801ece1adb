import { OciOptions, PyxisOptions } from './container-options';
import { BoundContainers, ContainerCluster, ContainerSetup } from './container-setup';
import { NodeStorage } from './node-storage';
import { oci } from './oci';
import { pyxis } from './pyxis';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * How jobs run in containers. Users' containers need user namespaces on the machines; a worker whose machine forbids them does not start and says so. On
 * Ubuntu 24.04 and later `kernel.apparmor_restrict_unprivileged_userns=0` may be needed besides.
 */
export class JobContainers {
  /**
   * NVIDIA's Pyxis and Enroot: `srun --container-image=nvcr.io#nvidia/pytorch:25.06-py3`. Workers and login hosts take the images that hold them,
   * `slurmd-pyxis` and `login-pyxis`; images of your own must hold them too.
   *
   * With a slurmctld outside Kubernetes, put the line `include /usr/share/pyxis/*` into its plugstack.conf.
   *
   * @see https://github.com/NVIDIA/pyxis
   */
  public static pyxis(options: PyxisOptions = {}): JobContainers {
    return new JobContainers(pyxis(options));
  }

  /**
   * Slurm's own: `srun --container=<bundle>` runs an OCI bundle that lies on the node or a shared file system; nothing is pulled. Needs a worker image with the
   * runtime, and with a slurmctld outside Kubernetes an oci.conf there.
   *
   * @see https://slurm.schedmd.com/containers.html
   */
  public static oci(options: OciOptions = {}): JobContainers {
    return new JobContainers(oci(options));
  }

  private constructor(private readonly setup: ContainerSetup) {}

  /** @internal As the user wrote it. */
  public get _name(): string {
    return this.setup.name;
  }

  /** @internal */
  public get _imageSuffix(): string {
    return this.setup.imageSuffix;
  }

  /** @internal */
  public get _needsOwnImage(): string | undefined {
    return this.setup.needsOwnImage;
  }

  /** @internal */
  public get _storage(): NodeStorage {
    return this.setup.storage;
  }

  /** @internal */
  public get _configFiles(): { readonly [file: string]: string } {
    return this.setup.configFiles;
  }

  /** @internal */
  public _problems(namespace: string): Problem[] {
    const { storage } = this.setup;
    return [
      ...storage._isNone ? [{ id: 'CTR-001', what: `'storage' of ${this._name} is NodeStorage.none(), and containers need a place for their images`, fix: "leave it out, or leave 'jobContainers' out" }] : storage._problems,
      ...this.setup.problems(namespace),
    ];
  }

  /** @internal */
  public _bind(cluster: ContainerCluster): BoundContainers {
    return this.setup.bind(cluster);
  }
}

checksArguments(JobContainers, 'JobContainers');
