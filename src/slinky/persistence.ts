import { k8s } from 'cdk8s-plus-28';

/**
 * Where slurmctld keeps its state (`StateSaveLocation`): a claim of a PersistentVolume.
 *
 * The operator has no default for access modes and size: give both, or `existingClaim`, or `enabled: false`.
 * Once the Controller exists, nothing in here can be changed.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/
 */
export interface Persistence {
  /**
   * Keeps the state on a volume. When false, queue and accounting backlog are lost with the pod.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of a PersistentVolumeClaim that exists already; the fields below are then unused.
   *
   * @default - the operator creates a claim from the fields below
   */
  readonly existingClaim?: string;

  /**
   * How the volume may be mounted, e.g. `ReadWriteOnce`.
   *
   * @default - none, which Kubernetes refuses when the claim is to be created
   */
  readonly accessModes?: string[];

  /**
   * Object to fill the new volume from: a snapshot or another claim.
   *
   * @default - an empty volume
   */
  readonly dataSource?: k8s.TypedLocalObjectReference;

  /**
   * As `dataSource`, also for objects of other API groups and namespaces.
   *
   * @default - as `dataSource`
   */
  readonly dataSourceRef?: k8s.TypedObjectReference;

  /**
   * Size of the volume, in `requests.storage`.
   *
   * @default - none, which Kubernetes refuses when the claim is to be created
   */
  readonly resources?: VolumeResources;

  /**
   * Labels a volume must have to be bound.
   *
   * @default - any volume
   */
  readonly selector?: k8s.LabelSelector;

  /**
   * StorageClass that provides the volume.
   *
   * @default - the cluster's default StorageClass
   */
  readonly storageClassName?: string;

  /**
   * VolumeAttributesClass of the volume, e.g. its IOPS tier.
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/
   */
  readonly volumeAttributesClassName?: string;

  /**
   * `Filesystem` or `Block`; slurmctld needs a file system.
   *
   * @default - Kubernetes', `Filesystem`
   */
  readonly volumeMode?: string;

  /**
   * Name of the PersistentVolume to bind to.
   *
   * @default - Kubernetes finds or provisions one
   */
  readonly volumeName?: string;
}

/** Amounts of storage a claim asks for. */
export interface VolumeResources {
  /**
   * Upper bounds, by resource name.
   *
   * @default - none
   */
  readonly limits?: { [name: string]: k8s.Quantity };

  /**
   * Least amounts, by resource name; `storage` is the size of the volume.
   *
   * @default - none
   */
  readonly requests?: { [name: string]: k8s.Quantity };
}
