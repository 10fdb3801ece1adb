import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { quantity, sizeText } from '../pods/quantities';
import { mountPathProblems } from '../storage/mount-paths';
import { volumeSizeProblems } from '../storage/volume-size';

/** A volume that each worker gets when it starts and that goes with it. */
export interface NodeClaimOptions {
  /** Size of the volume. */
  readonly size: Size;
  /** Storage class. @default - the Kubernetes cluster's default class */
  readonly storageClassName?: string;
}

type VolumeSource = Omit<k8s.Volume, 'name'>;

/** Where a worker keeps what only it needs, such as unpacked images: never its own root file system, on which many things cannot be done. */
export class NodeStorage {
  /**
   * The disk of the machine that Kubernetes keeps for pods. Gone with the pod.
   *
   * @param sizeLimit beyond it Kubernetes evicts the worker with its jobs; no limit but the disk when left out
   */
  public static disk(sizeLimit?: Size): NodeStorage {
    return new NodeStorage({ emptyDir: sizeLimit === undefined ? {} : { sizeLimit: quantity(sizeText(sizeLimit)) } }, { problems: limitProblems(sizeLimit) });
  }

  /**
   * Memory of the pod: fast, and lost to jobs whether it is used or not.
   *
   * @param size taken from the pod's memory
   */
  public static memory(size: Size): NodeStorage {
    return new NodeStorage({ emptyDir: { medium: 'Memory', sizeLimit: quantity(sizeText(size)) } }, { memory: size, problems: limitProblems(size) });
  }

  /**
   * A directory of the machine, such as one on a local NVMe disk. What is in it outlives the pod: nothing but users clears it.
   *
   * @param path made when it is not there
   */
  public static hostPath(path: string): NodeStorage {
    return new NodeStorage({ hostPath: { path, type: 'DirectoryOrCreate' } }, { problems: mountPathProblems(path), isOfMachine: true });
  }

  /** A volume of a storage class, such as one for local disks. */
  public static claim(options: NodeClaimOptions): NodeStorage {
    return new NodeStorage({
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOnce'], storageClassName: options.storageClassName, resources: { requests: { storage: quantity(sizeText(options.size)) } } },
        },
      },
    }, { problems: limitProblems(options.size) });
  }

  /** Nothing: no containers of jobs on these nodes, whose image needs nothing for them. */
  public static none(): NodeStorage {
    return new NodeStorage(undefined, { problems: [] });
  }

  /** @internal Memory that it takes from the pod. */
  public readonly _memory?: Size;
  /** @internal Whether workers of one machine would share it. */
  public readonly _isOfMachine: boolean;
  /** @internal */
  public readonly _problems: Problem[];

  private constructor(private readonly source: VolumeSource | undefined, facts: { memory?: Size; problems: Problem[]; isOfMachine?: boolean }) {
    this._memory = facts.memory;
    this._isOfMachine = facts.isOfMachine ?? false;
    this._problems = facts.problems;
  }

  /** @internal */
  public get _isNone(): boolean {
    return this.source === undefined;
  }

  /** @internal */
  public _volume(name: string): k8s.Volume {
    return { name, ...this.source };
  }
}

checksArguments(NodeStorage, 'NodeStorage');

function limitProblems(size: Size | undefined): Problem[] {
  return size === undefined ? [] : volumeSizeProblems("'storage'", size);
}
