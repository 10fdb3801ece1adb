import { Duration } from 'cdk8s';
import { PercentOrAbsolute } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import * as slinky from '../slinky';

/** Extra flags of the maintenance reservation; the operator always adds MAINT and IGNORE_JOBS. */
export enum ReservationFlag {
  /** Take what is left of the time when the start lies in the past. */
  FORCE_START = 'FORCE_START',
  /** Repeat every hour. */
  HOURLY = 'HOURLY',
  /** Repeat every day. */
  DAILY = 'DAILY',
  /** Repeat every week. */
  WEEKLY = 'WEEKLY',
  /** Repeat on Monday to Friday. */
  WEEKDAY = 'WEEKDAY',
  /** Repeat on Saturday and Sunday. */
  WEEKEND = 'WEEKEND',
}

/** Options of a rolling update. */
export interface RollingUpdateOptions {
  /**
   * How many nodes of the set may be out of work at a time; a percentage rounds up.
   *
   * @default - 25 %
   */
  readonly maxUnavailable?: PercentOrAbsolute;
}

/** When a scheduled update may take nodes. */
export interface ScheduledUpdateOptions {
  /** Start of the maintenance reservation, RFC 3339 with a time zone, e.g. `2026-12-01T02:00:00Z`. */
  readonly startTime: string;

  /** Length of the reservation, in whole minutes. @default Duration.minutes(30) */
  readonly duration?: Duration;

  /** Extra flags of the reservation. @default - none */
  readonly flags?: ReservationFlag[];
}

/**
 * What happens to a node set's nodes when its pod template changes. In every case a node is drained before its pod goes, and
 * running jobs are waited for.
 */
export class UpdateStrategy {
  /** Nodes are replaced a few at a time. */
  public static rollingUpdate(options: RollingUpdateOptions = {}): UpdateStrategy {
    const maxUnavailable = options.maxUnavailable?.value ?? '25%';
    const problems: Problem[] = [];
    if (typeof maxUnavailable === 'number' ? !(maxUnavailable >= 1) || !Number.isInteger(maxUnavailable) : /^0*%$/.test(maxUnavailable) || !/^\d+%$/.test(maxUnavailable)) {
      problems.push({
        id: 'NODE-010',
        what: `'maxUnavailable' is ${maxUnavailable}: with no node allowed to go, the operator's webhook refuses the node set`,
        fix: 'use PercentOrAbsolute.absolute(1) or PercentOrAbsolute.percent(25)',
      });
    }
    return new UpdateStrategy({ type: slinky.UpdateStrategyType.ROLLING_UPDATE, rollingUpdate: { maxUnavailable: { value: maxUnavailable } } }, problems);
  }

  /** Nodes keep the old template until somebody deletes their pods. */
  public static onDelete(): UpdateStrategy {
    return new UpdateStrategy({ type: slinky.UpdateStrategyType.ON_DELETE }, []);
  }

  /** Nodes are replaced inside a Slurm maintenance reservation that the operator makes. */
  public static scheduled(options: ScheduledUpdateOptions): UpdateStrategy {
    const problems: Problem[] = [];
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(options.startTime) || Number.isNaN(Date.parse(options.startTime))) {
      problems.push({
        id: 'NODE-011',
        what: `'startTime' is '${options.startTime}', which the API server refuses: it takes RFC 3339 times with a zone`,
        fix: "use e.g. '2026-12-01T02:00:00Z'",
      });
    }
    const seconds = options.duration?.toSeconds({ integral: false }) ?? 1800;
    if (seconds < 60 || seconds % 60 !== 0) {
      problems.push({
        id: 'NODE-012',
        what: `'duration' is ${seconds} seconds, and Slurm reservations last whole minutes, one at least`,
        fix: 'use e.g. Duration.minutes(30)',
      });
    }
    return new UpdateStrategy({
      type: slinky.UpdateStrategyType.SCHEDULED_UPDATE,
      scheduledUpdate: { startTime: options.startTime, duration: `${Math.floor(seconds / 60)}m`, flags: options.flags },
    }, problems);
  }

  private constructor(private readonly strategy: slinky.UpdateStrategy, private readonly problems: Problem[]) {}

  /** @internal */
  public _problems(): Problem[] {
    return this.problems;
  }

  /** @internal */
  public _toKube(): slinky.UpdateStrategy {
    return this.strategy;
  }
}

checksArguments(UpdateStrategy, 'UpdateStrategy');
