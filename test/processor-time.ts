/** The outcome of some work and the processor time it took, which other work on the machine does not lengthen as it does the time on the clock. */
export interface Measured<T> {
  readonly result: T;
  /** Milliseconds of all threads of this process. */
  readonly processorMs: number;
}

/**
 * What answers within a second on an idle machine stays below this with coverage, a large heap and other work beside it;
 * work that grows with the square of the input does not.
 */
export const MOMENT_MS = 10_000;

/** Does some work and measures it. What hangs is for the time limit of the test to end. */
export async function measured<T>(work: () => Promise<T> | T): Promise<Measured<T>> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, processorMs: (user + system) / 1000 };
}
