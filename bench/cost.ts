import { spawnSync } from 'child_process';
import { performance } from 'perf_hooks';

/** What one run of a process has cost. */
export interface Cost {
  /** Processor time of the process and its threads, system calls included. A busy machine stretches wall time, and this hardly. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** One of several ways to do the same. */
export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  /** Where it runs. */
  readonly folder?: string;
}

/** How often, and for how long at most, contenders run. */
export interface Turns {
  readonly turns: number;
  /** No turn begins after this many seconds, once there were three. */
  readonly seconds: number;
}

// Only bash says of a child what getrusage knows; the formats of /proc are rounded to 10 ms.
const timed = "TIMEFORMAT='%3U %3S'; time \"$@\" > /dev/null";

/** Runs a command in a process of its own. */
export function run({ name, command, environment, folder }: Contender): Cost {
  const start = performance.now();
  const { status, stderr, error } = spawnSync('bash', ['-c', timed, 'bash', ...command], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', ...environment }, maxBuffer: 256 * 1024 * 1024,
  });
  const wallMs = performance.now() - start;
  if (status !== 0) {
    throw new Error(`${name} failed: ${error?.message ?? stderr}`);
  }
  const [user, system] = stderr.trim().split('\n').pop()!.split(' ').map(Number);
  return { wallMs, cpuMs: (user + system) * 1000 };
}

/**
 * Runs contenders in turns, so that a busy machine slows all alike; the order changes from turn to turn.
 *
 * @returns for each contender its costs, one a turn
 */
export function inTurns(contenders: readonly Contender[], { turns, seconds }: Turns): Cost[][] {
  const costs = contenders.map((): Cost[] => []);
  // The first run of each reads from the disk what the others find in memory.
  contenders.forEach(run);
  const end = performance.now() + seconds * 1000;
  for (let turn = 0; turn < turns && (turn < 3 || performance.now() < end); turn++) {
    for (const offset of contenders.keys()) {
      const index = (turn + offset) % contenders.length;
      costs[index].push(run(contenders[index]));
    }
  }
  return costs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** Median over the turns of how many times one costs the other. */
export function ratio(own: readonly Cost[], other: readonly Cost[], key: keyof Cost): number {
  return median(own.map((cost, turn) => cost[key] / other[turn][key]));
}
