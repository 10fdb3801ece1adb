/** How the controller starts waiting jobs. */
export enum SchedulerType {
  /** Starts lower jobs early when that delays no higher one. */
  BACKFILL = 'sched/backfill',
  /** Strictly by priority within a partition. */
  BUILTIN = 'sched/builtin',
}

/** What the controller hands out to jobs. */
export enum SelectType {
  /** Cores, memory and GRES of a node one by one; needed for GPUs and dynamic nodes. */
  CONS_TRES = 'select/cons_tres',
  /** Whole nodes only. */
  LINEAR = 'select/linear',
}

/** What counts as a consumable resource, and how it is chosen; exactly one unit and any number of options. */
export enum SelectTypeParameter {
  /** Unit: hardware threads. */
  CR_CPU = 'CR_CPU',
  /** Unit: hardware threads and memory. */
  CR_CPU_MEMORY = 'CR_CPU_Memory',
  /** Unit: cores. */
  CR_CORE = 'CR_Core',
  /** Unit: cores and memory. */
  CR_CORE_MEMORY = 'CR_Core_Memory',
  /** Unit: memory; only with select/linear. */
  CR_MEMORY = 'CR_Memory',
  /** Unit: sockets. */
  CR_SOCKET = 'CR_Socket',
  /** Unit: sockets and memory. */
  CR_SOCKET_MEMORY = 'CR_Socket_Memory',
  /** Fills one socket after the other unless a job asks otherwise. */
  CR_CORE_DEFAULT_DIST_BLOCK = 'CR_CORE_DEFAULT_DIST_BLOCK',
  /** Takes the least loaded nodes first. */
  CR_LLN = 'CR_LLN',
  /** Does not distribute by blocks of the topology; Slurm 26.05. */
  CR_NO_DIST_TOPO_BLOCK = 'CR_NO_DIST_TOPO_BLOCK',
  /** One task a core unless a job asks otherwise. */
  CR_ONE_TASK_PER_CORE = 'CR_ONE_TASK_PER_CORE',
  /** Fills a node with tasks before the next one. */
  CR_PACK_NODES = 'CR_Pack_Nodes',
  /** Gives jobs only cores that are close to their GRES. */
  ENFORCE_BINDING_GRES = 'ENFORCE_BINDING_GRES',
  /** Takes the least loaded device for shared GRES. */
  LL_SHARED_GRES = 'LL_SHARED_GRES',
  /** Lets a job use shares of several devices. */
  MULTIPLE_SHARING_GRES_PJ = 'MULTIPLE_SHARING_GRES_PJ',
  /** Keeps tasks apart on devices that are shared. */
  ONE_TASK_PER_SHARING_GRES = 'ONE_TASK_PER_SHARING_GRES',
}

/** What happens at submission to a job that is over the limits of its partitions. */
export enum EnforcePartLimits {
  /** Refused unless it fits every partition it names. */
  ALL = 'ALL',
  /** Refused unless it fits one partition it names. */
  ANY = 'ANY',
  /** Accepted; it waits until limits change. */
  NO = 'NO',
}

/** How the controller understands the network between nodes. */
export enum TopologyPlugin {
  /** Blocks of nodes behind fast links. */
  BLOCK = 'topology/block',
  /** All nodes alike. */
  FLAT = 'topology/flat',
  /** Rings of nodes; Slurm 26.05. */
  RING = 'topology/ring',
  /** A three-dimensional torus; Slurm 26.05. */
  TORUS3D = 'topology/torus3d',
  /** Switches in a tree. */
  TREE = 'topology/tree',
}

/** How jobs get their priority. */
export enum PriorityType {
  /** First come, first served. */
  BASIC = 'priority/basic',
  /** Weighted factors such as age, fair share and size. */
  MULTIFACTOR = 'priority/multifactor',
}

/** Switches of the multifactor priority. */
export enum PriorityFlag {
  /** Age counts while a job is held or waits for a dependency. */
  ACCRUE_ALWAYS = 'ACCRUE_ALWAYS',
  /** Running jobs get new priorities too. */
  CALCULATE_RUNNING = 'CALCULATE_RUNNING',
  /** Fair share does not depend on the depth of the account tree. */
  DEPTH_OBLIVIOUS = 'DEPTH_OBLIVIOUS',
  /** A priority never falls. */
  INCR_ONLY = 'INCR_ONLY',
  /** Billing counts the largest TRES of a node plus the global ones, instead of the sum. */
  MAX_TRES = 'MAX_TRES',
  /** Like MAX_TRES, with the GRES added. */
  MAX_TRES_GRES = 'MAX_TRES_GRES',
  /** Classic fair share instead of the fair tree. */
  NO_FAIR_TREE = 'NO_FAIR_TREE',
  /** No factor is scaled to 0..1. */
  NO_NORMAL_ALL = 'NO_NORMAL_ALL',
  /** The association factor is not scaled. */
  NO_NORMAL_ASSOC = 'NO_NORMAL_ASSOC',
  /** The partition factor is not scaled. */
  NO_NORMAL_PART = 'NO_NORMAL_PART',
  /** The QOS factor is not scaled. */
  NO_NORMAL_QOS = 'NO_NORMAL_QOS',
  /** TRES factors are not scaled. */
  NO_NORMAL_TRES = 'NO_NORMAL_TRES',
  /** The size factor counts size against the time limit. */
  SMALL_RELATIVE_TO_TIME = 'SMALL_RELATIVE_TO_TIME',
}

/** When recorded usage starts again at zero. */
export enum PriorityUsageResetPeriod {
  /** Never. */
  NONE = 'NONE',
  /** Once, at start. */
  NOW = 'NOW',
  /** Every midnight. */
  DAILY = 'DAILY',
  /** Every Sunday. */
  WEEKLY = 'WEEKLY',
  /** On the first of a month. */
  MONTHLY = 'MONTHLY',
  /** On the first of a quarter. */
  QUARTERLY = 'QUARTERLY',
  /** On the first of January. */
  YEARLY = 'YEARLY',
}

/** What decides which job may preempt which. */
export enum PreemptType {
  /** The priority tier of their partitions. */
  PARTITION_PRIO = 'preempt/partition_prio',
  /** The preempt lists of their QOS. */
  QOS = 'preempt/qos',
  /** Nobody preempts. */
  NONE = 'preempt/none',
}

/** What happens to a preempted job; one mode, with GANG, PRIORITY or WITHIN beside it. */
export enum PreemptMode {
  /** No preemption. */
  OFF = 'OFF',
  /** It is cancelled. */
  CANCEL = 'CANCEL',
  /** It goes back to the queue, or is cancelled when it may not. */
  REQUEUE = 'REQUEUE',
  /** It is suspended; needs GANG as well. */
  SUSPEND = 'SUSPEND',
  /** Beside a mode: jobs that share resources take turns. */
  GANG = 'GANG',
  /** Beside a mode: only jobs of higher priority preempt. */
  PRIORITY = 'PRIORITY',
  /** Beside a mode: jobs preempt within their own QOS. */
  WITHIN = 'WITHIN',
}
