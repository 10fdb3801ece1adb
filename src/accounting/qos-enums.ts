/** Switches of a QOS. */
export enum QosFlag {
  /** A job over a limit is refused at once instead of waiting. */
  DENY_ON_LIMIT = 'DenyOnLimit',
  /** Jobs start only while the fair share is above `usageThreshold`. */
  ENFORCE_USAGE_THRESHOLD = 'EnforceUsageThreshold',
  /** Usage under limits in minutes does not decay. */
  NO_DECAY = 'NoDecay',
  /** Backfill keeps no place for its jobs. */
  NO_RESERVE = 'NoReserve',
  /** Its limits go before those of the partition's QOS. */
  OVER_PART_QOS = 'OverPartQOS',
  /** Jobs may use more nodes than the partition's `maxNodes`. */
  PARTITION_MAX_NODES = 'PartitionMaxNodes',
  /** Jobs may use fewer nodes than the partition's `minNodes`. */
  PARTITION_MIN_NODES = 'PartitionMinNodes',
  /** Jobs may run longer than the partition's `maxTime`. */
  PARTITION_TIME_LIMIT = 'PartitionTimeLimit',
  /** Its jobs need a reservation. */
  REQUIRES_RESERVATION = 'RequiresReservation',
  /** With `usageFactor`, a job starts only if it can finish within the limits. */
  USAGE_FACTOR_SAFE = 'UsageFactorSafe',
}

/** What happens to jobs of a QOS that others preempt. */
export enum QosPreemptMode {
  /** They are cancelled. */
  CANCEL = 'cancel',
  /** They go back to the queue. */
  REQUEUE = 'requeue',
  /** They are suspended, which needs GANG in the cluster's preempt mode. */
  SUSPEND = 'suspend',
}
