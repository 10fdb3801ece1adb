const SUFFIXES = 'KMGTP';

/** Reads a count with an optional k, m, g, t or p in either case, each 1024 times the one before; undefined when it is not one. */
export function parseCount(text: string): number | undefined {
  const match = /^(\d+)([kmgtp]?)$/i.exec(text);
  if (match === null) {
    return undefined;
  }
  const power = match[2] === '' ? 0 : SUFFIXES.indexOf(match[2].toUpperCase()) + 1;
  const count = Number(match[1]) * 1024 ** power;
  return Number.isSafeInteger(count) ? count : undefined;
}
