import { Duration } from 'cdk8s';

/** The alerts of `SlurmAlerts`. Each has a section in `docs/observability.md` that says what to do. */
export enum SlurmAlert {
  /** Prometheus does not reach slurmctld. */
  CONTROLLER_DOWN = 'SlurmControllerDown',
  /** slurmctld answers, but without its metrics. */
  METRICS_MISSING = 'SlurmMetricsMissing',
  /** Cycles of the main scheduler take long. */
  SCHEDULER_SLOW = 'SlurmSchedulerSlow',
  /** Backfill has not run for long although jobs wait. */
  BACKFILL_STALLED = 'SlurmBackfillStalled',
  /** Backfill keeps running out of time before it has seen the queue. */
  BACKFILL_STARVING = 'SlurmBackfillStarving',
  /** Messages to nodes pile up in slurmctld. */
  AGENT_QUEUE_GROWING = 'SlurmAgentQueueGrowing',
  /** Accounting records pile up in slurmctld. */
  DBD_QUEUE_GROWING = 'SlurmDbdQueueGrowing',
  /** Some nodes are down. */
  NODES_DOWN = 'SlurmNodesDown',
  /** Many nodes are down at once. */
  MANY_NODES_DOWN = 'SlurmManyNodesDown',
  /** Nodes stay drained. */
  NODES_DRAINED = 'SlurmNodesDrained',
  /** Nodes drain, and their jobs do not end. */
  NODES_DRAINING = 'SlurmNodesDraining',
  /** Nodes registered with less than they declare. */
  NODES_INVALID = 'SlurmNodesInvalid',
  /** Fewer nodes than declared have ever registered. */
  NODES_MISSING = 'SlurmNodesMissing',
  /** No node of a partition can take a job. */
  PARTITION_WITHOUT_NODES = 'SlurmPartitionWithoutNodes',
  /** slurmrestd is not ready, without which the operator drains no node. */
  REST_API_DOWN = 'SlurmRestApiDown',
  /** slurmdbd is not ready. */
  ACCOUNTING_DOWN = 'SlurmAccountingDown',
  /** slurm-operator is not ready. */
  OPERATOR_DOWN = 'SlurmOperatorDown',
  /** slurm-operator fails at bringing objects to what they declare. */
  OPERATOR_ERRORS = 'SlurmOperatorErrors',
  /** Nothing is known of the GPUs of the workers. */
  GPU_METRICS_MISSING = 'SlurmGpuMetricsMissing',
  /** A GPU reported an error after which it needs a reset or a repair. */
  GPU_XID = 'SlurmGpuXid',
  /** A GPU has memory errors that cannot be corrected. */
  GPU_ECC = 'SlurmGpuEcc',
  /** A GPU could not replace a broken row of its memory. */
  GPU_ROW_REMAP_FAILED = 'SlurmGpuRowRemapFailed',
  /** A GPU or its memory is hot. */
  GPU_HOT = 'SlurmGpuHot',
  /** A GPU slows down for heat. Needs a `DcgmMetricsList`. */
  GPU_THROTTLED = 'SlurmGpuThrottled',
  /** NVLink of a GPU has errors. */
  GPU_NVLINK = 'SlurmGpuNvlink',
  /** The PCIe link of a GPU repeats transfers. */
  GPU_PCIE_REPLAYS = 'SlurmGpuPcieReplays',
  /** A job holds GPUs and does not use them. Needs a `DcgmJobMapping`. */
  GPU_IDLE = 'SlurmGpuIdle',
}

/** How soon somebody must act. */
export enum AlertSeverity {
  /** Now, also at night. */
  CRITICAL = 'critical',
  /** The same or the next working day. */
  WARNING = 'warning',
  /** No one need act; good to know beside others. */
  INFO = 'info',
}

/** An alert that is to be other than it is by default. */
export interface AlertTuning {
  /** Which. */
  readonly alert: SlurmAlert;
  /** Leaves it out. @default true */
  readonly enabled?: boolean;
  /** @default - as `docs/observability.md` says */
  readonly severity?: AlertSeverity;
  /** How long it must hold before it fires, in whole seconds. @default - as `docs/observability.md` says */
  readonly pending?: Duration;
}

/** From where on something is an alert. */
export interface AlertThresholds {
  /** Mean time of a cycle of the main scheduler. @default Duration.seconds(1) */
  readonly schedulerCycle?: Duration;
  /** Time without a backfill cycle while jobs wait. @default Duration.minutes(30) */
  readonly backfillSilence?: Duration;
  /** Share of the backfill cycles of an hour that end before they have seen the queue, from 0 to 1. @default 0.5 */
  readonly backfillCutShort?: number;
  /** Messages to nodes that wait in slurmctld. @default 1000 */
  readonly agentQueue?: number;
  /** Accounting records that wait in slurmctld. It keeps at least 10000 and then drops some. @default 1000 */
  readonly dbdQueue?: number;
  /** Share of the nodes that are down for `MANY_NODES_DOWN`, from 0 to 1. @default 0.1 */
  readonly nodesDown?: number;
  /** Reconciliations of one kind that fail within 15 minutes. @default 5 */
  readonly operatorErrors?: number;
  /** Temperature of a GPU in °C. @default 85 */
  readonly gpuCelsius?: number;
  /** Temperature of the memory of a GPU in °C. @default 95 */
  readonly gpuMemoryCelsius?: number;
  /** PCIe transfers of a GPU that are repeated each second. @default 0.1 */
  readonly pcieReplays?: number;
  /** Share of the time in which the GPUs of a job do anything, from 0 to 1, below which they are idle. @default 0.05 */
  readonly gpuIdle?: number;
  /**
   * Numbers of the XID errors after which a GPU must be reset or repaired.
   *
   * @default - 48, 64, 79, 95, 119, 120 and 140: those that DCGM's health check fails on, less NVLink, which has an alert of its own
   * @see https://docs.nvidia.com/deploy/xid-errors/
   */
  readonly fatalXids?: number[];
}
