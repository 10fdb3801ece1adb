import { ISecret } from 'cdk8s-plus-28';
import { imageProblems } from './image-problems';
import { ImageFlavor, SlurmComponent, SlurmImage, SlurmImages } from './images';
import { SlurmVersion } from './slurm-version';
import { Problem } from '../errors/refuse';

const flavorsOf: { [release: string]: ImageFlavor[] } = {
  25.11: [ImageFlavor.UBUNTU_24_04, ImageFlavor.ROCKYLINUX_9],
  26.05: [ImageFlavor.UBUNTU_26_04, ImageFlavor.UBUNTU_24_04, ImageFlavor.ROCKYLINUX_9],
};

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
