import { k8s } from 'cdk8s-plus-28';

/** How pods of a NodeSet are replaced when its template changes. */
export enum UpdateStrategyType {
  /** Some at a time, each drained in Slurm first. */
  ROLLING_UPDATE = 'RollingUpdate',
  /** Only pods that somebody deletes come back with the new template. */
  ON_DELETE = 'OnDelete',
  /** All in one maintenance window, kept free of jobs by a Slurm reservation. */
  SCHEDULED_UPDATE = 'ScheduledUpdate',
}

/** How a NodeSet moves to a changed template. */
export interface UpdateStrategy {
  /**
   * The way to update.
   *
   * @default UpdateStrategyType.ROLLING_UPDATE
   */
  readonly type?: UpdateStrategyType;

  /**
   * Pace of `RollingUpdate`.
   *
   * @default - a quarter of the pods at a time
   */
  readonly rollingUpdate?: RollingUpdate;

  /**
   * Window of `ScheduledUpdate`.
   *
   * @default - none, which is refused for `ScheduledUpdate`
   */
  readonly scheduledUpdate?: ScheduledUpdate;
}

/** Pace of a rolling update. */
export interface RollingUpdate {
  /**
   * Most pods that may be away at once: a count of at least 1, or a percentage, which is rounded up.
   *
   * @default 25%
   */
  readonly maxUnavailable?: k8s.IntOrString;
}

/**
 * A maintenance window: the operator makes a Slurm reservation over the nodes and updates them inside it.
 *
 * @see https://slurm.schedmd.com/reservations.html
 */
export interface ScheduledUpdate {
  /**
   * Start of the window, in RFC 3339, e.g. `2027-01-31T22:00:00Z`.
   *
   * @default - none, which is refused for `ScheduledUpdate`
   */
  readonly startTime?: string;

  /**
   * Length of the window as a Go duration of at least one minute, cut to whole minutes, e.g. `2h`.
   *
   * @default 30m
   */
  readonly duration?: string;

  /**
   * Flags of the reservation besides `MAINT` and `IGNORE_JOBS`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/reservations.html
   */
  readonly flags?: string[];
}
