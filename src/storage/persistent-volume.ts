import { ApiObject, Size } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { clusterScoped } from './cluster-scoped';
import { sizeText } from '../pods/quantities';

/** A Secret that a CSI driver asks Kubernetes for. */
export interface CsiSecretReference {
  /** Name of the Secret. */
  readonly name: string;

  /** Namespace of the Secret. @default - the cluster's */
  readonly namespace?: string;
}

/** Fields of a CSI volume as Kubernetes spells them. */
export interface CsiSource {
  readonly driver: string;
  readonly volumeHandle: string;
  readonly fsType?: string;
  readonly volumeAttributes?: { [name: string]: string };
  readonly controllerPublishSecretRef?: CsiSecretReference;
  readonly nodeStageSecretRef?: CsiSecretReference;
  readonly nodePublishSecretRef?: CsiSecretReference;
}

/** What a PersistentVolume of ours stands for. */
export interface VolumeSource {
  readonly csi?: CsiSource;
  readonly nfs?: { readonly server: string; readonly path: string };
}

/** Where a claim of ours is created and what it is called. */
export interface ClaimPlace {
  readonly scope: Construct;
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
}

/** A file system that exists: a PersistentVolume, bound in advance to the claim that pods use. */
export function claimExisting(
  place: ClaimPlace, source: VolumeSource, options: { capacity?: Size; mountOptions?: string[] },
): { claimName: string; dependencies: IConstruct[] } {
  const capacity = sizeText(options.capacity ?? Size.tebibytes(1));
  // PersistentVolumes have no namespace, so theirs goes into the name.
  const volumeName = `${place.namespace}-${place.name}`;
  const volume = clusterScoped(new ApiObject(place.scope, `${place.id}Volume`, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      accessModes: ['ReadWriteMany'],
      capacity: { storage: capacity },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: place.namespace, name: place.name },
      mountOptions: options.mountOptions?.length ? options.mountOptions : undefined,
      // What the file system holds is not ours to delete.
      persistentVolumeReclaimPolicy: 'Retain',
      // An empty class keeps Kubernetes from provisioning another volume for the claim.
      storageClassName: '',
      volumeMode: 'Filesystem',
      ...source,
    },
  }));
  const claim = claimObject(place, capacity, { storageClassName: '', volumeName });
  claim.addDependency(volume);
  return { claimName: place.name, dependencies: [claim] };
}

/** A file system that a storage class makes for the claim. */
export function claimNew(place: ClaimPlace, size: Size, storageClassName: string): { claimName: string; dependencies: IConstruct[] } {
  return { claimName: place.name, dependencies: [claimObject(place, sizeText(size), { storageClassName })] };
}

function claimObject(place: ClaimPlace, storage: string, binding: { storageClassName: string; volumeName?: string }): ApiObject {
  return new ApiObject(place.scope, `${place.id}Claim`, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: place.name },
    spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage } }, volumeMode: 'Filesystem', ...binding },
  });
}
