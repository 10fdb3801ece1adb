import { logicalLines, scanFields } from '../slurm/conf-scanner';

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

/** The pairs of a text, line by line, as Slurm's parser sees them; what is no pair is left out. */
export function readLogicalLines(text: string): LogicalLine[] {
  let line = 1;
  return logicalLines(text).flatMap(logical => {
    const start = line;
    line += logical.raw.split('\n').length - 1;
    const pairs = scanFields(logical.text).fields.map(({ key, value }) => ({ key, value, line: start }));
    return pairs.length === 0 ? [] : [{ line: start, pairs }];
  });
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
export function includesFiles(text: string): boolean {
  return logicalLines(text).some(({ text: content }) => /^include\s+\S/i.test(content));
}
