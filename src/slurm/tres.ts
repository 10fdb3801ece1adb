import { parseCount } from './suffixed-count';
import { Parsed, shifted, TextIssue, unreadable, valueOf } from './text-issue';

const PLAIN_TYPES = ['cpu', 'mem', 'energy', 'node', 'billing', 'vmem', 'pages'];
const NAMED_TYPES = ['gres', 'license', 'bb', 'ic', 'fs'];
const BUILT_IN = [...PLAIN_TYPES, 'fs/disk'];
const MIB = 1024 * 1024;

/** A trackable resource with an amount, e.g. of a limit. */
export interface TresCount {
  /** What is counted. */
  readonly tres: Tres;
  /** How many; memory in MiB. */
  readonly count: number;
}

/** A trackable resource with its weight in a billing or priority formula. */
export interface TresWeight {
  /** What is weighed. */
  readonly tres: Tres;
  /** Weight of one unit. */
  readonly weight: number;
  /**
   * K, M, G, T or P: the unit the weight is for, e.g. G in `Mem=0.25G`.
   *
   * @default - one of the resource, one MiB of memory
   */
  readonly unit?: string;
}

/**
 * The name of a trackable resource: `cpu`, `mem`, `gres/gpu`, `gres/gpu:h100`, `license/matlab`. The type before the slash is read in
 * any case, the name behind it keeps its case.
 *
 * @see https://slurm.schedmd.com/tres.html
 */
export class Tres {
  /** A resource named in the program; throws on text that `parse` cannot read. */
  public static of(text: string): Tres {
    return valueOf(Tres.parse(text));
  }

  /** Reads one name. */
  public static parse(text: string): Parsed<Tres> {
    const slash = text.indexOf('/');
    const type = (slash < 0 ? text : text.slice(0, slash)).toLowerCase();
    const name = slash < 0 ? undefined : text.slice(slash + 1);
    if (name === undefined ? PLAIN_TYPES.includes(type) : NAMED_TYPES.includes(type) && /^[^\s,=/]+$/.test(name)) {
      return { value: new Tres(type, name), issues: [] };
    }
    if (name === undefined && NAMED_TYPES.includes(type)) {
      return unreadable(`TRES '${text}' lacks a name`, `write ${type}/${type === 'gres' ? 'gpu' : 'name'}`, 0, text.length);
    }
    const known = [...PLAIN_TYPES, ...NAMED_TYPES.map(each => `${each}/<name>`)].join(', ');
    return unreadable(`'${text}' is not a TRES`, `use one of ${known}`, 0, text.length);
  }

  /** Reads the names of `AccountingStorageTRES`. */
  public static parseNames(text: string): Parsed<Tres[]> {
    return parseEntries(text, Tres.parse);
  }

  /** Reads `name=count` pairs, as in limits and `--tres-per-task`. A suffix is a power of 1024; memory counts MiB: `mem=16G`. */
  public static parseCounts(text: string): Parsed<TresCount[]> {
    return parseEntries(text, entry => parsePair(entry, (tres, amount) => {
      const count = tres.type === 'mem' ? mebibytes(amount) : parseCount(amount);
      return count === undefined ? undefined : { tres, count };
    }, 'a count such as 4 or 16G'));
  }

  /** Reads `name=weight` pairs, as in `TRESBillingWeights` and `PriorityWeightTRES`. */
  public static parseWeights(text: string): Parsed<TresWeight[]> {
    return parseEntries(text, entry => parsePair(entry, (tres, amount) => {
      const match = /^(\d+(?:\.\d*)?|\.\d+)([KMGTP]?)$/i.exec(amount);
      return match === null ? undefined : { tres, weight: Number(match[1]), ...(match[2] === '' ? {} : { unit: match[2].toUpperCase() }) };
    }, 'a weight such as 1.5 or 0.25G'));
  }

  /** The text of names with counts, in this order. */
  public static renderCounts(counts: TresCount[]): string {
    return counts.map(({ tres, count }) => `${tres.toString()}=${count}`).join(',');
  }

  /** The text of names with weights, in this order. */
  public static renderWeights(weights: TresWeight[]): string {
    return weights.map(({ tres, weight, unit = '' }) => `${tres.toString()}=${weight}${unit}`).join(',');
  }

  /** Lower case, e.g. `gres`. */
  public readonly type: string;
  /** What stands behind the slash, absent for types that are one resource. */
  public readonly name?: string;

  private constructor(type: string, name: string | undefined) {
    this.type = type;
    this.name = name;
  }

  /** Whether Slurm records it without being told; others need `AccountingStorageTRES` and slurmdbd. */
  public get isBuiltIn(): boolean {
    return BUILT_IN.includes(this.toString());
  }

  /** `gres/gpu` for `gres/gpu:h100`; itself for anything without a GRES type. */
  public get untyped(): Tres {
    return this.type === 'gres' && this.name !== undefined ? new Tres('gres', this.name.replace(/:.*$/, '')) : this;
  }

  /** The name as accounting prints it. */
  public toString(): string {
    return this.name === undefined ? this.type : `${this.type}/${this.name}`;
  }
}

function parseEntries<T>(text: string, parse: (entry: string) => Parsed<T>): Parsed<T[]> {
  const entries: T[] = [];
  const issues: TextIssue[] = [];
  let offset = 0;
  for (const entry of text === '' ? [] : text.split(',')) {
    const result = parse(entry);
    issues.push(...result.issues.map(issue => shifted(issue, offset)));
    if (result.value !== undefined) {
      entries.push(result.value);
    }
    offset += entry.length + 1;
  }
  return issues.length > 0 ? { issues } : { value: entries, issues };
}

function parsePair<T>(entry: string, read: (tres: Tres, amount: string) => T | undefined, wanted: string): Parsed<T> {
  const equals = entry.indexOf('=');
  if (equals < 0) {
    return unreadable(`'${entry}' has no amount`, `write name=amount with ${wanted}`, 0, entry.length);
  }
  const tres = Tres.parse(entry.slice(0, equals));
  if (tres.value === undefined) {
    return { issues: tres.issues };
  }
  const amount = entry.slice(equals + 1);
  const value = read(tres.value, amount);
  return value === undefined
    ? unreadable(`'${amount}' of ${tres.value.toString()} is not an amount`, `write ${wanted}`, equals + 1, amount.length)
    : { value, issues: [] };
}

function mebibytes(amount: string): number | undefined {
  const count = parseCount(amount);
  return count === undefined || /\d$/.test(amount) ? count : Math.ceil(count / MIB);
}
