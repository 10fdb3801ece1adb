import { IPersistentVolumeClaim, k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { CsiFileSystemOptions, DynamicFileSystemOptions, HostPathFileSystemOptions, NfsFileSystemOptions, SharedFileSystemOptions } from './file-system-options';
import { loginMounts, mountPathProblems, operatorPathProblems, volumeNameProblems, workerMounts } from './mount-paths';
import { ClaimPlace, claimExisting, claimNew, CsiSecretReference } from './persistent-volume';
import { Problem, refuseAll } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** A shared file system as pods of one cluster mount it. */
export interface BoundFileSystem {
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;
  readonly dependencies: IConstruct[];
}

/** What a file system asks of the cluster it is bound to. */
export interface FileSystemHost {
  readonly name: string;
  readonly namespace: string;
}

type Source = (place: ClaimPlace) => { volume: Omit<k8s.Volume, 'name'>; dependencies: IConstruct[] };

interface FileSystemSetup {
  readonly mountPath: string;
  readonly options: SharedFileSystemOptions;
  readonly source: Source;
  readonly problems: Problem[];
  readonly mountPropagation?: string;
}

/**
 * A file system that all login hosts and all workers of a cluster see at the same path, such as the users' homes.
 * Many nodes write to it at once, so its volume must allow that (`ReadWriteMany`).
 */
export class SharedFileSystem {
  /**
   * The file system behind a claim of the cluster's namespace.
   *
   * @param mountPath where login hosts and workers see it
   */
  public static persistentVolumeClaim(claim: IPersistentVolumeClaim, mountPath: string, options: SharedFileSystemOptions = {}): SharedFileSystem {
    return new SharedFileSystem({
      mountPath,
      options,
      source: () => ({ volume: { persistentVolumeClaim: { claimName: claim.name } }, dependencies: [claim] }),
      problems: [],
    });
  }

  /**
   * The file system behind a claim that somebody else made in the cluster's namespace.
   *
   * @param mountPath where login hosts and workers see it
   */
  public static claimName(claimName: string, mountPath: string, options: SharedFileSystemOptions = {}): SharedFileSystem {
    return new SharedFileSystem({
      mountPath,
      options,
      source: () => ({ volume: { persistentVolumeClaim: { claimName } }, dependencies: [] }),
      problems: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(claimName)
        ? []
        : [{ id: 'STOR-008', what: `'${claimName}' is not the name of a PersistentVolumeClaim`, fix: "use a name such as 'slurm-home'" }],
    });
  }

  /** A directory that an NFS server exports; the Kubernetes nodes need an NFS client and no driver. */
  public static nfs(options: NfsFileSystemOptions): SharedFileSystem {
    const nfs = { server: options.server, path: options.path };
    return new SharedFileSystem({
      mountPath: options.mountPath,
      options,
      source: place => options.mountOptions?.length
        ? claimVolume(claimExisting(place, { nfs }, { mountOptions: options.mountOptions }))
        : { volume: { nfs }, dependencies: [] },
      problems: [...filled('server', options.server), ...absolute('path', options.path)],
    });
  }

  /** A directory of every Kubernetes node, where the node has mounted the file system itself. */
  public static hostPath(options: HostPathFileSystemOptions): SharedFileSystem {
    return new SharedFileSystem({
      mountPath: options.mountPath,
      options,
      // The enums' own texts: their module would load all of cdk8s-plus.
      source: () => ({ volume: { hostPath: { path: options.path, type: options.type ?? 'Directory' } }, dependencies: [] }),
      problems: absolute('path', options.path),
      mountPropagation: options.propagation ?? 'HostToContainer',
    });
  }

  /** A file system that exists already and that a CSI driver mounts. A PersistentVolume and its claim are made, and kept from any other claim. */
  public static csi(options: CsiFileSystemOptions): SharedFileSystem {
    return new SharedFileSystem({
      mountPath: options.mountPath,
      options,
      source: place => claimVolume(claimExisting(place, {
        csi: {
          driver: options.driver,
          volumeHandle: options.volumeHandle,
          fsType: options.fsType,
          volumeAttributes: options.volumeAttributes,
          controllerPublishSecretRef: inNamespace(options.controllerPublishSecret, place.namespace),
          nodeStageSecretRef: inNamespace(options.nodeStageSecret, place.namespace),
          nodePublishSecretRef: inNamespace(options.nodePublishSecret, place.namespace),
        },
      }, options)),
      problems: [...filled('driver', options.driver), ...filled('volumeHandle', options.volumeHandle)],
    });
  }

  /** A file system that Kubernetes makes through a storage class. Deleting the claim may delete all files. */
  public static dynamic(options: DynamicFileSystemOptions): SharedFileSystem {
    return new SharedFileSystem({
      mountPath: options.mountPath,
      options,
      source: place => claimVolume(claimNew(place, options.size, options.storageClassName)),
      problems: filled('storageClassName', options.storageClassName),
    });
  }

  /** Where login hosts and workers see the file system. */
  public readonly mountPath: string;

  /** Name of the volume in the pods. */
  public readonly name: string;

  private constructor(private readonly setup: FileSystemSetup) {
    this.mountPath = setup.mountPath;
    this.name = setup.options.name ?? setup.mountPath.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  }

  /** @internal */
  public _problems(): Problem[] {
    const { subPath } = this.setup.options;
    const daemons = [workerMounts, loginMounts];
    const path = [...mountPathProblems(this.mountPath), ...daemons.flatMap(daemon => operatorPathProblems(this.mountPath, daemon)).slice(0, 1)];
    return [
      ...path,
      // A default name comes from the path, so a bad path would be told twice.
      ...path.length > 0 ? [] : daemons.flatMap(daemon => volumeNameProblems(this.name, daemon)).slice(0, 1),
      ...this.setup.problems,
      ...this.mountPath === '/var/spool/slurmd' || this.mountPath.startsWith('/var/spool/slurmd/')
        ? [{ id: 'STOR-006', what: "'/var/spool/slurmd' belongs to each slurmd alone, and all workers would write over each other there", fix: "mount local storage there with 'mount' of the node set" }]
        : [],
      ...subPath !== undefined && (subPath === '' || subPath.startsWith('/') || subPath.split('/').includes('..'))
        ? [{ id: 'STOR-009', what: `'subPath' is '${subPath}', and the API server takes a path inside the volume`, fix: "write it like 'home/staff'" }]
        : [],
    ];
  }

  /**
   * Creates what the file system needs in the cluster, and says how pods mount it. Once for each cluster.
   *
   * @internal
   */
  public _bind(scope: Construct, host: FileSystemHost): BoundFileSystem {
    refuseAll(scope, this._problems());
    const { volume, dependencies } = this.setup.source({ scope, id: `FileSystem-${this.name}-`, namespace: host.namespace, name: `${host.name}-${this.name}` });
    return {
      volume: { name: this.name, ...volume },
      mount: {
        name: this.name,
        mountPath: this.mountPath,
        readOnly: this.setup.options.readOnly || undefined,
        subPath: this.setup.options.subPath,
        mountPropagation: this.setup.mountPropagation,
      },
      dependencies,
    };
  }
}

checksArguments(SharedFileSystem, 'SharedFileSystem');

/** Binds all file systems of a cluster; refuses two at one path or of one name. */
export function bindFileSystems(scope: Construct, host: FileSystemHost, fileSystems: SharedFileSystem[] = []): BoundFileSystem[] {
  refuseAll(scope, fileSystems.flatMap((fileSystem, index) => fileSystems.slice(0, index).flatMap(other => clashProblems(fileSystem, other))));
  return fileSystems.map(fileSystem => fileSystem._bind(scope, host));
}

function clashProblems(one: SharedFileSystem, other: SharedFileSystem): Problem[] {
  if (one.mountPath === other.mountPath) {
    return [{
      id: 'STOR-002',
      what: `two of 'sharedFileSystems' are mounted at '${one.mountPath}', and the API server takes one`,
      fix: 'choose another path for one of them',
    }];
  }
  return one.name !== other.name ? [] : [{
    id: 'STOR-003',
    what: `two of 'sharedFileSystems' are named '${one.name}', and the API server wants each name once`,
    fix: "give one of them another 'name'",
  }];
}

function claimVolume(claim: { claimName: string; dependencies: IConstruct[] }): ReturnType<Source> {
  return { volume: { persistentVolumeClaim: { claimName: claim.claimName } }, dependencies: claim.dependencies };
}

function inNamespace(reference: CsiSecretReference | undefined, namespace: string): Required<CsiSecretReference> | undefined {
  return reference && { name: reference.name, namespace: reference.namespace ?? namespace };
}

function filled(prop: string, value: string): Problem[] {
  return value && value.trim() === value ? [] : [{ id: 'STOR-008', what: `'${prop}' of a shared file system is '${value}'`, fix: 'give its name, without spaces around it' }];
}

function absolute(prop: string, path: string): Problem[] {
  return path.startsWith('/') && !path.split('/').includes('..')
    ? []
    : [{ id: 'STOR-008', what: `'${prop}' of a shared file system is '${path}', which is not an absolute path`, fix: "write it like '/export/home'" }];
}
