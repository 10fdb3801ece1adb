import { logicalLines, LogicalLine, scanFields, sourceOffset } from './conf-scanner';
import { LineIndex, SourceSpan } from './source-span';

/** A key with its value and their places. */
export interface ConfField {
  readonly key: string;
  readonly value: string;
  readonly keySpan: SourceSpan;
  readonly valueSpan: SourceSpan;
}

/** One line of records, continuations joined: its fields, and the first text that is no `Key=value`. */
export interface ConfRecord {
  readonly fields: ConfField[];
  readonly stray?: { readonly text: string; readonly span: SourceSpan };
}

/** The lines of a file in Slurm's grammar whose lines hold several keys each; blank lines and comments are left out. */
export function recordLines(text: string): ConfRecord[] {
  const index = new LineIndex(text);
  return logicalLines(text).map(line => recordOf(line, index)).filter(record => record.fields.length > 0 || record.stray !== undefined);
}

function recordOf(line: LogicalLine, index: LineIndex): ConfRecord {
  const span = (at: number, length: number) => {
    const offset = sourceOffset(line, at);
    return index.span(offset, length === 0 ? 0 : sourceOffset(line, at + length - 1) - offset + 1);
  };
  const { fields, faultAt, faultText } = scanFields(line.text);
  return {
    fields: fields.map(({ key, value, keyAt, valueAt, valueLength }) =>
      ({ key, value, keySpan: span(keyAt, key.length), valueSpan: span(valueAt, valueLength) })),
    ...(faultAt === undefined || faultText === undefined ? {} : { stray: { text: faultText, span: span(faultAt, faultText.length) } }),
  };
}
