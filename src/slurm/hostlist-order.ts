/** A host name cut into what comes before its trailing digits, and those digits (none: empty). */
export interface HostName {
  /** Everything before the trailing digits. */
  readonly prefix: string;
  /** The trailing digits as written, zero padding included. */
  readonly digits: string;
}

/** Cuts a name where Slurm cuts it. */
export function splitHostName(name: string): HostName {
  let cut = name.length;
  while (cut > 0 && isDigit(name.charCodeAt(cut - 1))) {
    cut--;
  }
  return { prefix: name.slice(0, cut), digits: name.slice(cut) };
}

/**
 * The order of `scontrol show hostlistsorted`, of squeue and of sinfo: rack2 before rack10, a name without number before numbered
 * ones, narrow zero padding before wide.
 */
export function compareHostNames(left: string, right: string): number {
  const a = splitHostName(left);
  const b = splitHostName(right);
  return comparePrefixes(a.prefix, b.prefix) || compareDigits(a.digits, b.digits);
}

/** Prefixes compare byte by byte, digit runs in them as numbers. */
export function comparePrefixes(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (isDigit(left.charCodeAt(i)) && isDigit(right.charCodeAt(j))) {
      const a = digitRun(left, i);
      const b = digitRun(right, j);
      const order = compareAsNumbers(a, b);
      if (order !== 0) {
        return order;
      }
      i += a.length;
      j += b.length;
    } else {
      const order = (left.codePointAt(i) ?? 0) - (right.codePointAt(j) ?? 0);
      if (order !== 0) {
        return order;
      }
      i++;
      j++;
    }
  }
  const rest = (left.length - i) - (right.length - j);
  return rest !== 0 ? rest : compareText(left, right);
}

/**
 * Trailing numbers compare by length, then digit by digit. That is Slurm's rule in one line: numbers whose widths go together compare
 * by value (equal lengths, or no padding), others put the narrower width first, and no digits at all come before any.
 */
export function compareDigits(left: string, right: string): number {
  return left.length - right.length || compareText(left, right);
}

function compareAsNumbers(left: string, right: string): number {
  return compareDigits(left.replace(/^0+(?=\d)/, ''), right.replace(/^0+(?=\d)/, ''));
}

function compareText(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

function digitRun(text: string, start: number): string {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) {
    end++;
  }
  return text.slice(start, end);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
