import { compareDigits, comparePrefixes, splitHostName } from './hostlist-order';
import { HostItem, HostRange, MAX_HOST_NUMBER } from './hostlist-parser';

/** Names that differ only in a trailing number which grows by one: prefix + lo ... prefix + lo+count-1. */
export interface HostRun {
  readonly prefix: string;
  /** Absent for a name that has no trailing number, or whose number takes no part in folding. */
  readonly lo?: bigint;
  /** 1 when there is no number. */
  readonly count: number;
  /** Digits printed at least, zero padded. */
  readonly width: number;
}

/** The runs of parsed items, in Slurm's order, one at a time. */
export function* runsOfItems(items: HostItem[]): Generator<HostRun> {
  for (const item of items) {
    yield* runsOfItem(item);
  }
}

/** One run for each name. */
export function* runsOfNames(names: Iterable<string>): Generator<HostRun> {
  for (const name of names) {
    yield runOfName(name);
  }
}

/** The names of runs. */
export function* namesOfRuns(runs: Iterable<HostRun>): Generator<string> {
  for (const run of runs) {
    if (run.lo === undefined) {
      yield run.prefix;
    } else if (run.lo + BigInt(run.count) <= BigInt(Number.MAX_SAFE_INTEGER)) {
      const lo = Number(run.lo);
      for (let i = 0; i < run.count; i++) {
        yield run.prefix + String(lo + i).padStart(run.width, '0');
      }
    } else {
      for (let i = 0; i < run.count; i++) {
        yield run.prefix + digits(run.lo + BigInt(i), run.width);
      }
    }
  }
}

/** Folds runs as `scontrol show hostlist` does: order and duplicates stay, only neighbours join. */
export function foldRuns(runs: Iterable<HostRun>): string {
  const parts: string[] = [];
  let group: HostRun[] = [];
  for (const run of joined(runs)) {
    if (group.length > 0 && (run.lo === undefined || group[0].lo === undefined || run.prefix !== group[0].prefix)) {
      parts.push(printed(group));
      group = [];
    }
    group.push(run);
  }
  if (group.length > 0) {
    parts.push(printed(group));
  }
  return parts.join(',');
}

/**
 * Folds runs as `scontrol show hostlistsorted` does: neighbours join first, then whole runs are sorted (so 8-10 stands before 09), then
 * runs that overlap are told name by name.
 */
export function foldRunsSorted(runs: Iterable<HostRun>): string {
  return foldRuns(overlapsSplit(sortedRuns(joined(runs))));
}

/** Runs in natural order of prefix and first number; names of different runs may interleave. */
export function sortedRuns(runs: Iterable<HostRun>): HostRun[] {
  const byPrefix = new Map<string, { run: HostRun; digits: string }[]>();
  for (const run of runs) {
    const entry = { run, digits: run.lo === undefined ? '' : digits(run.lo, run.width) };
    const bucket = byPrefix.get(run.prefix);
    if (bucket === undefined) {
      byPrefix.set(run.prefix, [entry]);
    } else {
      bucket.push(entry);
    }
  }
  return [...byPrefix.keys()].sort(comparePrefixes)
    .flatMap(prefix => (byPrefix.get(prefix) ?? []).sort((a, b) => compareDigits(a.digits, b.digits)).map(entry => entry.run));
}

function* overlapsSplit(runs: HostRun[]): Generator<HostRun> {
  let cluster: HostRun[] = [];
  let end = 0n;
  for (const run of runs) {
    const [first] = cluster;
    const overlaps = first?.lo !== undefined && run.lo !== undefined && first.prefix === run.prefix && run.lo < end
      && commonWidth(first.lo, first.width, run.lo, run.width) !== undefined;
    if (!overlaps) {
      yield* interleaved(cluster);
      cluster = [];
      end = 0n;
    }
    cluster.push(run);
    const runEnd = (run.lo ?? 0n) + BigInt(run.count);
    end = runEnd > end ? runEnd : end;
  }
  yield* interleaved(cluster);
}

function interleaved(cluster: HostRun[]): HostRun[] {
  if (cluster.length < 2) {
    return cluster;
  }
  const names = cluster.flatMap(({ prefix, lo = 0n, count, width }) =>
    Array.from({ length: count }, (_, i): HostRun & { lo: bigint } => ({ prefix, lo: lo + BigInt(i), count: 1, width })));
  return names.sort((a, b) => (a.lo < b.lo ? -1 : Number(a.lo > b.lo)));
}

function runOfName(name: string): HostRun {
  const split = splitHostName(name);
  if (split.digits === '') {
    return { prefix: name, count: 1, width: 0 };
  }
  const number = BigInt(split.digits);
  return { prefix: split.prefix, lo: number > MAX_HOST_NUMBER ? MAX_HOST_NUMBER : number, count: 1, width: split.digits.length };
}

function* runsOfItem(item: HostItem): Generator<HostRun> {
  if (item.brackets.length === 0) {
    yield runOfName(item.texts[0]);
    return;
  }
  const last = item.brackets[item.brackets.length - 1];
  const suffix = item.texts[item.texts.length - 1];
  for (const prefix of prefixes(item)) {
    for (const range of last) {
      const run = { prefix, lo: range.lo, count: Number(range.hi - range.lo) + 1, width: range.width };
      if (suffix === '') {
        yield run;
      } else {
        for (const name of namesOfRuns([run])) {
          yield { prefix: name + suffix, count: 1, width: 0 };
        }
      }
    }
  }
}

// The last bracket varies fastest; of the others the rightmost is the outermost loop, so r[1-2]s[3-4]x[5] starts r1s3x5, r2s3x5.
function* prefixes(item: HostItem): Generator<string> {
  const outer = item.brackets.slice(0, -1);
  const chosen: string[] = outer.map(() => '');
  function* choose(index: number): Generator<string> {
    if (index < 0) {
      yield outer.reduce((text, _, i) => text + chosen[i] + item.texts[i + 1], item.texts[0]);
      return;
    }
    for (const number of numbers(outer[index])) {
      chosen[index] = number;
      yield* choose(index - 1);
    }
  }
  yield* choose(outer.length - 1);
}

function* numbers(bracket: HostRange[]): Generator<string> {
  for (const range of bracket) {
    for (let number = range.lo; number <= range.hi; number++) {
      yield digits(number, range.width);
    }
  }
}

function* joined(runs: Iterable<HostRun>): Generator<HostRun> {
  let current: { prefix: string; lo?: bigint; next?: bigint; count: number; width: number } | undefined;
  for (const run of runs) {
    const width = run.lo !== undefined && current?.lo !== undefined && current.next === run.lo && current.prefix === run.prefix
      ? commonWidth(current.lo, current.width, run.lo, run.width)
      : undefined;
    if (current !== undefined && width !== undefined) {
      current.width = width;
      current.count += run.count;
      current.next = run.lo === undefined ? undefined : run.lo + BigInt(run.count);
    } else {
      if (current !== undefined) {
        yield current;
      }
      current = { ...run, next: run.lo === undefined ? undefined : run.lo + BigInt(run.count) };
    }
  }
  if (current !== undefined) {
    yield current;
  }
}

// The width with which both numbers print as they do now: 99 and 100 agree on 2, 099 and 0100 on none.
function commonWidth(low: bigint, lowWidth: number, high: bigint, highWidth: number): number | undefined {
  if (lowWidth === highWidth || digits(high, lowWidth) === digits(high, highWidth)) {
    return lowWidth;
  }
  return digits(low, highWidth) === digits(low, lowWidth) ? highWidth : undefined;
}

function printed(group: HostRun[]): string {
  const [first] = group;
  if (first.lo === undefined) {
    return first.prefix;
  }
  const ranges = group.map(run => {
    const lo = run.lo ?? 0n;
    return run.count === 1 ? digits(lo, run.width) : `${digits(lo, run.width)}-${digits(lo + BigInt(run.count) - 1n, run.width)}`;
  });
  return group.length === 1 && first.count === 1 ? first.prefix + ranges[0] : `${first.prefix}[${ranges.join(',')}]`;
}

function digits(number: bigint, width: number): string {
  return String(number).padStart(width, '0');
}
