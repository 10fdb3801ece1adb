import { SecretValue } from 'cdk8s-plus-28';
import { NodeStorage } from './node-storage';
import { Script } from '../cluster/script';

/** How long a container with a name lives. Pyxis: `container_scope`. */
export enum PyxisScope {
  /** Until its job ends. */
  JOB = 'job',
  /** Until its user removes it; later jobs of the user on that node find it again. */
  GLOBAL = 'global',
}

/** Containers by NVIDIA's Pyxis and Enroot. */
export interface PyxisOptions {
  /**
   * Where nodes keep images: layers, root file systems, and what is made of them on the way. Node sets on other machines say theirs in `imageStorage`.
   *
   * @default NodeStorage.disk()
   */
  readonly storage?: NodeStorage;

  /**
   * Directory for layers instead of one in `storage`, such as `/scratch/enroot/${UID}` on a shared file system, so that nodes need not fetch each for
   * itself. May hold `${UID}` and `${HOME}`. Enroot: `ENROOT_CACHE_PATH`.
   *
   * @default - in `storage`, for each user
   */
  readonly cachePath?: string;

  /** How long a container with a name lives. @default PyxisScope.GLOBAL */
  readonly scope?: PyxisScope;

  /** Whether `sbatch` and `salloc` know the options too, and not `srun` alone. Pyxis: `sbatch_support`. @default true */
  readonly sbatchSupport?: boolean;

  /** Whether the entry point of the image runs. Jobs can say otherwise. Pyxis: `execute_entrypoint`. @default false */
  readonly executeEntrypoint?: boolean;

  /**
   * Program of the worker image that brings an image in the place of `enroot import`, e.g. one that keeps squash files in a shared directory.
   * Pyxis: `importer`.
   *
   * @default - `enroot import`
   */
  readonly importer?: string;

  /** Whether squash files are mounted by FUSE instead of being unpacked. Pyxis: `use_squashfuse`. @default false */
  readonly useSquashfuse?: boolean;

  /** Whether a container can write to its root file system. Jobs can say otherwise. Enroot: `ENROOT_ROOTFS_WRITABLE`. @default false */
  readonly writable?: boolean;

  /** Whether a container sees its user's home. Jobs can say otherwise. Enroot: `ENROOT_MOUNT_HOME`. @default false */
  readonly mountHome?: boolean;

  /** Whether a user is root in their container. Jobs can say otherwise. Enroot: `ENROOT_REMAP_ROOT`. @default false */
  readonly remapRoot?: boolean;

  /**
   * Logins for registries, in the form of a netrc file: `machine nvcr.io login $oauthtoken password ...`. Every user of the cluster can read them, so give a
   * token that can do no more than pull.
   *
   * @default - each user's own, `~/.config/enroot/.credentials`
   */
  readonly registryCredentials?: SecretValue;

  /**
   * Whether users run `enroot` on login hosts too. Needs a privileged container there: whoever becomes root in it is root on the Kubernetes node.
   *
   * @default false
   */
  readonly importOnLogins?: boolean;

  /**
   * Hooks that run when a container starts, by file name such as `98-nvidia.sh`; one that the image has under the same name is replaced.
   *
   * @default - those of the image
   * @see https://github.com/NVIDIA/enroot/blob/master/doc/standard-hooks.md
   */
  readonly hooks?: { [name: string]: Script };

  /**
   * Escape hatch: further keys of enroot.conf, such as `{ ENROOT_MAX_PROCESSORS: '8' }`.
   *
   * @default - Enroot's own
   * @see https://github.com/NVIDIA/enroot/blob/master/doc/configuration.md
   */
  readonly enrootConf?: { [key: string]: string };

  /** Further lines of plugstack.conf, for SPANK plugins of your images. @default - none */
  readonly otherPlugins?: string[];
}

/** A program that runs OCI containers. */
export enum OciRuntime {
  /** crun. */
  CRUN = 'crun',
  /** runc. */
  RUNC = 'runc',
}

/** Containers by Slurm itself. */
export interface OciOptions {
  /** The program; the worker image must hold it. @default OciRuntime.CRUN */
  readonly runtime?: OciRuntime;

  /**
   * Directory of a bundle, when `--container` names less than the whole path, e.g. `/shared/images/%u/%b`.
   *
   * @default - what `--container` says
   */
  readonly containerPath?: string;

  /** Hooks of a bundle that are left out, e.g. `prestart`. @default - none */
  readonly disableHooks?: string[];

  /**
   * Escape hatch: further keys of oci.conf, in place of ours too.
   *
   * @default - none
   * @see https://slurm.schedmd.com/oci.conf.html
   */
  readonly extra?: { [key: string]: string };
}
