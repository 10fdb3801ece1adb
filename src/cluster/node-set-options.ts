import { Duration, Size } from 'cdk8s';
import { Cpu, PersistentVolumeAccessMode } from 'cdk8s-plus-28';
import { NodeStorage } from '../containers';
import { GpuNetwork } from '../network';
import { ContainerOptions, PodOptions } from '../pods';
import { Scaling } from './scaling';
import { UpdateStrategy } from './update-strategy';

/** A generic resource of every node in a set, other than GPUs of a GpuNodeSet. */
export interface NodeGres {
  /** Name as in `GresTypes`, e.g. `nic` or `shard`. */
  readonly name: string;
  /** Type, as in `--gres=<name>:<type>:1`. @default - none */
  readonly type?: string;
  /** How many every node has. */
  readonly count: number;
}

/**
 * What a Slurm node of the set offers to jobs. Said once: pod limits, slurmd's registration and the budget for shared memory come from it.
 */
export interface NodeHardwareOptions {
  /**
   * CPUs of a node: request and limit of its pod, and all that jobs on it can use.
   *
   * @default - no limit: the pod sees the whole machine
   */
  readonly cpu?: Cpu;

  /**
   * Memory of a node: request and limit of its pod. Jobs can use what is left after `sharedMemory` and `memoryHeadroom`.
   *
   * @default - no limit: the pod sees the whole machine
   */
  readonly memory?: Size;

  /**
   * Memory kept back for slurmd, its step daemons and prologs, so that a full job cannot get the pod killed. Counts when memory is limited.
   *
   * @default - 2 % of the limit, 512 MiB at least and 8 GiB at most
   */
  readonly memoryHeadroom?: Size;

  /**
   * Size of `/dev/shm`, which Kubernetes otherwise makes 64 MiB; too little for NCCL and data loaders. It is taken from the pod's memory.
   *
   * @default - Kubernetes' 64 MiB; GPU node sets get 8 GiB for every GPU
   */
  readonly sharedMemory?: Size;

  /** Features of the nodes, for `--constraint`. The node set's own name is always one. Slurm: `Features`. @default - none */
  readonly features?: string[];

  /** Nodes of lower weight are taken first. Slurm: `Weight`. @default - Slurm's, 1 */
  readonly weight?: number;

  /** Generic resources of every node. Their device files, if any, go into `gres.conf` of the cluster. @default - none */
  readonly gres?: NodeGres[];

  /**
   * Escape hatch: further keys of the node's line, such as `{ CoreSpecCount: '2' }`. Values must not hold blanks.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#SECTION_NODE-CONFIGURATION
   */
  readonly extraNodeConf?: { [key: string]: string };
}

/** A volume that every node of the set gets for itself. */
export interface NodeVolumeClaim {
  /** Name of the claim; the volume's name in the pod. */
  readonly name: string;
  /** Where the node sees it. */
  readonly mountPath: string;
  /** Size of the volume. */
  readonly size: Size;
  /** Storage class. @default - the Kubernetes cluster's default class */
  readonly storageClassName?: string;
  /** Ways to mount it. @default - ReadWriteOnce */
  readonly accessModes?: PersistentVolumeAccessMode[];
}

/** Ssh from the login hosts to workers on which a user has a job; the connection joins that job (`pam_slurm_adopt`). */
export interface WorkerSsh {
  /** Port of sshd. On the network of the machines it must be another than that of their own sshd. @default 22 */
  readonly port?: number;

  /** Further lines of sshd_config, one directive each. @default - none */
  readonly extraSshdConfig?: string[];
}

/** Properties that node sets of every kind share. */
export interface NodeSetOptions extends PodOptions, ContainerOptions, NodeHardwareOptions {
  /**
   * Name of the set in Slurm: its nodes are `<name>-0` and up, its feature and an equally named partition carry it too.
   *
   * @default - the construct id
   */
  readonly nodeSetName?: string;

  /** How many nodes the set has. @default Scaling.fixed(1) */
  readonly scaling?: Scaling;

  /** Digits of the number in node names, filled with zeros: 3 gives `gpu-007`. Changing it renames all nodes. @default 0 */
  readonly ordinalPadding?: number;

  /** What happens when the pod template changes. @default UpdateStrategy.rollingUpdate() */
  readonly updateStrategy?: UpdateStrategy;

  /** Whether a node, once started, always comes back on the same Kubernetes node. Fixed scaling only. @default false */
  readonly pinToNode?: boolean;

  /** Whether several workers of the namespace may share a Kubernetes node. @default false */
  readonly oversubscribeNode?: boolean;

  /** Whether pods with running jobs are protected from evictions. @default true */
  readonly workloadDisruptionProtection?: boolean;

  /** Whether Slurm's record of a node goes when its Kubernetes node has gone. DaemonSet scaling only. @default false */
  readonly pruneSlurmNodeRecords?: boolean;

  /** How long a new pod must be ready before it counts. @default Duration.seconds(0) */
  readonly minReady?: Duration;

  /** Old templates to keep. @default 0 */
  readonly revisionHistoryLimit?: number;

  /**
   * The network between the GPUs of the nodes: device resources, annotations, mounts, huge pages, and what NCCL must be told.
   *
   * @default - as `GpuNetwork.none()`
   */
  readonly network?: GpuNetwork;

  /**
   * Where these nodes keep images of the cluster's `jobContainers`. `NodeStorage.none()` keeps containers off them; steps that ask for one then fail there, so
   * jobs must be kept away by partition or feature.
   *
   * @default - as `jobContainers` says
   */
  readonly imageStorage?: NodeStorage;

  /** Ssh to the workers. @default - none */
  readonly ssh?: WorkerSsh;

  /** Volumes of each node's own. They cannot be changed later. @default - none */
  readonly volumeClaims?: NodeVolumeClaim[];

  /** Whether those volumes go when their node goes. @default false */
  readonly deleteVolumeClaims?: boolean;
}
