import { Parsed, parsed, unreadable, valueOf } from './text-issue';

const MIB_PER_UNIT: { [suffix: string]: number } = { M: 1, G: 1024, T: 1024 * 1024 };

/**
 * An amount of memory as job options and TRES limits write it, e.g. `64G`. Slurm counts whole MiB, and its suffixes are powers of 1024.
 *
 * @see https://slurm.schedmd.com/sbatch.html#OPT_mem
 */
export class Memory {
  /** Whole MiB, 0 or more. What 0 means is up to the option: all of the node for `--mem`. */
  public static mebibytes(amount: number): Memory {
    if (!Number.isSafeInteger(amount) || amount < 0) {
      throw new Error(`${amount} MiB of memory cannot be written in Slurm; use a whole number of MiB, 0 or more`);
    }
    return new Memory(amount);
  }

  /** GiB; a fraction must come to whole MiB. */
  public static gibibytes(amount: number): Memory {
    return Memory.mebibytes(amount * MIB_PER_UNIT.G);
  }

  /** TiB; a fraction must come to whole MiB. */
  public static tebibytes(amount: number): Memory {
    return Memory.mebibytes(amount * MIB_PER_UNIT.T);
  }

  /** An amount written in the program; throws on text that `parse` cannot read. */
  public static of(text: string): Memory {
    return valueOf(Memory.parse(text));
  }

  /** Reads an integer with K, M, G or T and an optional B, in either case; no suffix is M. K is rounded up to a whole MiB, as Slurm does. */
  public static parse(text: string): Parsed<Memory> {
    const match = /^(\d+)([KMGT]?)(B?)$/i.exec(text);
    // A lone B is no unit of Slurm's: 16B would otherwise read as 16 MiB.
    if (match === null || (match[2] === '' && match[3] !== '')) {
      return unreadable(`'${text}' is not an amount of memory`, `write an integer with K, M, G or T${remedy(text)}`, 0, text.length);
    }
    const unit = match[2].toUpperCase();
    const mebibytes = unit === 'K' ? Math.ceil(Number(match[1]) / 1024) : Number(match[1]) * (MIB_PER_UNIT[unit] ?? 1);
    if (!Number.isSafeInteger(mebibytes)) {
      return unreadable(`'${text}' is more memory than can be counted`, 'write an amount such as 4T', 0, text.length);
    }
    const value = new Memory(mebibytes);
    if (unit === 'K' && Number(match[1]) % 1024 !== 0) {
      const message = `'${text}' is not a whole number of MiB, so Slurm rounds it up to ${mebibytes}M`;
      return { value, issues: [{ message, fix: `write ${mebibytes}M`, offset: 0, length: text.length }] };
    }
    return parsed(value);
  }

  /** The amount in MiB, the unit Slurm stores. */
  public readonly totalMebibytes: number;

  private constructor(mebibytes: number) {
    this.totalMebibytes = mebibytes;
  }

  /** Less than 0 when this amount is smaller, 0 when equal. */
  public compareTo(other: Memory): number {
    return this.totalMebibytes - other.totalMebibytes;
  }

  /** The shortest exact text, always with a unit: `1536M`, `2G`, `0M`. */
  public toString(): string {
    const [suffix, factor] = Object.entries(MIB_PER_UNIT).reverse()
      .find(entry => this.totalMebibytes > 0 && this.totalMebibytes % entry[1] === 0) ?? ['M', 1];
    return `${this.totalMebibytes / factor}${suffix}`;
  }
}

function remedy(text: string): string {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGTP])i?B?$/i.exec(text);
  if (match === null) {
    return ', such as 64G';
  }
  const unit = match[2].toUpperCase();
  const factor = { ...MIB_PER_UNIT, K: 1 / 1024, P: 1024 ** 3 }[unit] ?? 1;
  const mebibytes = Math.ceil(Number(match[1]) * factor);
  return Number.isSafeInteger(mebibytes) ? `, here ${Memory.mebibytes(mebibytes).toString()}` : '';
}
