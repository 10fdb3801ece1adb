/**
 * Values that only a deployment knows, such as outputs of other Pulumi resources. Until then something stands in for them: a text or a number that no
 * program holds by chance. slurm-constructs/pulumi makes them and puts the values in their places; constructs need to know of two things only, which are here.
 */

/** Numbers from this one down stand for values that only a deployment knows: counts and ports are never negative, and so far down integers are exact. */
const fromThis = -9_007_199_254_000_000;

/** The number that stands for the value with that serial number. */
export function lateNumber(serial: number): number {
  return fromThis - serial;
}

/** Whether a number only stands for one that the deployment will know: no limit can be held against it. */
export function isLateNumber(value: number): boolean {
  return Number.isInteger(value) && value <= fromThis;
}

/** Finds numbers that stand for others in a text. */
export const lateNumberPattern = '-9007199254\\d{6}';

/** Takes a digest later, when `text` holds values that are not known yet; undefined when it holds none. */
export type LateDigest = (text: string, digest: (text: string) => string) => string | undefined;

interface WithLateDigest {
  [lateDigestKey]?: LateDigest;
}

// The global symbol: slurm-constructs/pulumi is a file of its own, with its own copy of this one.
const lateDigestKey = Symbol.for('slurm-constructs.late-digest');

/** Sets who takes digests later. */
export function onLateDigest(later: LateDigest): void {
  (globalThis as WithLateDigest)[lateDigestKey] = later;
}

/** A digest of a text: now, or when all of it is known. */
export function digestOf(text: string, digest: (text: string) => string): string {
  return (globalThis as WithLateDigest)[lateDigestKey]?.(text, digest) ?? digest(text);
}
