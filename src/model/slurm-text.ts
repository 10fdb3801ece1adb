import { logicalLines, LONGEST_CONF, scanFields } from '../slurm/conf-scanner';

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

/** Remembers what was read from the last texts: every rule asks for the same few, which may be long. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return text => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = read(text);
    const [oldest] = known.keys();
    if (known.size >= mostRemembered) known.delete(oldest);
    known.set(text, result);
    return result;
  };
}

const mostRemembered = 16;

/** The pairs of a text, line by line, as Slurm's parser sees them; what is no pair is left out. */
export const readLogicalLines: (text: string) => readonly LogicalLine[] = remembering(scanLogicalLines);

function scanLogicalLines(text: string): LogicalLine[] {
  // No API server stores it, and the parser says so.
  if (text.length > LONGEST_CONF) return [];
  let line = 1;
  return logicalLines(text).flatMap(logical => {
    const start = line;
    line += lineEnds(logical.raw);
    const pairs = scanFields(logical.text).fields.map(({ key, value }) => ({ key, value, line: start }));
    return pairs.length === 0 ? [] : [{ line: start, pairs }];
  });
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** All pairs of a text, in order. */
export function readAssignments(text: string): Assignment[] {
  return readLogicalLines(text).flatMap(({ pairs }) => pairs);
}

/** Whether Slurm reads a boolean value as yes. */
export function isYes(value: string): boolean {
  return /^(yes|up|true|1)$/i.test(value);
}

/** Whether a text includes files that only the slurmctld pod has: what they say is out of sight. */
export const includesFiles: (text: string) => boolean = remembering(text =>
  text.length > LONGEST_CONF || logicalLines(text).some(({ text: content }) => /^include\s+\S/i.test(content)));
