/** Something wrong inside one value, told by the parser of that value; whoever knows the file turns it into a finding. */
export interface TextIssue {
  /** The text seen and why Slurm refuses it: lower case start, no full stop. */
  readonly message: string;
  /** What to write instead, with a concrete value. */
  readonly fix: string;
  /** First character concerned, counted from 0 in the parsed text (UTF-16 units). */
  readonly offset: number;
  /** Characters concerned, 0 when something is missing at `offset`. */
  readonly length: number;
}

/**
 * What a value parser hands back. Parsers never throw: text that cannot be read has issues and no value, text that can be read but
 * means something else than it seems has a value and issues.
 */
export interface Parsed<T> {
  /** The value read, absent when the text cannot be read. */
  readonly value?: T;
  /** In order of their place in the text; empty when all is well. */
  readonly issues: TextIssue[];
}

/** The value was read and there is nothing to say about it. */
export function parsed<T>(value: T): Parsed<T> {
  return { value, issues: [] };
}

/** The text cannot be read, for one reason. */
export function unreadable<T>(message: string, fix: string, offset: number, length: number): Parsed<T> {
  return { issues: [{ message, fix, offset, length }] };
}

/** The same issue inside a longer text that holds the parsed text at `offset`. */
export function shifted(issue: TextIssue, offset: number): TextIssue {
  return { ...issue, offset: issue.offset + offset };
}

/** The value, or one plain Error that carries every issue, for constructors of value types. */
export function valueOf<T>(result: Parsed<T>): T {
  if (result.value === undefined) {
    throw new Error(result.issues.map(issue => `${issue.message}; ${issue.fix}`).join('\n'));
  }
  return result.value;
}
