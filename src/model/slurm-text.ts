/** One `Key=Value` of a Slurm configuration text. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  /** Line of the text, from 1, where the logical line starts. */
  readonly line: number;
}

/** One logical line: the pairs that stand on it. */
export interface LogicalLine {
  readonly line: number;
  readonly pairs: readonly Assignment[];
}

/**
 * Reads a text as Slurm's own parser does: comments, continuation lines, quotes, several pairs on a line.
 * It never fails; what is no pair is left out.
 */
export function readLogicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let pending = '';
  let start = 0;
  text.split('\n').forEach((raw, index) => {
    const content = withoutComment(raw.replace(/\r$/, ''));
    if (pending === '') {
      start = index + 1;
    }
    const joined = pending + content;
    if (joined.trimEnd().endsWith('\\')) {
      pending = `${joined.trimEnd().slice(0, -1)} `;
      return;
    }
    pending = '';
    const pairs = readPairs(joined, start);
    if (pairs.length > 0) {
      lines.push({ line: start, pairs });
    }
  });
  return lines;
}

/** All pairs of a text, in order. */
export function readAssignments(text: string): Assignment[] {
  return readLogicalLines(text).flatMap(line => line.pairs);
}

/** The pairs of one logical line. */
export function readPairs(content: string, line: number): Assignment[] {
  const pair = /([A-Za-z0-9_.]+)\s*[-*+/]?=\s*(?:"([^"]*)"|(\S+))/g;
  return [...content.matchAll(pair)].map(([, key, quoted, bare]) => ({ key, value: quoted ?? bare, line }));
}

/** Whether Slurm reads a boolean value as yes. */
export function isYes(value: string): boolean {
  return /^(yes|up|true|1)$/i.test(value);
}

function withoutComment(line: string): string {
  return line.replace(/(^|[^\\])#.*$/, '$1');
}
