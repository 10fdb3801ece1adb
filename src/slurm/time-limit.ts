import { Parsed, parsed, unreadable, valueOf } from './text-issue';

const UNLIMITED = /^(?:-1|infinite|unlimited)$/i;
const LARGEST_MINUTES = 4_294_967_293;
const FORMS = 'minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM or D-HH:MM:SS';

/**
 * A wall time as Slurm writes it: `30` (minutes), `2-12:00:00` or `UNLIMITED`. Kept to the second; where Slurm counts minutes it
 * rounds up.
 *
 * @see https://slurm.schedmd.com/sbatch.html#OPT_time
 */
export class TimeLimit {
  /** No limit. */
  public static readonly UNLIMITED: TimeLimit = new TimeLimit(undefined);

  /** Whole seconds, 0 or more. */
  public static seconds(seconds: number): TimeLimit {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > LARGEST_MINUTES * 60) {
      throw new Error(`a time of ${seconds} seconds cannot be written in Slurm; use a whole number from 0 to ${LARGEST_MINUTES * 60}`);
    }
    return new TimeLimit(seconds);
  }

  /** Whole minutes, 0 or more. */
  public static minutes(minutes: number): TimeLimit {
    return TimeLimit.seconds(minutes * 60);
  }

  /** A time written in the program; throws on text that `parse` cannot read. */
  public static of(text: string): TimeLimit {
    return valueOf(TimeLimit.parse(text));
  }

  /** Reads a time. Fields may exceed their range, as in Slurm: `2-25` is three days and an hour. There are no unit suffixes. */
  public static parse(text: string): Parsed<TimeLimit> {
    if (UNLIMITED.test(text)) {
      return parsed(TimeLimit.UNLIMITED);
    }
    const seconds = withDays(text) ?? withoutDays(text);
    if (seconds === undefined) {
      return unreadable(`'${text}' is not a Slurm time`, `write ${FORMS}${remedy(text)}`, 0, text.length);
    }
    if (seconds > LARGEST_MINUTES * 60) {
      return unreadable(`'${text}' is more minutes than Slurm can count`, 'write UNLIMITED', 0, text.length);
    }
    return parsed(new TimeLimit(seconds));
  }

  /** Seconds, absent when unlimited. */
  public readonly totalSeconds?: number;

  private constructor(seconds: number | undefined) {
    this.totalSeconds = seconds;
  }

  /** Whether there is no limit. */
  public get isUnlimited(): boolean {
    return this.totalSeconds === undefined;
  }

  /** Minutes as slurmctld counts them: a started minute is a full one. Absent when unlimited. */
  public get totalMinutes(): number | undefined {
    return this.totalSeconds === undefined ? undefined : Math.ceil(this.totalSeconds / 60);
  }

  /** Less than 0 when this time is shorter, 0 when equal; unlimited is longest. */
  public compareTo(other: TimeLimit): number {
    return this.totalSeconds === other.totalSeconds ? 0 : (this.totalSeconds ?? Infinity) - (other.totalSeconds ?? Infinity);
  }

  /** The text scontrol prints: `01:30:00`, `2-12:00:00` or `UNLIMITED`. */
  public toString(): string {
    if (this.totalSeconds === undefined) {
      return 'UNLIMITED';
    }
    const days = Math.floor(this.totalSeconds / 86_400);
    const clock = [Math.floor(this.totalSeconds / 3600) % 24, Math.floor(this.totalSeconds / 60) % 60, this.totalSeconds % 60]
      .map(field => String(field).padStart(2, '0')).join(':');
    return days > 0 ? `${days}-${clock}` : clock;
  }
}

function withDays(text: string): number | undefined {
  const match = /^(\d+)-(?:(\d+)(?::(\d+)(?::(\d+))?)?)?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [days, hours, minutes, seconds] = match.slice(1).map(field => Number(field ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function withoutDays(text: string): number | undefined {
  if (!/^\d+(?::\d+){0,2}$/.test(text)) {
    return undefined;
  }
  const fields = text.split(':').map(Number);
  const [hours, minutes, seconds] = fields.length === 3 ? fields : [0, fields[0], fields[1] ?? 0];
  return (hours * 60 + minutes) * 60 + seconds;
}

function remedy(text: string): string {
  const match = /^(\d+)\s*(s|sec|m|min|h|hr|hours?|d|days?)$/i.exec(text);
  if (match === null) {
    return '';
  }
  const count = Number(match[1]);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[2][0].toLowerCase()] ?? 1;
  return `, here ${TimeLimit.seconds(Math.min(count * unit, LARGEST_MINUTES * 60)).toString()}`;
}
