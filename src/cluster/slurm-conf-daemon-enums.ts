/** How much a daemon writes. */
export enum LogLevel {
  /** Nothing. */
  QUIET = 'quiet',
  /** Only what ends it. */
  FATAL = 'fatal',
  /** Errors. */
  ERROR = 'error',
  /** Normal messages. */
  INFO = 'info',
  /** More of them. */
  VERBOSE = 'verbose',
  /** For finding faults. */
  DEBUG = 'debug',
  /** More. */
  DEBUG2 = 'debug2',
  /** Much more. */
  DEBUG3 = 'debug3',
  /** Nearly all. */
  DEBUG4 = 'debug4',
  /** Everything. */
  DEBUG5 = 'debug5',
}

/** How daemons write the time of a message. */
export enum LogTimeFormat {
  /** ISO 8601 in seconds. */
  ISO8601 = 'iso8601',
  /** ISO 8601 in milliseconds. */
  ISO8601_MS = 'iso8601_ms',
  /** With the UTC offset. */
  RFC5424 = 'rfc5424',
  /** With the UTC offset, in milliseconds. */
  RFC5424_MS = 'rfc5424_ms',
  /** In UTC. */
  RFC3339 = 'rfc3339',
  /** Processor time. */
  CLOCK = 'clock',
  /** Like syslog. */
  SHORT = 'short',
  /** Like SHORT, with the name and id of the thread. */
  THREAD_ID = 'thread_id',
}

/** When a node that was down comes back by itself. */
export enum ReturnToService {
  /** Only an administrator brings it back. */
  NEVER = '0',
  /** When it was down for not responding and registers with a valid configuration. */
  NON_RESPONDING = '1',
  /** Whenever it registers with a valid configuration; pods that are replaced need it. */
  ALWAYS = '2',
}

/** Nodes on which the health check runs. */
export enum HealthCheckNodeState {
  /** Fully allocated ones. */
  ALLOC = 'ALLOC',
  /** All. */
  ANY = 'ANY',
  /** Beside others: spread over the interval instead of all at once. */
  CYCLE = 'CYCLE',
  /** Idle ones. */
  IDLE = 'IDLE',
  /** Partly allocated ones. */
  MIXED = 'MIXED',
  /** Idle ones that are not drained. */
  NONDRAINED_IDLE = 'NONDRAINED_IDLE',
  /** Only after a reboot; Slurm 26.05. */
  REBOOT_ONLY = 'REBOOT_ONLY',
  /** Only when slurmd starts; Slurm 25.11. */
  START_ONLY = 'START_ONLY',
}

/** What survives `scontrol reconfigure`. */
export enum ReconfigFlag {
  /** All changes made to partitions with scontrol. */
  KEEP_PART_INFO = 'KeepPartInfo',
  /** The state of partitions. */
  KEEP_PART_STATE = 'KeepPartState',
  /** Exceptions from power saving made with scontrol. */
  KEEP_POWER_SAVE_SETTINGS = 'KeepPowerSaveSettings',
}

/** A state in which a node is not powered down by itself. */
export enum SuspendExcState {
  /** Declared as cloud node. */
  CLOUD = 'CLOUD',
  /** Down. */
  DOWN = 'DOWN',
  /** Drained. */
  DRAIN = 'DRAIN',
  /** Dynamic, from a future record. */
  DYNAMIC_FUTURE = 'DYNAMIC_FUTURE',
  /** Dynamic, as all nodes of Slinky node sets are. */
  DYNAMIC_NORM = 'DYNAMIC_NORM',
  /** Failed. */
  FAIL = 'FAIL',
  /** Registered with less than was promised. */
  INVALID_REG = 'INVALID_REG',
  /** In a maintenance reservation. */
  MAINTENANCE = 'MAINTENANCE',
  /** Not responding. */
  NOT_RESPONDING = 'NOT_RESPONDING',
  /** Planned for a job by backfill. */
  PLANNED = 'PLANNED',
  /** In a reservation. */
  RESERVED = 'RESERVED',
}

/** How messages between daemons are hashed; the same in slurmdbd.conf. */
export enum HashPlugin {
  /** KangarooTwelve. */
  K12 = 'hash/k12',
  /** SHA-3. */
  SHA3 = 'hash/sha3',
}

/** What a job must satisfy to be accepted. */
export enum AccountingStorageEnforce {
  /** All of the others except NOJOBS and NOSTEPS. */
  ALL = 'all',
  /** Its user and account are known. */
  ASSOCIATIONS = 'associations',
  /** Limits of associations and QOS; implies ASSOCIATIONS. */
  LIMITS = 'limits',
  /** Jobs are not recorded. */
  NOJOBS = 'nojobs',
  /** Steps are not recorded. */
  NOSTEPS = 'nosteps',
  /** It names a QOS it may use; implies ASSOCIATIONS. */
  QOS = 'qos',
  /** It can finish within its limits; implies LIMITS. */
  SAFE = 'safe',
  /** It names a known workload key; implies ASSOCIATIONS. */
  WCKEYS = 'wckeys',
}

/** What else of a job goes to accounting. */
export enum AccountingStoreFlag {
  /** Its comment. */
  JOB_COMMENT = 'job_comment',
  /** The environment of its batch script. */
  JOB_ENV = 'job_env',
  /** Its extra field. */
  JOB_EXTRA = 'job_extra',
  /** Its batch script. */
  JOB_SCRIPT = 'job_script',
  /** Not the paths of its output files. */
  NO_STDIO = 'no_stdio',
}

/** Where the usage of tasks is read. */
export enum JobAcctGatherType {
  /** From cgroups. */
  CGROUP = 'jobacct_gather/cgroup',
  /** From /proc. */
  LINUX = 'jobacct_gather/linux',
  /** Nowhere. */
  NONE = 'none',
}

/** Options of the usage sampling. */
export enum JobAcctGatherParam {
  /** GPUs are not sampled. */
  DISABLE_GPU_ACCT = 'DisableGPUAcct',
  /** File cache does not count as memory of a job. */
  NO_FILE_CACHE = 'no_file_cache',
  /** Shared memory does not count. */
  NO_SHARED = 'NoShared',
  /** Kills steps that use more memory than they asked for, by sampling; cgroups do it at once. */
  OVER_MEMORY_KILL = 'OverMemoryKill',
  /** Proportional instead of resident memory. */
  USE_PSS = 'UsePSS',
}

/** Where the energy of nodes is read. */
export enum AcctGatherEnergyType {
  /** GPU drivers. */
  GPU = 'acct_gather_energy/gpu',
  /** IBM AEM sensors. */
  IBMAEM = 'acct_gather_energy/ibmaem',
  /** IPMI sensors. */
  IPMI = 'acct_gather_energy/ipmi',
  /** HPE Cray counters. */
  PM_COUNTERS = 'acct_gather_energy/pm_counters',
  /** RAPL counters of the CPUs. */
  RAPL = 'acct_gather_energy/rapl',
  /** Lenovo XCC. */
  XCC = 'acct_gather_energy/xcc',
  /** Nowhere. */
  NONE = 'none',
}

/** Where network traffic of nodes is read. */
export enum AcctGatherInterconnectType {
  /** InfiniBand ports. */
  OFED = 'acct_gather_interconnect/ofed',
  /** Network interfaces in sysfs. */
  SYSFS = 'acct_gather_interconnect/sysfs',
  /** Nowhere. */
  NONE = 'none',
}

/** Where file system traffic of nodes is read. */
export enum AcctGatherFilesystemType {
  /** Lustre clients. */
  LUSTRE = 'acct_gather_filesystem/lustre',
  /** Nowhere. */
  NONE = 'none',
}

/** Where time series of jobs are kept. */
export enum AcctGatherProfileType {
  /** HDF5 files. */
  HDF5 = 'acct_gather_profile/hdf5',
  /** InfluxDB. */
  INFLUXDB = 'acct_gather_profile/influxdb',
  /** Nowhere. */
  NONE = 'none',
}

/** Where finished jobs are logged, beside accounting. */
export enum JobCompType {
  /** Elasticsearch. */
  ELASTICSEARCH = 'jobcomp/elasticsearch',
  /** A text file. */
  FILETXT = 'jobcomp/filetxt',
  /** Kafka. */
  KAFKA = 'jobcomp/kafka',
  /** A Lua script. */
  LUA = 'jobcomp/lua',
  /** A MySQL table. */
  MYSQL = 'jobcomp/mysql',
  /** A program. */
  SCRIPT = 'jobcomp/script',
  /** Nowhere. */
  NONE = 'none',
}
