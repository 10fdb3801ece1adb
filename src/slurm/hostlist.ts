import { HostItem, itemCount, parseHostItems } from './hostlist-parser';
import { foldRuns, foldRunsSorted, HostRun, namesOfRuns, runsOfItems, runsOfNames, sortedRuns } from './hostlist-runs';
import { Parsed, valueOf } from './text-issue';

export { compareHostNames } from './hostlist-order';

/**
 * A list of host names as Slurm writes it, e.g. `gpu-[001-128],login1`. Keeps order and duplicates as Slurm does, names are
 * case-sensitive. Immutable; brackets stay folded until names are asked for.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#OPT_NodeName
 */
export class Hostlist {
  /** No hosts. */
  public static readonly EMPTY: Hostlist = new Hostlist([]);

  /**
   * Reads an expression. Numbers outside brackets, unmatched `]` and the like are names, as in Slurm; a broken bracket, a range of more
   * than 65536 hosts, or more than 1048576 hosts in all is unreadable.
   */
  public static parse(text: string): Parsed<Hostlist> {
    const items = parseHostItems(text);
    return { value: items.value && new Hostlist(items.value), issues: items.issues };
  }

  /** A hostlist written in the program; throws on text that `parse` cannot read. */
  public static of(text: string): Hostlist {
    return valueOf(Hostlist.parse(text));
  }

  /** A hostlist of plain names, in this order; throws on a name with a bracket, comma or blank, which would be read as something else. */
  public static fromNames(names: Iterable<string>): Hostlist {
    const items: HostItem[] = [];
    for (const name of names) {
      if (name === '' || /[[\],\s]/.test(name)) {
        throw new Error(`'${name}' is not a host name; use Hostlist.parse for expressions`);
      }
      items.push({ texts: [name], brackets: [] });
    }
    return new Hostlist(items);
  }

  /** Hosts of any number of lists, in natural order, each once. */
  public static all(lists: readonly Hostlist[]): Hostlist {
    return new Hostlist(lists.flatMap(list => list.items)).normalized();
  }

  /** The shortest text of plain names in this order, e.g. `n[1-3]` for n1, n2, n3; the text of `scontrol show hostlist`. */
  public static fold(names: Iterable<string>): string {
    return foldRuns(runsOfNames(names));
  }

  private readonly items: HostItem[];
  private nameSet?: Set<string>;

  private constructor(items: HostItem[]) {
    this.items = items;
  }

  /** Hosts listed, duplicates counted. Costs no expansion. */
  public get count(): number {
    return this.items.reduce((sum, item) => sum + itemCount(item), 0);
  }

  /** Whether no host is listed. */
  public get isEmpty(): boolean {
    return this.items.length === 0;
  }

  /** The names one at a time, in order, as `scontrol show hostnames` prints them. */
  public names(): Generator<string> {
    return namesOfRuns(this.runs());
  }

  /** All names at once, in order, duplicates kept. */
  public expand(): string[] {
    return [...this.names()];
  }

  /** The text of `scontrol show hostlist`: order and duplicates kept, neighbours joined. */
  public fold(): string {
    return foldRuns(this.runs());
  }

  /** The text of `scontrol show hostlistsorted`: in natural order, duplicates kept. */
  public foldSorted(): string {
    return foldRunsSorted(this.runs());
  }

  /** The names in natural order (rack2 before rack10), each once. */
  public sortedUnique(): string[] {
    return [...namesOfRuns(sortedRuns(runsOfNames(new Set(this.names()))))];
  }

  /** Whether a host is listed. */
  public contains(name: string): boolean {
    return this.set().has(name);
  }

  /** Whether every host of the other list is listed here. */
  public containsAll(other: Hostlist): boolean {
    return other.minus(this).isEmpty;
  }

  /** Hosts of this list or the others, in natural order, each once. */
  public union(...others: Hostlist[]): Hostlist {
    return Hostlist.all([this, ...others]);
  }

  /** Hosts of this list that are not in the other, in natural order, each once. */
  public minus(other: Hostlist): Hostlist {
    const without = other.set();
    return this.filter(name => !without.has(name));
  }

  /** Hosts of both lists, in natural order, each once. */
  public intersection(other: Hostlist): Hostlist {
    const within = other.set();
    return this.filter(name => within.has(name));
  }

  /** Names listed more than once, in natural order. */
  public duplicates(): string[] {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const name of this.names()) {
      (seen.has(name) ? twice : seen).add(name);
    }
    return new Hostlist(plainItems(twice)).sortedUnique();
  }

  /** Same as `fold()`. */
  public toString(): string {
    return this.fold();
  }

  private runs(): Generator<HostRun> {
    return runsOfItems(this.items);
  }

  private set(): Set<string> {
    this.nameSet ??= new Set(this.names());
    return this.nameSet;
  }

  private filter(keep: (name: string) => boolean): Hostlist {
    return new Hostlist(plainItems([...this.names()].filter(keep))).normalized();
  }

  private normalized(): Hostlist {
    return new Hostlist(plainItems(this.sortedUnique()));
  }
}

function plainItems(names: Iterable<string>): HostItem[] {
  return Array.from(names, name => ({ texts: [name], brackets: [] }));
}
