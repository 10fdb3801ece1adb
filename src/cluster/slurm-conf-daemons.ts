import { HashPlugin, LogLevel, LogTimeFormat } from './slurm-conf-daemon-enums';

/**
 * Settings of slurm.conf on the daemons themselves: logging, messages, authentication.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface DaemonSettings {
  /**
   * Switches of slurmctld, such as `enable_stepmgr`. The operator adds its own and writes all in lower case. Slurm: `SlurmctldParameters`.
   *
   * @default - `enable_configless` and `reconfig_on_restart`, which stay
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldParameters
   */
  readonly slurmctldParameters?: string[];

  /**
   * Switches of slurmd, such as `l3cache_as_socket`. Slurm: `SlurmdParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmdParameters
   */
  readonly slurmdParameters?: string[];

  /**
   * Options of authentication, such as `cred_expire=300`. The operator adds `use_client_ids` and writes all in lower case. Slurm: `AuthInfo`.
   *
   * @default - `use_client_ids`, which stays
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AuthInfo
   */
  readonly authInfo?: string[];

  /**
   * Options of tokens, such as `max_token_lifespan=86400`. The operator adds its key files and writes all in lower case.
   * Slurm: `AuthAltParameters`.
   *
   * @default - `jwt_key`, which stays
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_AuthAltParameters
   */
  readonly authAltParameters?: string[];

  /**
   * Switches of the network, such as `block_null_hash`. Slurm: `CommunicationParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CommunicationParameters
   */
  readonly communicationParameters?: string[];

  /**
   * How much slurmctld writes. Slurm: `SlurmctldDebug`.
   *
   * @default - Slurm's, `LogLevel.INFO`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldDebug
   */
  readonly slurmctldDebug?: LogLevel;

  /**
   * How much slurmd writes. Slurm: `SlurmdDebug`.
   *
   * @default - Slurm's, `LogLevel.INFO`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmdDebug
   */
  readonly slurmdDebug?: LogLevel;

  /**
   * How much slurmctld writes to syslog, which a pod does not have. Slurm: `SlurmctldSyslogDebug`.
   *
   * @default - Slurm's, `LogLevel.FATAL`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldSyslogDebug
   */
  readonly slurmctldSyslogDebug?: LogLevel;

  /**
   * How much slurmd writes to syslog, which a pod does not have. Slurm: `SlurmdSyslogDebug`.
   *
   * @default - Slurm's, `LogLevel.FATAL`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmdSyslogDebug
   */
  readonly slurmdSyslogDebug?: LogLevel;

  /**
   * Whether the events of the scheduler are logged too. Slurm: `SlurmSchedLogLevel`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmSchedLogLevel
   */
  readonly slurmSchedLogLevel?: boolean;

  /**
   * Parts that write more, such as `Gres` or `Backfill`. Slurm: `DebugFlags`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DebugFlags
   */
  readonly debugFlags?: string[];

  /**
   * How the time of a message is written. Slurm: `LogTimeFormat`.
   *
   * @default - Slurm's, `LogTimeFormat.ISO8601_MS`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_LogTimeFormat
   */
  readonly logTimeFormat?: LogTimeFormat;

  /**
   * Program that sends mail to users. Slurm: `MailProg`.
   *
   * @default - Slurm's, /bin/mail
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MailProg
   */
  readonly mailProg?: string;

  /**
   * Domain behind bare user names. Slurm: `MailDomain`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MailDomain
   */
  readonly mailDomain?: string;

  /**
   * How messages are hashed; slurmdbd needs the same. Slurm: `HashPlugin`.
   *
   * @default - Slurm's, `HashPlugin.K12`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HashPlugin
   */
  readonly hashPlugin?: HashPlugin;

  /**
   * Version and flags of JSON and YAML output of the commands. Slurm: `DataParserParameters`.
   *
   * @default - the newest
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_DataParserParameters
   */
  readonly dataParserParameters?: string;

  /**
   * Options of the metrics; Slurm 26.05. Slurm: `MetricsParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MetricsParameters
   */
  readonly metricsParameters?: string[];

  /**
   * Users who may read metrics, which then need a token; Slurm 26.05. Slurm: `MetricsAuthUsers`.
   *
   * @default - everyone
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MetricsAuthUsers
   */
  readonly metricsAuthUsers?: string[];

  /**
   * Program on the controller when it becomes primary. Slurm: `SlurmctldPrimaryOnProg`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldPrimaryOnProg
   */
  readonly slurmctldPrimaryOnProg?: string;

  /**
   * Program on the controller when it gives up being primary. Slurm: `SlurmctldPrimaryOffProg`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldPrimaryOffProg
   */
  readonly slurmctldPrimaryOffProg?: string;
}
