import type { LoadOptions, Schema, YAMLException } from 'js-yaml';
import { InputError } from './input-error';

/** Deepest nesting that is read; the deepest schemas of Kubernetes need some 60. */
const MAX_DEPTH = 200;
/** Longest line of YAML that is read, in characters; an object of Kubernetes has at most some three million. */
const MAX_LINE = 8 * 1024 * 1024;

/** What to say about a file of a chart. */
export const HELM_TEMPLATE = 'this is a template of Helm, not a manifest; give what helm template prints, as in helm template … | slurm-constructs lint -';

/** Whether a text is a file of a chart rather than what Helm makes of it. */
export function isHelmTemplate(text: string): boolean {
  return /\{\{[-\s]*[.$\w"/]/.test(text);
}

/** One document of a file. */
export interface SourceDocument {
  readonly value: unknown;
  /** Its text, whose first line is line `firstLine` of the file. */
  readonly text: string;
  /** Line of the file, from 1. */
  readonly firstLine: number;
}

/** Reads a YAML stream or JSON text as kubectl does; errors name file, line and column. */
export function* readDocuments(file: string, text: string): Generator<SourceDocument> {
  const json = parsedJson(text);
  if (json !== undefined) {
    yield checked(file, { value: json, text, firstLine: 1 });
    return;
  }
  let firstLine = 1;
  for (const part of documentTexts(text)) {
    for (const value of hasContent(part) ? loadAll(file, part, firstLine) : []) {
      yield checked(file, { value, text: part, firstLine });
    }
    firstLine += lineBreaks(part);
  }
}

// JSON.parse is an order of magnitude faster; what it refuses may still be a YAML flow mapping, and YAML's error has a line.
function parsedJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** The stream cut at its document separators. They end whatever is open, so a search for lines finds exactly them. */
function documentTexts(text: string): string[] {
  const separators = separatorsOf(text);
  // Directives and comments above a separator belong to the document below it.
  const isPreamble = separators.length > 0 && !/^[ \t]*[^\s%#]/m.test(text.slice(0, separators[0]));
  const starts = isPreamble ? [0, ...separators.slice(1)] : [0, ...separators];
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
}

function separatorsOf(text: string): number[] {
  const found = isSeparator(text, 0) ? [0] : [];
  for (let at = text.indexOf('\n---'); at !== -1; at = text.indexOf('\n---', at + 1)) {
    if (isSeparator(text, at + 1)) {
      found.push(at + 1);
    }
  }
  return found;
}

function isSeparator(text: string, at: number): boolean {
  return text.startsWith('---', at) && /^\s?$/.test(text.charAt(at + 3));
}

// Charts print many documents that are only a comment.
function hasContent(text: string): boolean {
  return text !== '---\n' && /^[ \t]*[^\s#]/m.test(text.replace(/^---/, ''));
}

function loadAll(file: string, text: string, firstLine: number): unknown[] {
  refuseEndlessLine(file, text, firstLine);
  const { loadAll: load, YAMLException: Refusal } = yamlReader();
  try {
    const values: unknown[] = [];
    // js-yaml 4.3 has the option, its types do not know it yet.
    const options: LoadOptions & { readonly maxDepth: number } = { schema: kubernetesSchema(), maxDepth: MAX_DEPTH };
    load(text, value => values.push(value), options);
    return values;
  } catch (error) {
    if (error instanceof Refusal) {
      throw refusal(file, text, firstLine, error);
    }
    throw error;
  }
}

// The YAML reader looks at every character several times, which on such a line is a second spent on what can be no object.
function refuseEndlessLine(file: string, text: string, firstLine: number): void {
  if (text.length <= MAX_LINE) {
    return;
  }
  for (let start = 0, line = firstLine; start <= text.length; line += 1) {
    const end = text.indexOf('\n', start);
    const length = (end === -1 ? text.length : end) - start;
    if (length > MAX_LINE) {
      throw new InputError(`${file}:${line}: a line of ${length.toLocaleString('en-US')} characters, and Kubernetes takes no object as long as that`);
    }
    if (end === -1) {
      return;
    }
    start = end + 1;
  }
}

function refusal(file: string, text: string, firstLine: number, error: YAMLException): InputError {
  const place = errorPlace(file, text, firstLine, error);
  if (isHelmTemplate(text)) {
    return new InputError(`${place}: ${HELM_TEMPLATE}`, { cause: error });
  }
  const reason = error.reason.startsWith('nesting exceeded') ? `nested more than ${MAX_DEPTH} levels deep` : error.reason;
  return new InputError(`${place}: this is not YAML: ${reason}`, { cause: error });
}

// Where the text ends too early, the reader points to the line after the last one.
function errorPlace(file: string, text: string, firstLine: number, { mark }: YAMLException): string {
  if (mark === undefined) {
    return file;
  }
  const lastLine = lineBreaks(text.trimEnd());
  return mark.line > lastLine ? `${file}:${firstLine + lastLine}` : `${file}:${firstLine + mark.line}:${mark.column + 1}`;
}

// Aliases can make a short text refer to billions of values, or to itself. Without them no text has more values than characters.
function checked(file: string, document: SourceDocument): SourceDocument {
  let budget = document.text.length + 100_000;
  const waiting: [unknown, number][] = [[document.value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (depth > MAX_DEPTH) {
      throw new InputError(`${file}:${document.firstLine}: nested more than ${MAX_DEPTH} levels deep`);
    }
    const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
    budget -= inner.length;
    if (budget < 0) {
      throw new InputError(`${file}:${document.firstLine}: its aliases stand for far more values than its text has; write the values out`);
    }
    inner.forEach(item => waiting.push([item, depth + 1]));
  }
  return document;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

function yamlReader(): typeof import('js-yaml') {
  return require('js-yaml') as typeof import('js-yaml');
}

let schema: Schema | undefined;

// kubectl reads YAML 1.1 as far as booleans and octal numbers go; dates stay text.
function kubernetesSchema(): Schema {
  const { CORE_SCHEMA, Type } = yamlReader();
  schema ??= CORE_SCHEMA.extend({
    implicit: [
      new Type('tag:yaml.org,2002:bool', { kind: 'scalar', resolve: isBoolean, construct: (word: string) => /^[yto]/i.test(word) && !/^of/i.test(word) }),
      new Type('tag:yaml.org,2002:int', { kind: 'scalar', resolve: isInteger, construct: integer }),
      new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (word: unknown) => word === '<<' }),
    ],
  });
  return schema;
}

function isBoolean(word: unknown): boolean {
  return typeof word === 'string' && /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(word);
}

function isInteger(word: unknown): boolean {
  return typeof word === 'string' && /^[-+]?(?:0|[1-9][\d_]*|0b[01_]+|0o?[0-7_]+|0x[\da-f_]+)$/i.test(word);
}

function integer(word: string): number {
  const [, sign, digits] = /^([-+]?)(.*)$/.exec(word.replace(/_/g, '')) ?? [];
  const value = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  return sign === '-' ? -value : value;
}
