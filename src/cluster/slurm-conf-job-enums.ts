/** How slurmd finds the processes of a step. */
export enum ProctrackType {
  /** By cgroup; needed for `pam_slurm_adopt` and for clean device isolation. */
  CGROUP = 'proctrack/cgroup',
  /** By parent process; loses daemons that detach. */
  LINUXPROC = 'proctrack/linuxproc',
  /** By process group. */
  PGID = 'proctrack/pgid',
}

/** What slurmd does to tasks before they start. */
export enum TaskPlugin {
  /** Binds them to CPUs. */
  AFFINITY = 'task/affinity',
  /** Confines them to their cores, memory and devices. */
  CGROUP = 'task/cgroup',
  /** Nothing; alone only, since it switches the others off. */
  NONE = 'none',
}

/** When and how prologs run. */
export enum PrologFlag {
  /** At allocation, on every node, before the job starts. */
  ALLOC = 'Alloc',
  /** In a step of its own that adopted processes join; implies ALLOC. */
  CONTAIN = 'Contain',
  /** The batch script waits for the prologs of all nodes. */
  DEFER_BATCH = 'DeferBatch',
  /** Requeues a job whose prolog failed, even when it may not be requeued. */
  FORCE_REQUEUE_ON_FAIL = 'ForceRequeueOnFail',
  /** The allocation does not wait for the prolog; excludes CONTAIN. */
  NO_HOLD = 'NoHold',
  /** Prolog and epilog run inside the cgroup of the job. */
  RUN_IN_JOB = 'RunInJob',
  /** One prolog or epilog at a time on a node. */
  SERIAL = 'Serial',
  /** Sets up X11 forwarding; implies CONTAIN. */
  X11 = 'X11',
}

/** How `srun` starts MPI programs unless told otherwise. */
export enum MpiDefault {
  /** HPE Cray EX. */
  CRAY_SHASTA = 'cray_shasta',
  /** PMI-2. */
  PMI2 = 'pmi2',
  /** PMIx, whatever version the image holds. */
  PMIX = 'pmix',
  /** No support. */
  NONE = 'none',
}

/** The interconnect that slurmd sets up for jobs. */
export enum SwitchType {
  /** HPE Slingshot: virtual networks and traffic classes. */
  HPE_SLINGSHOT = 'switch/hpe_slingshot',
  /** NVIDIA IMEX channels for memory shared over NVLink. */
  NVIDIA_IMEX = 'switch/nvidia_imex',
  /** None. */
  NONE = 'none',
}

/** A governor of the CPU frequency. */
export enum CpuGovernor {
  /** Follows the load slowly. */
  CONSERVATIVE = 'Conservative',
  /** Follows the load at once. */
  ON_DEMAND = 'OnDemand',
  /** Highest frequency. */
  PERFORMANCE = 'Performance',
  /** Lowest frequency. */
  POWER_SAVE = 'PowerSave',
  /** Follows the kernel's scheduler. */
  SCHED_UTIL = 'SchedUtil',
  /** Set by the user. */
  USER_SPACE = 'UserSpace',
}

/** A soft limit of the submitting shell. */
export enum ResourceLimit {
  /** All limits. */
  ALL = 'ALL',
  /** No limits. */
  NONE = 'NONE',
  /** Address space. */
  AS = 'AS',
  /** Size of core files. */
  CORE = 'CORE',
  /** CPU time. */
  CPU = 'CPU',
  /** Data segment. */
  DATA = 'DATA',
  /** File size. */
  FSIZE = 'FSIZE',
  /** Locked memory; RDMA needs it unlimited. */
  MEMLOCK = 'MEMLOCK',
  /** Open files. */
  NOFILE = 'NOFILE',
  /** Processes. */
  NPROC = 'NPROC',
  /** Resident memory. */
  RSS = 'RSS',
  /** Stack. */
  STACK = 'STACK',
}

/** What becomes of the nice value of the submitting shell. */
export enum PropagatePrioProcess {
  /** Tasks get that of slurmd. */
  DAEMON = '0',
  /** Tasks get that of the submitting shell. */
  USER = '1',
  /** Tasks get that of the submitting shell, at least one above slurmd's. */
  USER_CAPPED = '2',
}

/** How slurmd gives every job mounts of its own. */
export enum NamespaceType {
  /** Mount, process and user namespaces from namespace.yaml. */
  LINUX = 'namespace/linux',
  /** Private /tmp and /dev/shm from job_container.conf. */
  TMPFS = 'namespace/tmpfs',
  /** No namespaces. */
  NONE = 'none',
}

/** Where the security label of a job comes from. */
export enum McsPlugin {
  /** Its account. */
  ACCOUNT = 'mcs/account',
  /** A Unix group. */
  GROUP = 'mcs/group',
  /** Any text the user gives. */
  LABEL = 'mcs/label',
  /** Its user. */
  USER = 'mcs/user',
  /** Jobs have no labels. */
  NONE = 'mcs/none',
}

/** What ordinary users cannot see of others. */
export enum PrivateData {
  /** Accounts. */
  ACCOUNTS = 'accounts',
  /** All of it. */
  ALL = 'all',
  /** Events of nodes. */
  EVENTS = 'events',
  /** Jobs. */
  JOBS = 'jobs',
  /** Nodes. */
  NODES = 'nodes',
  /** Partitions they cannot use. */
  PARTITIONS = 'partitions',
  /** Reservations they cannot use. */
  RESERVATIONS = 'reservations',
  /** Usage. */
  USAGE = 'usage',
  /** Users and associations. */
  USERS = 'users',
}
