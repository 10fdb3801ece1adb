import { Size } from 'cdk8s';
import { HostPathVolumeType, MountPropagation } from 'cdk8s-plus-28';
import { CsiSecretReference } from './persistent-volume';

/** What holds for any shared file system. */
export interface SharedFileSystemOptions {
  /**
   * Name of the volume in the pods, and part of the names of objects made for it.
   *
   * @default - from the mount path: `/home` becomes `home`, `/fsx/data` becomes `fsx-data`
   */
  readonly name?: string;

  /** Directory of the file system to mount, instead of its root. @default - the root */
  readonly subPath?: string;

  /** Nobody on login hosts or workers may write. @default false */
  readonly readOnly?: boolean;
}

/** A directory that an NFS server exports. */
export interface NfsFileSystemOptions extends SharedFileSystemOptions {
  /** Host name or address of the server, as Kubernetes nodes resolve it. */
  readonly server: string;

  /** Exported path, absolute. */
  readonly path: string;

  /** Where login hosts and workers see it. */
  readonly mountPath: string;

  /**
   * Options of the mount, e.g. `nfsvers=4.1` and `nconnect=8`. Kubernetes takes them only with a PersistentVolume, so one is made.
   *
   * @default - what the Kubernetes node's NFS client chooses, and no PersistentVolume
   */
  readonly mountOptions?: string[];
}

/** A directory of every Kubernetes node, below which the node itself has the file system mounted. */
export interface HostPathFileSystemOptions extends SharedFileSystemOptions {
  /** Directory on the Kubernetes nodes, absolute. */
  readonly path: string;

  /** Where login hosts and workers see it. */
  readonly mountPath: string;

  /**
   * What must be at the path. With the default a Kubernetes node without the directory starts no pod, rather than one that writes to the node's
   * own disk.
   *
   * @default HostPathVolumeType.DIRECTORY
   */
  readonly type?: HostPathVolumeType;

  /**
   * Whether a mount that the node makes later is seen in running pods.
   *
   * @default MountPropagation.HOST_TO_CONTAINER
   */
  readonly propagation?: MountPropagation;
}

/** A file system that exists already and that a CSI driver mounts. */
export interface CsiFileSystemOptions extends SharedFileSystemOptions {
  /** Name of the driver, e.g. `fsx.csi.aws.com`. */
  readonly driver: string;

  /** By what the driver knows the file system, e.g. `fs-0123456789abcdef0`. */
  readonly volumeHandle: string;

  /** Where login hosts and workers see it. */
  readonly mountPath: string;

  /** What else the driver wants to know, e.g. `dnsname` and `mountname`. @default - nothing */
  readonly volumeAttributes?: { [name: string]: string };

  /** Kind of file system, where the driver asks. @default - the driver's */
  readonly fsType?: string;

  /** Options of the mount, e.g. `flock`. @default - the driver's */
  readonly mountOptions?: string[];

  /**
   * Size to declare. Kubernetes wants a number and compares it with nothing but the claim made along with it.
   *
   * @default Size.tebibytes(1)
   */
  readonly capacity?: Size;

  /** Secret for the driver's attach step. @default - none */
  readonly controllerPublishSecret?: CsiSecretReference;

  /** Secret with which a Kubernetes node prepares the file system. @default - none */
  readonly nodeStageSecret?: CsiSecretReference;

  /** Secret with which a Kubernetes node mounts the file system into a pod. @default - none */
  readonly nodePublishSecret?: CsiSecretReference;
}

/** A file system that Kubernetes makes through a storage class. */
export interface DynamicFileSystemOptions extends SharedFileSystemOptions {
  /** Storage class of a driver that lets many nodes write at once. */
  readonly storageClassName: string;

  /** How much to ask for; some drivers take only certain steps. */
  readonly size: Size;

  /** Where login hosts and workers see it. */
  readonly mountPath: string;
}
