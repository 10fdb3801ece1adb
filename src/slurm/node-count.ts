import { parseCount } from './suffixed-count';
import { Parsed, shifted, unreadable, valueOf } from './text-issue';

/** Sizes from `min` to `max` in steps. */
export interface NodeCountRange {
  readonly min: number;
  readonly max: number;
  /** Distance between sizes, 1 or more. */
  readonly step: number;
}

/**
 * How many nodes a job takes: `4`, `4-8`, `4-16:4` or `1,2,8-16:8`.
 *
 * @see https://slurm.schedmd.com/sbatch.html#OPT_nodes
 */
export class NodeCount {
  /** A count written in the program; throws on text that `parse` cannot read. */
  public static of(text: string): NodeCount {
    return valueOf(NodeCount.parse(text));
  }

  /** Exactly this many. */
  public static exactly(nodes: number): NodeCount {
    return NodeCount.of(String(nodes));
  }

  /** Reads a count. `k` and `m` multiply by 1024 and 1048576. */
  public static parse(text: string): Parsed<NodeCount> {
    const ranges: NodeCountRange[] = [];
    let offset = 0;
    for (const part of text.split(',')) {
      const range = parseRange(part);
      if (range.value === undefined) {
        return { issues: range.issues.map(issue => shifted(issue, offset)) };
      }
      ranges.push(range.value);
      offset += part.length + 1;
    }
    return { value: new NodeCount(ranges), issues: [] };
  }

  /** The alternatives in the order written. */
  public readonly ranges: NodeCountRange[];

  private constructor(ranges: NodeCountRange[]) {
    this.ranges = ranges;
  }

  /** Fewest nodes the job can start on. */
  public get min(): number {
    return this.ranges.reduce((least, range) => Math.min(least, range.min), Infinity);
  }

  /** Most nodes the job can start on. */
  public get max(): number {
    return this.ranges.reduce((most, range) => Math.max(most, range.max - (range.max - range.min) % range.step), 0);
  }

  /** Whether the job can start on this many. */
  public allows(nodes: number): boolean {
    return this.ranges.some(({ min, max, step }) => nodes >= min && nodes <= max && (nodes - min) % step === 0);
  }

  /** Slurm's text, without suffixes. */
  public toString(): string {
    return this.ranges
      .map(({ min, max, step }) => `${min}${max === min ? '' : `-${max}`}${step === 1 ? '' : `:${step}`}`).join(',');
  }
}

function parseRange(text: string): Parsed<NodeCountRange> {
  const match = /^(\d+[km]?)(?:-(\d+[km]?)(?::(\d+[km]?))?)?$/i.exec(text);
  if (match === null) {
    return unreadable(`'${text}' is not a number of nodes`, 'write 4, 4-8 or 4-8:2', 0, text.length);
  }
  const min = parseCount(match[1]);
  const max = match[2] === undefined ? min : parseCount(match[2]);
  const step = match[3] === undefined ? 1 : parseCount(match[3]);
  if (min === undefined || max === undefined || step === undefined) {
    return unreadable(`'${text}' is more nodes than can be counted`, 'a cluster holds 65536 nodes', 0, text.length);
  }
  if (max < min) {
    return unreadable(`'${text}' has a maximum below its minimum`, `write ${match[2]}-${match[1]}`, 0, text.length);
  }
  return step === 0
    ? unreadable(`'${text}' has a step of 0`, `write ${match[1]}-${match[2]}`, 0, text.length)
    : { value: { min, max, step }, issues: [] };
}
