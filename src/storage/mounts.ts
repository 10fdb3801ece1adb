import { IStorage, k8s, MountPropagation } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { mountPathProblems, OperatorMounts, operatorPathProblems, volumeNameProblems, workerMounts } from './mount-paths';
import type { BoundFileSystem } from './shared-file-system';
import { Problem, refuseAll } from '../errors/refuse';

/** How a volume is mounted. */
export interface MountOptions {
  /** Nobody in the pod may write. @default false */
  readonly readOnly?: boolean;

  /** Directory or file of the volume to mount, instead of all of it. Changes of a file mounted so do not reach running pods. @default - the whole volume */
  readonly subPath?: string;

  /** Like `subPath`, with `$(NAME)` replaced by the container's environment. Not together with `subPath`. @default - the whole volume */
  readonly subPathExpr?: string;

  /**
   * Whether mounts made later on the Kubernetes node, or in the pod, are seen on the other side.
   *
   * @default MountPropagation.NONE
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation
   */
  readonly propagation?: MountPropagation;
}

/** The volumes of one kind of pod and where its daemon sees them. Refuses what the API server or the operator would. */
export class Mounts {
  private readonly volumesByName = new Map<string, k8s.Volume | undefined>();
  private readonly mounts: k8s.VolumeMount[] = [];
  private readonly late = new Set<string>();

  /**
   * @param owner the construct that is named when a mount is refused
   * @param operator what slurm-operator mounts in these pods
   */
  public constructor(private readonly owner: IConstruct, private readonly operator: OperatorMounts = workerMounts) {}

  /** Volumes of the pod. */
  public get volumes(): k8s.Volume[] {
    return this.lateLast([...this.volumesByName.values()].filter(volume => volume !== undefined));
  }

  /** Mounts of the daemon's container. */
  public get volumeMounts(): k8s.VolumeMount[] {
    return this.lateLast(this.mounts);
  }

  /** Mounts what a user made with cdk8s-plus. */
  public add(path: string, storage: IStorage, options: MountOptions = {}): void {
    const volume = storage.asVolume()._toKube();
    if (options.subPath !== undefined && options.subPathExpr !== undefined) {
      refuseAll(this.owner, [{ id: 'STOR-009', what: `the mount at '${path}' has both 'subPath' and 'subPathExpr', which the API server refuses`, fix: 'keep one of them' }]);
    }
    this.addRaw(volume, {
      name: volume.name,
      mountPath: path,
      readOnly: options.readOnly || undefined,
      subPath: options.subPath,
      subPathExpr: options.subPathExpr,
      mountPropagation: options.propagation,
    });
  }

  /** Mounts a file system that login hosts and workers share. */
  public addShared(fileSystem: BoundFileSystem): void {
    this.addRaw(fileSystem.volume, fileSystem.mount);
  }

  /** Mounts a volume of ours; without a mount it is there for an init container only. */
  public addRaw(volume: k8s.Volume, mount?: k8s.VolumeMount): void {
    const known = this.volumesByName.get(volume.name);
    const taken = this.volumesByName.has(volume.name) && JSON.stringify(known) !== JSON.stringify(volume);
    refuseAll(this.owner, [
      ...volumeNameProblems(volume.name, this.operator),
      ...taken ? [{
        id: 'STOR-003',
        what: `two volumes are named '${volume.name}', and the API server wants each name once`,
        fix: "give one another name, e.g. with the 'name' of a shared file system or of a cdk8s-plus volume",
      }] : [],
      ...mount ? this.mountProblems(mount) : [],
    ]);
    this.volumesByName.set(volume.name, volume);
    this.mounts.push(...mount ? [mount] : []);
  }

  /** Mounts a volume of a construct that may be declared before or after those of the user: it comes last in any case. */
  public addLate(volume: k8s.Volume, mount: k8s.VolumeMount): void {
    this.addRaw(volume, mount);
    this.late.add(volume.name);
  }

  /** Mounts a volume that a claim template of the node set provides. */
  public addClaimMount(mount: k8s.VolumeMount): void {
    refuseAll(this.owner, [
      ...volumeNameProblems(mount.name, this.operator),
      ...this.volumesByName.has(mount.name) ? [{ id: 'STOR-003', what: `both a volume and a claim are named '${mount.name}'`, fix: 'give the claim another name' }] : [],
      ...this.mountProblems(mount),
    ]);
    this.volumesByName.set(mount.name, undefined);
    this.mounts.push(mount);
  }

  private lateLast<T extends { readonly name: string }>(named: T[]): T[] {
    const late = named.filter(({ name }) => this.late.has(name)).sort((one, other) => (one.name < other.name ? -1 : 1));
    return [...named.filter(({ name }) => !this.late.has(name)), ...late];
  }

  private mountProblems(mount: k8s.VolumeMount): Problem[] {
    const problems = [...mountPathProblems(mount.mountPath), ...operatorPathProblems(mount.mountPath, this.operator)];
    const other = this.mounts.find(known => known.mountPath === mount.mountPath);
    if (other) {
      problems.push({
        id: 'STOR-002',
        what: `both '${other.name}' and '${mount.name}' are mounted at '${mount.mountPath}', and the API server takes one`,
        fix: mount.mountPath === '/dev/shm' ? "leave it out, and say its size in 'sharedMemory' of the node set" : 'choose another path for one of them',
      });
    }
    return problems;
  }
}
