/** One line as Slurm's parser sees it: continuation lines joined, the comment cut off, backslashes taken away. */
export interface LogicalLine {
  /** Offset of its first character in the source. */
  readonly offset: number;
  /** Its source text with comments, continuations and line ends: all raw texts in a row are the source. */
  readonly raw: string;
  /** What is left to parse. */
  readonly text: string;
  /** Source offset of each character of `text`, where that is not simply `offset` plus index. */
  readonly offsets?: readonly number[];
}

/** A key with its value. */
export interface ScannedField {
  /** As written. */
  readonly key: string;
  /** Without quotes. */
  readonly value: string;
  /** Index of the key in the scanned text. */
  readonly keyAt: number;
  /** Index of the value, of its opening quote if there is one. */
  readonly valueAt: number;
  /** Length of the value with its quotes. */
  readonly valueLength: number;
}

/** Why scanning stopped before the end of a line. */
export enum ScanFault {
  /** A word without `=`. */
  NO_ASSIGNMENT = 'no-assignment',
  /** Nothing after `=`. */
  NO_VALUE = 'no-value',
}

/** The fields of a line, and the first text that is no field. */
export interface ScannedLine {
  readonly fields: ScannedField[];
  readonly fault?: ScanFault;
  /** Where the fault is. */
  readonly faultAt?: number;
  /** The word at fault. */
  readonly faultText?: string;
}

/** The longest text that is read, in characters: far above any real file, since ConfigMaps end at 1 MiB, and read within a second. */
export const LONGEST_CONF = 2 * 1024 * 1024;

/** Splits a source into logical lines; nothing is lost. */
export function logicalLines(source: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let at = 0;
  while (at < source.length) {
    const line = logicalLine(source, at);
    lines.push(line);
    at += line.raw.length;
  }
  return lines;
}

function logicalLine(source: string, start: number): LogicalLine {
  const parts: { readonly at: number; readonly text: string }[] = [];
  let end = start;
  let isContinued = true;
  while (isContinued && end < source.length) {
    const lineEnd = source.indexOf('\n', end);
    const next = lineEnd === -1 ? source.length : lineEnd + 1;
    const uncommented = withoutComment(source.slice(end, endOfText(source, end, next)));
    const body = continuedBody(uncommented);
    isContinued = body !== undefined;
    parts.push({ at: end, text: body ?? uncommented });
    end = next;
  }
  const raw = source.slice(start, end);
  if (parts.length === 1 && !parts[0].text.includes('\\')) return { offset: start, raw, text: parts[0].text };
  return { offset: start, raw, ...withoutEscapes(parts) };
}

/** Where a line ends without its CR and LF. */
function endOfText(source: string, start: number, next: number): number {
  let end = next;
  while (end > start && (source[end - 1] === '\n' || source[end - 1] === '\r')) end--;
  return end;
}

/** A `#` after an even number of backslashes starts a comment, in quotes as well. */
function withoutComment(text: string): string {
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at + 1)) {
    if (backslashesBefore(text, at) % 2 === 0) return text.slice(0, at);
  }
  return text;
}

/** The text before a continuation mark: an odd number of backslashes at the end, blanks after them allowed. */
function continuedBody(text: string): string | undefined {
  const end = text.trimEnd().length;
  return end > 0 && backslashesBefore(text, end) % 2 === 1 ? text.slice(0, end - 1) : undefined;
}

function backslashesBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] === '\\') start--;
  return at - start;
}

function withoutEscapes(parts: { readonly at: number; readonly text: string }[]): { text: string; offsets: number[] } {
  const offsets: number[] = [];
  const characters: string[] = [];
  for (const { at, text } of parts) {
    for (let index = 0; index < text.length; index++) {
      if (text[index] === '\\') {
        index++;
        if (index === text.length) break;
      }
      characters.push(text[index]);
      offsets.push(at + index);
    }
  }
  return { text: characters.join(''), offsets };
}

/** Offset in the source of a place in the text of a logical line. */
export function sourceOffset(line: LogicalLine, at: number): number {
  if (line.offsets === undefined) return line.offset + at;
  const last = line.offsets.length - 1;
  if (last < 0) return line.offset;
  return at <= last ? line.offsets[at] : line.offsets[last] + 1;
}

const assignmentStart = /([A-Za-z0-9_.]+)[ \t\v\f\r]*[-+*/]?=[ \t\v\f\r]*/y;
const value = /"([^"]*)"(?=[ \t\v\f\r]|$)|([^ \t\v\f\r]+)/y;

/** Reads `Key=value Key="two words" ...`. The operators `+= -= *= /=` are read like `=`, as Slurm does for all but a few keys. */
export function scanFields(text: string): ScannedLine {
  const fields: ScannedField[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    assignmentStart.lastIndex = at;
    const start = assignmentStart.exec(text);
    if (start === null) return { fields, fault: ScanFault.NO_ASSIGNMENT, faultAt: at, faultText: wordAt(text, at) };
    const valueAt = assignmentStart.lastIndex;
    value.lastIndex = valueAt;
    const match = value.exec(text);
    if (match === null) return { fields, fault: ScanFault.NO_VALUE, faultAt: at, faultText: start[1] };
    const [whole, inQuotes, bare] = match;
    fields.push({ key: start[1], value: inQuotes ?? bare, keyAt: at, valueAt, valueLength: whole.length });
    at = skipBlanks(text, value.lastIndex);
  }
  return { fields };
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && /[ \t\v\f\r]/.test(text[end])) end++;
  return end;
}

function wordAt(text: string, at: number): string {
  return /^[^ \t\v\f\r]*/.exec(text.slice(at, at + 80))?.[0] ?? '';
}
