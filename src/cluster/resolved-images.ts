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

  /** @param suffix what the stock images of workers and login hosts carry at the end of their names */
  public constructor(private readonly slurmVersion: SlurmVersion, private readonly images: SlurmImages = {}, private readonly suffix = '') {
    this.sidecar = images.sidecar ?? 'docker.io/library/alpine:3.23.3';
    // The enum's own text: its module would load all of cdk8s-plus.
    this.pullPolicy = images.pullPolicy ?? 'IfNotPresent';
    this.pullSecrets = images.pullSecrets ?? [];
  }

  public image(component: SlurmComponent, override?: SlurmImage): SlurmImage {
    const runsJobs = component === SlurmComponent.SLURMD || component === SlurmComponent.LOGIN;
    return override ?? this.images[component] ?? this.stock(`${component}${runsJobs ? this.suffix : ''}`);
  }

  /** The image of a component that holds no more than Slurm; the user's own as it is. */
  public plain(component: SlurmComponent): SlurmImage {
    return this.images[component] ?? this.stock(component);
  }

  /** The image that the user names for a component, if any. */
  public own(component: SlurmComponent): SlurmImage | undefined {
    return this.images[component];
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

  private stock(name: string): SlurmImage {
    return SlurmImage.of(`${this.images.registry ?? 'ghcr.io/slinkyproject'}/${name}:${this.slurmVersion}-${this.flavor}`, { slurmVersion: this.slurmVersion });
  }

  private get flavor(): ImageFlavor {
    return this.images.flavor ?? (this.slurmVersion.release === '25.11' ? ImageFlavor.UBUNTU_24_04 : ImageFlavor.UBUNTU_26_04);
  }
}
