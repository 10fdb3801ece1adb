import { Duration } from 'cdk8s';
import { PurgeAge } from './purge-age';
import { LogLevel, LogTimeFormat } from '../cluster/slurm-conf-daemon-enums';
import { PrivateData } from '../cluster/slurm-conf-job-enums';

/**
 * Settings of slurmdbd.conf that clusters differ in. Those that say where the daemon listens, who it trusts and where its
 * database is are not here: the operator writes them.
 *
 * @see https://slurm.schedmd.com/slurmdbd.conf.html
 */
export interface SlurmdbdConfSettings {
  /**
   * Users may have no default account. Slurm: `AllowNoDefAcct`.
   *
   * @default - Slurm's own, false
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_AllowNoDefAcct
   */
  readonly allowNoDefAcct?: boolean;

  /**
   * Shares of remote licenses are counts, not percentages. Slurm: `AllResourcesAbsolute`.
   *
   * @default - Slurm's own, false
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_AllResourcesAbsolute
   */
  readonly allResourcesAbsolute?: boolean;

  /**
   * Folder for archive files, on a volume that `mount` brings: a folder of the container is lost with its pod. slurmdbd tries
   * to write there when it starts, and stops if it cannot. Slurm: `ArchiveDir`.
   *
   * @default - none; needed as soon as something is archived, unless `archiveScript` takes care of it
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_ArchiveDir
   */
  readonly archiveDir?: string;

  /** Archive events before they are purged. Slurm: `ArchiveEvents`. @default - Slurm's own, false */
  readonly archiveEvents?: boolean;

  /** Archive jobs before they are purged. Slurm: `ArchiveJobs`. @default - Slurm's own, false */
  readonly archiveJobs?: boolean;

  /** Archive job environments before they are purged. From Slurm 26.05. Slurm: `ArchiveJobEnv`. @default - as `archiveJobs` */
  readonly archiveJobEnv?: boolean;

  /** Archive job scripts before they are purged. From Slurm 26.05. Slurm: `ArchiveJobScript`. @default - as `archiveJobs` */
  readonly archiveJobScript?: boolean;

  /** Archive reservations before they are purged. Slurm: `ArchiveResvs`. @default - Slurm's own, false */
  readonly archiveResvs?: boolean;

  /**
   * Program that archives in place of the files, by its absolute path in the slurmdbd image. Slurm: `ArchiveScript`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_ArchiveScript
   */
  readonly archiveScript?: string;

  /** Archive job steps before they are purged. Slurm: `ArchiveSteps`. @default - Slurm's own, false */
  readonly archiveSteps?: boolean;

  /** Archive suspend records before they are purged. Slurm: `ArchiveSuspend`. @default - Slurm's own, false */
  readonly archiveSuspend?: boolean;

  /** Archive transactions before they are purged. Slurm: `ArchiveTXN`. @default - Slurm's own, false */
  readonly archiveTxn?: boolean;

  /** Archive usage before it is purged. Slurm: `ArchiveUsage`. @default - Slurm's own, false */
  readonly archiveUsage?: boolean;

  /**
   * Further options of token authentication, such as `userclaimfield=email`. The operator adds its own, and turns all to lower case. Slurm:
   * `AuthAltParameters`.
   *
   * @default - the operator's
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_AuthAltParameters
   */
  readonly authAltParameters?: string[];

  /**
   * Further options of authentication between daemons, such as `ttl=120`. The operator adds its own, and turns all to lower case. Slurm: `AuthInfo`.
   *
   * @default - the operator's
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_AuthInfo
   */
  readonly authInfo?: string[];

  /**
   * How long slurmdbd gathers records of slurmctld before it commits them to the database. Slurm: `CommitDelay`.
   *
   * @default - Slurm's own, at once
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_CommitDelay
   */
  readonly commitDelay?: Duration;

  /**
   * Subsystems that log in detail, e.g. `DB_QUERY`. Slurm: `DebugFlags`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_DebugFlags
   */
  readonly debugFlags?: string[];

  /**
   * How much slurmdbd logs. Slurm: `DebugLevel`.
   *
   * @default - Slurm's own, LogLevel.INFO
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_DebugLevel
   */
  readonly debugLevel?: LogLevel;

  /** Quality of service that a new cluster's associations get. Slurm: `DefaultQOS`. @default - Slurm's own, normal */
  readonly defaultQos?: string;

  /** Refuse `sacctmgr archive`. Slurm: `DisableArchiveCommands`. @default - Slurm's own, false */
  readonly disableArchiveCommands?: boolean;

  /** Account coordinators get no rights in the database. Slurm: `DisableCoordDBD`. @default - Slurm's own, false */
  readonly disableCoordDbd?: boolean;

  /**
   * Compute no usage tables; what is left out can never be made up for. From Slurm 26.05. Slurm: `DisableRollups`.
   *
   * @default - Slurm's own, false
   */
  readonly disableRollups?: boolean;

  /**
   * How times are written in the log. Slurm: `LogTimeFormat`.
   *
   * @default - Slurm's own, LogTimeFormat.ISO8601_MS
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_LogTimeFormat
   */
  readonly logTimeFormat?: LogTimeFormat;

  /** Rows that one purge or archive step may take. Slurm: `MaxPurgeLimit`. @default - Slurm's own, 50000 */
  readonly maxPurgeLimit?: number;

  /**
   * Longest period that an ordinary user may ask about at once. Slurm: `MaxQueryTimeRange`.
   *
   * @default - Slurm's own, no limit
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_MaxQueryTimeRange
   */
  readonly maxQueryTimeRange?: Duration;

  /** How long a message between daemons may take. Slurm: `MessageTimeout`. @default - Slurm's own, 10 seconds */
  readonly messageTimeout?: Duration;

  /**
   * Further behaviour: `PreserveCaseUser`, `PreserveCaseResource` (from 26.05). Slurm: `Parameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_Parameters
   */
  readonly parameters?: string[];

  /**
   * What ordinary users may not see of others. Slurm: `PrivateData`.
   *
   * @default - everybody sees everything
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_PrivateData
   */
  readonly privateData?: PrivateData[];

  /** Age at which events go. Slurm: `PurgeEventAfter`. @default - never */
  readonly purgeEventAfter?: PurgeAge;

  /**
   * Age at which jobs go. Slurm: `PurgeJobAfter`.
   *
   * @default - never
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_PurgeJobAfter
   */
  readonly purgeJobAfter?: PurgeAge;

  /** Age at which job environments go. From Slurm 26.05. Slurm: `PurgeJobEnvAfter`. @default - never */
  readonly purgeJobEnvAfter?: PurgeAge;

  /** Age at which job scripts go. From Slurm 26.05. Slurm: `PurgeJobScriptAfter`. @default - never */
  readonly purgeJobScriptAfter?: PurgeAge;

  /** Age at which reservations go. Slurm: `PurgeResvAfter`. @default - never */
  readonly purgeResvAfter?: PurgeAge;

  /** Age at which job steps go. Slurm: `PurgeStepAfter`. @default - never */
  readonly purgeStepAfter?: PurgeAge;

  /** Age at which suspend records go. Slurm: `PurgeSuspendAfter`. @default - never */
  readonly purgeSuspendAfter?: PurgeAge;

  /** Age at which transactions go. Slurm: `PurgeTXNAfter`. @default - never */
  readonly purgeTxnAfter?: PurgeAge;

  /** Age at which usage goes. Slurm: `PurgeUsageAfter`. @default - never */
  readonly purgeUsageAfter?: PurgeAge;

  /** How long connecting may take. Slurm: `TCPTimeout`. @default - Slurm's own, 2 seconds */
  readonly tcpTimeout?: Duration;

  /**
   * While slurmctld does not answer, count its idle resources as down. Slurm: `TrackSlurmctldDown`.
   *
   * @default - Slurm's own, false
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_TrackSlurmctldDown
   */
  readonly trackSlurmctldDown?: boolean;

  /**
   * Track workload characterization keys; the cluster's slurm.conf must say the same. Slurm: `TrackWCKey`.
   *
   * @default - Slurm's own, false
   * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_TrackWCKey
   */
  readonly trackWcKey?: boolean;
}
