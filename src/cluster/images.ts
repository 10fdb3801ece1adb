import { ImagePullPolicy, ISecret } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { SlurmVersion } from './slurm-version';

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

const flavorsOf: { [release: string]: ImageFlavor[] } = {
  '25.11': [ImageFlavor.UBUNTU_24_04, ImageFlavor.ROCKYLINUX_9],
  '26.05': [ImageFlavor.UBUNTU_26_04, ImageFlavor.UBUNTU_24_04, ImageFlavor.ROCKYLINUX_9],
};

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

/** Image references of one cluster, after defaults. */
export class ResolvedImages {
  public readonly sidecar: string;
  public readonly pullPolicy: string;
  public readonly pullSecrets: ISecret[];

  public constructor(private readonly slurmVersion: SlurmVersion, private readonly images: SlurmImages = {}) {
    this.sidecar = images.sidecar ?? 'docker.io/library/alpine:3.23.3';
    // The enum's own text: its module would load all of cdk8s-plus.
    this.pullPolicy = images.pullPolicy ?? 'IfNotPresent';
    this.pullSecrets = images.pullSecrets ?? [];
  }

  public image(component: SlurmComponent, override?: SlurmImage): SlurmImage {
    return override ?? this.images[component] ?? SlurmImage.of(
      `${this.images.registry ?? 'ghcr.io/slinkyproject'}/${component}:${this.slurmVersion}-${this.flavor}`,
      { slurmVersion: this.slurmVersion },
    );
  }

  /** Whether the images of a component are the user's own, so that we cannot know what is inside. */
  public isOwn(component: SlurmComponent): boolean {
    return this.images[component] !== undefined || this.images.registry !== undefined;
  }

  public problems(): Problem[] {
    const problems = [...this.slurmVersion._problems(), ...imageProblems(this.sidecar, 'images.sidecar')];
    const flavors = flavorsOf[this.slurmVersion.release];
    if (this.images.registry === undefined && flavors && !flavors.includes(this.flavor)) {
      problems.push({
        id: 'IMG-003',
        what: `'flavor' is ${this.flavor}, for which Slinky publishes no Slurm ${this.slurmVersion.release} images: every pod would wait in ImagePullBackOff`,
        fix: `use ${flavors.map(flavor => `'${flavor}'`).join(' or ')}, or name the registry of your own images`,
      });
    }
    for (const component of Object.values(SlurmComponent)) {
      problems.push(...this.images[component]?._problems(`images.${component}`) ?? []);
    }
    return problems;
  }

  private get flavor(): ImageFlavor {
    return this.images.flavor ?? (this.slurmVersion.release === '25.11' ? ImageFlavor.UBUNTU_24_04 : ImageFlavor.UBUNTU_26_04);
  }
}

function imageProblems(reference: string, use: string): Problem[] {
  const [name, digest] = reference.split('@');
  const tag = name.split('/').pop()!.split(':')[1];
  if (!/^[a-z0-9]([a-z0-9._/:-]*[a-z0-9])?(:[\w][\w.-]{0,127})?$/i.test(name) || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    return [{
      id: 'IMG-001',
      what: `'${reference}' of ${use} is not an image reference: the pod would end in InvalidImageName`,
      fix: "write registry/repository:tag, e.g. 'ghcr.io/slinkyproject/slurmd:26.05.1-ubuntu26.04'",
    }];
  }
  if (digest === undefined && (tag === undefined || tag === 'latest')) {
    return [{
      id: 'IMG-002',
      what: `'${reference}' of ${use} has ${tag === undefined ? 'no tag' : "the tag 'latest'"}: what it holds changes with every pull, so pods of one cluster differ`,
      fix: 'name a version or a digest',
    }];
  }
  return [];
}
