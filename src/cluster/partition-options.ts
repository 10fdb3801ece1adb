import { Duration, Size } from 'cdk8s';
import type { INodeSet } from './node-set';
import type { IPartition } from './partition';
import type { IAccount, IQos } from '../accounting';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { Topology } from '../topology';

/** Whether a partition takes jobs and starts them. */
export enum PartitionState {
  /** Takes and starts jobs. */
  UP = 'UP',
  /** Takes jobs, starts none. */
  DOWN = 'DOWN',
  /** Takes no new jobs, starts those that wait. */
  DRAIN = 'DRAIN',
  /** Neither takes nor starts jobs. */
  INACTIVE = 'INACTIVE',
}

/** What a job of a partition has for itself alone. */
export enum PartitionExclusive {
  /** Nothing: jobs share nodes by their allocations. */
  NO = 'NO',
  /** Whole nodes. */
  NODE = 'NODE',
  /** Nodes are used by one user at a time. */
  USER = 'USER',
  /** Whole units of the topology, such as blocks. */
  TOPO = 'TOPO',
}

/** How jobs of a partition make room for jobs of higher priority. */
export enum PartitionPreemptMode {
  /** They are never preempted. */
  OFF = 'OFF',
  /** They are cancelled. */
  CANCEL = 'CANCEL',
  /** They go back to the queue; jobs that cannot be requeued are cancelled. */
  REQUEUE = 'REQUEUE',
  /** They are suspended, which needs GANG in the cluster's preempt mode. */
  SUSPEND = 'SUSPEND',
}

/** Default binding of tasks to CPUs. */
export enum CpuBind {
  /** No binding. */
  NONE = 'none',
  /** To sockets. */
  SOCKET = 'socket',
  /** To NUMA domains. */
  LDOM = 'ldom',
  /** To cores. */
  CORE = 'core',
  /** To hardware threads. */
  THREAD = 'thread',
}

/** What a partition allocates, where it differs from the cluster. */
export enum PartitionSelectType {
  /** Cores. */
  CR_CORE = 'CR_Core',
  /** Cores and memory. */
  CR_CORE_MEMORY = 'CR_Core_Memory',
  /** Sockets. */
  CR_SOCKET = 'CR_Socket',
  /** Sockets and memory. */
  CR_SOCKET_MEMORY = 'CR_Socket_Memory',
}

/** How jobs share the resources of a partition. */
export class OverSubscribe {
  /** One job to a resource. */
  public static no(): OverSubscribe {
    return new OverSubscribe('NO', undefined);
  }

  /** Jobs that ask for it share; at most so many to a resource. */
  public static yes(jobs?: number): OverSubscribe {
    return new OverSubscribe('YES', jobs);
  }

  /** All jobs share; at most so many to a resource. */
  public static force(jobs?: number): OverSubscribe {
    return new OverSubscribe('FORCE', jobs);
  }

  /** Jobs get whole nodes. */
  public static exclusive(): OverSubscribe {
    return new OverSubscribe('EXCLUSIVE', undefined);
  }

  private constructor(private readonly mode: string, private readonly jobs: number | undefined) {}

  /** @internal */
  public _problems(): Problem[] {
    return this.jobs === undefined || (Number.isInteger(this.jobs) && this.jobs >= 1 && this.jobs <= 65535) ? [] : [{
      id: 'PART-010', what: `'overSubscribe' allows ${this.jobs} jobs, and slurmctld takes 1 to 65535`, fix: 'use e.g. OverSubscribe.yes(4)',
    }];
  }

  /** @internal */
  public _toSlurm(): string {
    return this.jobs === undefined ? this.mode : `${this.mode}:${this.jobs}`;
  }
}

checksArguments(OverSubscribe, 'OverSubscribe');

/**
 * A partition: nodes, who may use them, and for how long.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#SECTION_PARTITION-CONFIGURATION
 */
export interface PartitionOptions {
  /**
   * Name of the partition. Slurm: `PartitionName`.
   *
   * @default - the construct id
   */
  readonly partitionName?: string;

  /**
   * Node sets whose nodes it holds. Slurm: `Nodes`.
   *
   * @default - every node of the cluster, also those of node sets added later (`Nodes=ALL`)
   */
  readonly nodeSets?: INodeSet[];

  /**
   * Whether jobs that name no partition come here. Slurm: `Default`.
   *
   * @default - true for the only partition of a cluster, otherwise false
   */
  readonly isDefault?: boolean;

  /** Hosts that may submit to it, as a Slurm hostlist. Slurm: `AllocNodes`. @default - all */
  readonly allocNodes?: string;
  /** Accounts that may use it: those of an accounting policy, or `Account.named`. Slurm: `AllowAccounts`. @default - all */
  readonly allowAccounts?: IAccount[];
  /** Unix groups whose members may use it. Slurm: `AllowGroups`. @default - all */
  readonly allowGroups?: string[];
  /**
   * QOS that may be used in it: those of an accounting policy, or `Qos.named`. slurmctld does not start with one that the database does not have: a policy
   * brings it there, and slurmctld restarts until then. Slurm: `AllowQos`.
   *
   * @default - all
   */
  readonly allowQos?: IQos[];
  /** Partition that takes its jobs while this one is not up. Slurm: `Alternate`. @default - none */
  readonly alternate?: IPartition;
  /** How tasks are bound to CPUs unless they ask otherwise. Slurm: `CpuBind`. @default - the node's */
  readonly cpuBind?: CpuBind;
  /** Time limit of jobs that ask for none; at most `maxTime`. Slurm: `DefaultTime`. @default - `maxTime` */
  readonly defaultTime?: Duration;
  /** CPUs that a job gets with every GPU unless it asks otherwise. Slurm: `DefCpuPerGPU`. @default - the cluster's */
  readonly defCpuPerGpu?: number;
  /** Memory with every CPU unless a job asks otherwise. Slurm: `DefMemPerCPU`. @default - the cluster's */
  readonly defMemPerCpu?: Size;
  /** Memory with every GPU unless a job asks otherwise. Slurm: `DefMemPerGPU`. @default - the cluster's */
  readonly defMemPerGpu?: Size;
  /** Memory on every node unless a job asks otherwise. Slurm: `DefMemPerNode`. @default - the cluster's */
  readonly defMemPerNode?: Size;
  /** Accounts that may not use it; not together with `allowAccounts`. Slurm: `DenyAccounts`. @default - none */
  readonly denyAccounts?: IAccount[];
  /** QOS that may not be used in it; not together with `allowQos`. Slurm: `DenyQos`. @default - none */
  readonly denyQos?: IQos[];
  /** Whether root's jobs are refused. Slurm: `DisableRootJobs`. @default - the cluster's */
  readonly disableRootJobs?: boolean;
  /** What a job has for itself alone. Slurm 26.05: `Exclusive`. @default PartitionExclusive.NO */
  readonly exclusive?: PartitionExclusive;
  /** Time between the warning and the end of a preempted job. Slurm: `GraceTime`. @default Duration.seconds(0) */
  readonly graceTime?: Duration;
  /** Whether plain listings leave it out. Slurm: `Hidden`. @default false */
  readonly hidden?: boolean;
  /** Whether the least loaded nodes are taken first. Slurm: `LLN`. @default false */
  readonly lln?: boolean;
  /** CPUs of a node that its jobs may use in all. Slurm: `MaxCPUsPerNode`. @default - all */
  readonly maxCpusPerNode?: number;
  /** CPUs of a socket that its jobs may use in all. Slurm: `MaxCPUsPerSocket`. @default - all */
  readonly maxCpusPerSocket?: number;
  /** Most memory to a CPU. Slurm: `MaxMemPerCPU`. @default - the cluster's */
  readonly maxMemPerCpu?: Size;
  /** Most memory to a node. Slurm: `MaxMemPerNode`. @default - the cluster's */
  readonly maxMemPerNode?: Size;
  /** Most nodes to a job. Slurm: `MaxNodes`. @default - no limit */
  readonly maxNodes?: number;
  /** Longest wall time a job may ask for, in whole minutes. Slurm: `MaxTime`. @default - no limit */
  readonly maxTime?: Duration;
  /** Fewest nodes to a job. Slurm: `MinNodes`. @default 0 */
  readonly minNodes?: number;
  /** How jobs share resources. Slurm: `OverSubscribe`. @default OverSubscribe.no() */
  readonly overSubscribe?: OverSubscribe;
  /** How long a job may run beyond its limit, in whole minutes. Slurm: `OverTimeLimit`. @default - the cluster's */
  readonly overTimeLimit?: Duration;
  /** Whether nodes are powered down as soon as they are idle. Slurm: `PowerDownOnIdle`. @default false */
  readonly powerDownOnIdle?: boolean;
  /** How its jobs make room for others. Slurm: `PreemptMode`. @default - the cluster's */
  readonly preemptMode?: PartitionPreemptMode;
  /** Weight of the partition in job priorities, 0 to 65533. Slurm: `PriorityJobFactor`. @default 1 */
  readonly priorityJobFactor?: number;
  /** Partitions of a higher tier go first and may preempt lower ones, 0 to 65533. Slurm: `PriorityTier`. @default 1 */
  readonly priorityTier?: number;
  /**
   * QOS whose limits hold for the partition as a whole. It must exist first, like those of `allowQos`. Slurm: `QOS`.
   *
   * @default - one that refuses jobs which its node sets can never hold, where they grow and shrink and there is an accounting policy; otherwise none
   */
  readonly qos?: IQos;
  /** Whether jobs need a reservation. Slurm: `ReqResv`. @default false */
  readonly reqResv?: boolean;
  /** Time for a node to come up. Slurm: `ResumeTimeout`. @default - the cluster's */
  readonly resumeTimeout?: Duration;
  /** Whether only root may start jobs, for users through other tools. Slurm: `RootOnly`. @default false */
  readonly rootOnly?: boolean;
  /** Unit of allocation. Slurm: `SelectTypeParameters`. @default - the cluster's */
  readonly selectTypeParameters?: PartitionSelectType;
  /** Whether it takes and starts jobs. Slurm: `State`. @default PartitionState.UP */
  readonly state?: PartitionState;
  /** Idle time after which nodes are powered down. Slurm: `SuspendTime`. @default - the cluster's */
  readonly suspendTime?: Duration;
  /** Time for a node to go down. Slurm: `SuspendTimeout`. @default - the cluster's */
  readonly suspendTimeout?: Duration;
  /** Topology that places its jobs. Slurm: `Topology`. @default - the cluster's default topology */
  readonly topology?: Topology;
  /** Price of each resource for fair share and limits, e.g. `{ CPU: 1, 'GRES/gpu': 16 }`. Slurm: `TRESBillingWeights`. @default - CPUs alone */
  readonly tresBillingWeights?: { [tres: string]: number };
}
