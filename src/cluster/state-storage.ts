import { Size } from 'cdk8s';
import { IPersistentVolumeClaim, PersistentVolumeAccessMode } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { quantity, sizeText } from '../pods/quantities';
import * as slinky from '../slinky';
import { volumeSizeProblems } from '../storage/volume-size';

/** A volume claim for slurmctld's state. */
export interface StateStorageClaimOptions {
  /** Size of the volume. @default Size.gibibytes(4) */
  readonly size?: Size;
  /** Storage class. @default - the Kubernetes cluster's default class */
  readonly storageClassName?: string;
  /** Ways to mount it. @default - ReadWriteOnce */
  readonly accessModes?: PersistentVolumeAccessMode[];
}

/**
 * Where slurmctld keeps jobs, nodes and reservations over restarts. The operator never changes it once the cluster exists, so size and class
 * must be right from the start.
 */
export class StateStorage {
  /** A volume claim that the operator makes. */
  public static claim(options: StateStorageClaimOptions = {}): StateStorage {
    return new StateStorage({
      enabled: true,
      accessModes: options.accessModes ?? ['ReadWriteOnce'],
      storageClassName: options.storageClassName,
      resources: { requests: { storage: quantity(sizeText(options.size ?? Size.gibibytes(4))) } },
    }, options.size);
  }

  /** A volume claim that exists. */
  public static existingClaim(claim: IPersistentVolumeClaim): StateStorage {
    return new StateStorage({ enabled: true, existingClaim: claim.name });
  }

  /** None: every restart of slurmctld loses all jobs. For trials only. */
  public static ephemeral(): StateStorage {
    return new StateStorage({ enabled: false });
  }

  private constructor(private readonly persistence: slinky.Persistence, private readonly size?: Size) {}

  /** @internal */
  public _problems(): Problem[] {
    return this.size ? volumeSizeProblems("'stateStorage'", this.size) : [];
  }

  /** @internal */
  public _toKube(): slinky.Persistence {
    return this.persistence;
  }
}

checksArguments(StateStorage, 'StateStorage');
