import { Duration } from 'cdk8s';
import { AccountingStorageEnforce, AccountingStoreFlag, AcctGatherEnergyType, AcctGatherFilesystemType, AcctGatherInterconnectType, AcctGatherProfileType, JobAcctGatherParam, JobAcctGatherType, JobCompType } from './slurm-conf-daemon-enums';

/** How often usage is sampled, in whole seconds by kind; no time turns a kind off. */
export interface JobAcctGatherFrequency {
  /** CPU and memory of tasks. @default - Slurm's, 30 seconds */
  readonly task?: Duration;
  /** Energy. @default - not sampled in jobs */
  readonly energy?: Duration;
  /** File system traffic. @default - not sampled in jobs */
  readonly filesystem?: Duration;
  /** Network traffic. @default - not sampled in jobs */
  readonly network?: Duration;
}

/**
 * Settings of slurm.conf on what is measured and recorded. Where records go is said by the accounting of the cluster.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface JobAccountingSettings {
  /**
   * What a job must satisfy to be accepted; needs accounting. Slurm: `AccountingStorageEnforce`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AccountingStorageEnforce
   */
  readonly accountingStorageEnforce?: AccountingStorageEnforce[];

  /**
   * TRES to record beside the built-in ones, such as `gres/gpu`. Slurm: `AccountingStorageTRES`.
   *
   * @default - the GRES of the node sets
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AccountingStorageTRES
   */
  readonly accountingStorageTres?: string[];

  /**
   * Options of the accounting plugin. Slurm: `AccountingStorageParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AccountingStorageParameters
   */
  readonly accountingStorageParameters?: string[];

  /**
   * More slurmdbd, as `host` or `host:port`, with which the cluster registers. Slurm: `AccountingStorageExternalHost`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AccountingStorageExternalHost
   */
  readonly accountingStorageExternalHost?: string[];

  /**
   * What else of a job is recorded. Slurm: `AccountingStoreFlags`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AccountingStoreFlags
   */
  readonly accountingStoreFlags?: AccountingStoreFlag[];

  /**
   * Whether workload keys are recorded. Slurm: `TrackWCKey`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TrackWCKey
   */
  readonly trackWcKey?: boolean;

  /**
   * Where usage of tasks is read. Slurm: `JobAcctGatherType`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobAcctGatherType
   */
  readonly jobAcctGatherType?: JobAcctGatherType;

  /**
   * How often usage is sampled. Slurm: `JobAcctGatherFrequency`.
   *
   * @default - Slurm's, tasks every 30 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobAcctGatherFrequency
   */
  readonly jobAcctGatherFrequency?: JobAcctGatherFrequency;

  /**
   * Options of the sampling. Slurm: `JobAcctGatherParams`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobAcctGatherParams
   */
  readonly jobAcctGatherParams?: JobAcctGatherParam[];

  /**
   * How often energy of nodes is sampled outside jobs; no time turns it off. Slurm: `AcctGatherNodeFreq`.
   *
   * @default - Slurm's, never
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AcctGatherNodeFreq
   */
  readonly acctGatherNodeFreq?: Duration;

  /**
   * Where energy is read; its options stand in acct_gather.conf. Slurm: `AcctGatherEnergyType`.
   *
   * @default - nowhere
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AcctGatherEnergyType
   */
  readonly acctGatherEnergyType?: AcctGatherEnergyType;

  /**
   * Where file system traffic is read. Slurm: `AcctGatherFilesystemType`.
   *
   * @default - nowhere
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AcctGatherFilesystemType
   */
  readonly acctGatherFilesystemType?: AcctGatherFilesystemType;

  /**
   * Where network traffic is read. Slurm: `AcctGatherInterconnectType`.
   *
   * @default - nowhere
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AcctGatherInterconnectType
   */
  readonly acctGatherInterconnectType?: AcctGatherInterconnectType;

  /**
   * Where time series are kept; its options stand in acct_gather.conf. Slurm: `AcctGatherProfileType`.
   *
   * @default - nowhere
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AcctGatherProfileType
   */
  readonly acctGatherProfileType?: AcctGatherProfileType;

  /**
   * Where finished jobs are logged, beside accounting. Slurm: `JobCompType`.
   *
   * @default - nowhere
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompType
   */
  readonly jobCompType?: JobCompType;

  /**
   * File, database, URL, script or librdkafka file of that log. Slurm: `JobCompLoc`.
   *
   * @default - by type
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompLoc
   */
  readonly jobCompLoc?: string;

  /**
   * Host of its database. Slurm: `JobCompHost`.
   *
   * @default - Slurm's, localhost
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompHost
   */
  readonly jobCompHost?: string;

  /**
   * Port of its database. Slurm: `JobCompPort`.
   *
   * @default - by type
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompPort
   */
  readonly jobCompPort?: number;

  /**
   * User of its database. Slurm: `JobCompUser`.
   *
   * @default - Slurm's, root
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompUser
   */
  readonly jobCompUser?: string;

  /**
   * Program that prints its password, so that no password stands in slurm.conf; Slurm 25.11. Slurm: `JobCompPassScript`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompPassScript
   */
  readonly jobCompPassScript?: string;

  /**
   * Options of that log. Slurm: `JobCompParams`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobCompParams
   */
  readonly jobCompParams?: string[];
}
