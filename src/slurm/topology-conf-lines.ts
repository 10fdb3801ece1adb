import { LineIndex, SourceSpan } from './source-span';

/** A key with its value and their places. */
export interface ConfField {
  readonly key: string;
  readonly value: string;
  readonly keySpan: SourceSpan;
  readonly valueSpan: SourceSpan;
}

/** One line of records, continuations joined: its fields, or the first text that is no `Key=value`. */
export interface ConfRecord {
  readonly fields: ConfField[];
  readonly stray?: SourceSpan;
}

/** The lines of a file in Slurm's grammar whose lines hold several keys each; blank lines and comments are left out. */
export function recordLines(text: string): ConfRecord[] {
  const index = new LineIndex(text);
  return logicalLines(text).map(line => fieldsOf(line, index)).filter(record => record.fields.length > 0 || record.stray !== undefined);
}

// Characters of a line with the place each one has in the file, for a backslash at a line's end joins two lines without a trace.
interface LogicalLine {
  text: string;
  offsets: number[];
}

function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let line: LogicalLine = { text: '', offsets: [] };
  let isComment = false;
  for (let i = 0; i < text.length; i++) {
    const joins = /^\\\r?\n/.exec(text.slice(i, i + 3));
    if (joins !== null && !isComment) {
      i += joins[0].length - 1;
    } else if (text[i] === '\n') {
      lines.push(line);
      line = { text: '', offsets: [] };
      isComment = false;
    } else if (text[i] === '\\' && text[i + 1] === '#') {
      // The escaped # is taken at the next turn, as plain text.
      i++;
      add(line, text[i], i, isComment);
    } else {
      isComment ||= text[i] === '#';
      if (text[i] !== '\\') {
        add(line, text[i], i, isComment);
      }
    }
  }
  return [...lines, line];
}

function add(line: LogicalLine, char: string, offset: number, isComment: boolean): void {
  if (!isComment) {
    line.text += char;
    line.offsets.push(offset);
  }
}

function fieldsOf(line: LogicalLine, index: LineIndex): ConfRecord {
  const fields: ConfField[] = [];
  const pattern = /\s*(?:([A-Za-z0-9_.]+)\s*[-+*/]?=\s*(?:"([^"]*)"|([^\s"]*))(?=\s|$)|(\S+))/gy;
  for (let match = pattern.exec(line.text); match !== null; match = pattern.exec(line.text)) {
    const [whole, key, quoted, plain, stray] = match;
    const end = match.index + whole.length;
    const span = (start: number, length: number) => {
      const offset = line.offsets[Math.min(start, line.offsets.length - 1)];
      return index.span(offset, length === 0 ? 0 : line.offsets[start + length - 1] - offset + 1);
    };
    if (stray !== undefined) {
      return { fields, stray: span(end - stray.length, stray.length) };
    }
    const value = quoted ?? plain;
    const keyStart = match.index + whole.indexOf(key);
    const valueStart = end - value.length - (quoted === undefined ? 0 : 1);
    fields.push({ key, value, keySpan: span(keyStart, key.length), valueSpan: span(valueStart, value.length) });
  }
  return { fields };
}
