import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * The age at which slurmdbd removes records.
 *
 * @see https://slurm.schedmd.com/slurmdbd.conf.html#OPT_PurgeJobAfter
 */
export class PurgeAge {
  /** So many months, counted from the first of a month; records go once a month. */
  public static months(months: number): PurgeAge {
    return new PurgeAge(months, 'months');
  }

  /** So many days; records go once a day. */
  public static days(days: number): PurgeAge {
    return new PurgeAge(days, 'days');
  }

  /** So many hours; records go every hour, which suits clusters with many short jobs. */
  public static hours(hours: number): PurgeAge {
    return new PurgeAge(hours, 'hours');
  }

  private constructor(private readonly amount: number, private readonly unit: string) {}

  /** As slurmdbd.conf writes it, e.g. `12months`. */
  public toString(): string {
    return `${this.amount}${this.unit}`;
  }

  /** @internal */
  public _problems(prop: string): Problem[] {
    return Number.isInteger(this.amount) && this.amount >= 1 && this.amount <= 65535 ? [] : [{
      id: 'ACCT-012',
      what: `'${prop}' is ${this.amount} ${this.unit}, and slurmdbd counts whole ${this.unit}: anything else stops it`,
      fix: `use e.g. PurgeAge.${this.unit}(12)`,
    }];
  }
}

checksArguments(PurgeAge, 'PurgeAge');
