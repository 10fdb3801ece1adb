import { ImagePullPolicy, ISecret } from 'cdk8s-plus-28';
import { imageProblems } from './image-problems';
import { SlurmVersion } from './slurm-version';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** The containers that run a part of Slurm. */
export enum SlurmComponent {
  /** The controller daemon. */
  SLURMCTLD = 'slurmctld',
  /** The node daemon, in the pods of node sets. */
  SLURMD = 'slurmd',
  /** The accounting daemon. */
  SLURMDBD = 'slurmdbd',
  /** The REST daemon. */
  SLURMRESTD = 'slurmrestd',
  /** The login host with sackd, sshd and the client commands. */
  LOGIN = 'login',
}

/** Base systems for which Slinky publishes images; the value is the tag's suffix. */
export enum ImageFlavor {
  /** Ubuntu 26.04, published for Slurm 26.05. */
  UBUNTU_26_04 = 'ubuntu26.04',
  /** Ubuntu 24.04. */
  UBUNTU_24_04 = 'ubuntu24.04',
  /** Rocky Linux 9. */
  ROCKYLINUX_9 = 'rockylinux9',
}

/** What to know of an own image. */
export interface SlurmImageOptions {
  /**
   * Version of Slurm inside, checked against slurmctld's.
   *
   * @default - read from the tag when it holds one, such as `slurmd-nvml-25.11.6-ubuntu24.04`; not checked otherwise
   */
  readonly slurmVersion?: SlurmVersion;
}

/** A container image that holds a part of Slurm, other than the stock one. */
export class SlurmImage {
  /**
   * An image by its full reference.
   *
   * @param reference `registry/repository:tag` or `registry/repository@sha256:...`; `latest` is refused, since pods of one cluster would differ
   */
  public static of(reference: string, options: SlurmImageOptions = {}): SlurmImage {
    return new SlurmImage(reference, options.slurmVersion);
  }

  /** Full reference of the image. */
  public readonly reference: string;

  /** Version of Slurm inside, if known. */
  public readonly slurmVersion?: SlurmVersion;

  private constructor(reference: string, slurmVersion?: SlurmVersion) {
    this.reference = reference;
    this.slurmVersion = slurmVersion ?? SlurmVersion._fromTag(reference.split('@')[0].split('/').pop()!.split(':')[1] ?? '');
  }

  /** @internal */
  public _problems(use: string): Problem[] {
    return imageProblems(this.reference, use);
  }
}

checksArguments(SlurmImage, 'SlurmImage');

/** Images of all components, from one place or one by one. */
export interface SlurmImages {
  /**
   * Registry and folder that hold the images `slurmctld`, `slurmd`, `slurmdbd`, `slurmrestd` and `login`.
   *
   * @default 'ghcr.io/slinkyproject'
   */
  readonly registry?: string;

  /**
   * Base system of the images.
   *
   * @default - Ubuntu 26.04 for Slurm 26.05, Ubuntu 24.04 for 25.11
   */
  readonly flavor?: ImageFlavor;

  /** Image of slurmctld. @default - from registry, version and flavor */
  readonly slurmctld?: SlurmImage;

  /** Image of slurmd, for every node set that names no other. @default - from registry, version and flavor */
  readonly slurmd?: SlurmImage;

  /** Image of slurmdbd. @default - from registry, version and flavor */
  readonly slurmdbd?: SlurmImage;

  /** Image of slurmrestd. @default - from registry, version and flavor */
  readonly slurmrestd?: SlurmImage;

  /** Image of login hosts. @default - from registry, version and flavor */
  readonly login?: SlurmImage;

  /**
   * Image of the log sidecars and small init containers: needs `sh` and `tail`.
   *
   * @default 'docker.io/library/alpine:3.23.3'
   */
  readonly sidecar?: string;

  /**
   * When nodes pull the images.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly pullPolicy?: ImagePullPolicy;

  /** Secrets to pull the images with, on every pod. @default - none */
  readonly pullSecrets?: ISecret[];
}
