import { Expression, Field, isPlainKey } from './expression';
import { Omissions } from './omissions';

/** Width of a line, as the prettier settings of the written repository have it. */
export const LINE_WIDTH = 120;

const INDENT = 2;

/** Parts that constants stand for. */
export interface SharedParts {
  /** The constant of a value. */
  nameOf(value: Expression): string | undefined;
  /** Whether the comments of a field stand at the constant. */
  hasComments(field: Field): boolean;
}

const nothingShared: SharedParts = { nameOf: () => undefined, hasComments: () => false };

/**
 * Prints expressions the way prettier does (single quotes, keys quoted alike, trailing commas), so that formatting the program later changes nothing. An object
 * or list stands on one line where it fits.
 */
export class Printer {
  public constructor(
    private readonly omissions: Omissions,
    private readonly names: (text: string) => string,
    private readonly shared: SharedParts = nothingShared,
  ) {}

  /**
   * @param indent blanks before the line on which it starts
   * @param column where on that line it starts
   * @param tail characters that follow it on its last line
   */
  public print(expression: Expression, indent: number, column: number, tail: number): string {
    const flat = this.flat(expression);
    return flat !== undefined && column + flat.length + tail <= LINE_WIDTH ? flat : this.broken(expression, indent, tail);
  }

  /** The expression on one line; nothing when it cannot stand on one. */
  private flat(expression: Expression): string | undefined {
    const shared = this.shared.nameOf(expression);
    if (shared !== undefined) {
      return shared;
    }
    switch (expression.kind) {
      case 'literal': return literalText(expression.value);
      case 'text': return this.names(expression.text);
      case 'name': return expression.name;
      case 'member': return this.joined([expression.object], ([object]) => `${object}.${expression.name}`);
      case 'list': return this.alwaysBreaks(expression.items) ? undefined : this.joined(expression.items, items => `[${items.join(', ')}]`);
      case 'call': return this.joined([expression.callee, ...this.argsOf(expression)], ([callee, ...args]) => `${callee}(${args.join(', ')})`);
      case 'new': return this.joined([expression.callee, ...this.argsOf(expression)], ([callee, ...args]) => `new ${callee}(${args.join(', ')})`);
      case 'fields': {
        const shown = this.shown(expression.fields);
        // What is refused stands as a comment on lines of its own.
        if (expression.fields.some(field => this.commentsOf(field).length > 0 || this.omissions.reason(field) !== undefined)) {
          return undefined;
        }
        const quoted = shown.some(({ name }) => !isPlainKey(name));
        return shown.length === 0
          ? '{}'
          : this.joined(shown.map(({ value }) => value), values => `{ ${values.map((value, index) => property(shown[index], value, quoted)).join(', ')} }`);
      }
    }
  }

  private broken(expression: Expression, indent: number, tail: number): string {
    const inner = indent + INDENT;
    const pad = ' '.repeat(inner);
    const end = ' '.repeat(indent);
    switch (expression.kind) {
      case 'list': return `[\n${expression.items.map(item => `${pad}${this.print(item, inner, inner, 1)},\n`).join('')}${end}]`;
      case 'fields': {
        const quoted = this.shown(expression.fields).some(({ name }) => !isPlainKey(name));
        return `{\n${expression.fields.map(field => this.fieldLines(field, quoted, inner)).join('')}${end}}`;
      }
      case 'call': case 'new': return this.brokenCall(expression, indent, tail);
      case 'member': return `${this.print(expression.object, indent, indent, tail)}.${expression.name}`;
      default: return this.flat(expression)!;
    }
  }

  private brokenCall(expression: Expression & { readonly kind: 'call' | 'new' }, indent: number, tail: number): string {
    const args = this.argsOf(expression);
    const callee = `${expression.kind === 'new' ? 'new ' : ''}${this.print(expression.callee, indent, indent, 0)}`;
    const last = args[args.length - 1];
    const before = args.slice(0, -1).map(arg => this.flat(arg));
    const isHugged = last !== undefined && this.shared.nameOf(last) === undefined && (last.kind === 'fields' || last.kind === 'list') && before.every(arg => arg !== undefined)
      && args[args.length - 2]?.kind !== last.kind && partsCount(last) > 0;
    if (isHugged) {
      const start = `${callee}(${before.map(arg => `${arg}, `).join('')}`;
      return `${start}${this.broken(last, indent, tail + 1)})`;
    }
    if (args.length === 0) {
      return `${callee}()`;
    }
    const inner = indent + INDENT;
    return `${callee}(\n${args.map(arg => `${' '.repeat(inner)}${this.print(arg, inner, inner, 1)},\n`).join('')}${' '.repeat(indent)})`;
  }

  /** Arguments without last ones of which everything is left out. */
  private argsOf({ args }: { readonly args: readonly Expression[] }): readonly Expression[] {
    const last = args[args.length - 1];
    const isEmptied = last?.kind === 'fields' && last.fields.length > 0 && last.fields.every(field => this.omissions.has(field) && this.omissions.reason(field) === undefined);
    return isEmptied ? args.slice(0, -1) : args;
  }

  private fieldLines(field: Field, quoted: boolean, indent: number): string {
    const pad = ' '.repeat(indent);
    const comments = this.commentsOf(field).map(comment => `${pad}// ${comment}`.trimEnd());
    const reason = this.omissions.reason(field);
    if (reason !== undefined) {
      const code = `${property(field, this.print(field.value, 0, 0, 0), quoted)},`.split('\n');
      const left = code.length > 3 ? [`${code[0].slice(0, LINE_WIDTH)} ...`] : code;
      return [...comments, ...wrapped(reason, LINE_WIDTH - indent - 3).map(line => `${pad}// ${line}`), ...left.map(line => `${pad}// ${line}`)].join('\n') + '\n';
    }
    if (this.omissions.has(field)) {
      return '';
    }
    const key = quoted ? literalText(field.name) : field.name;
    const flat = this.flat(field.value);
    if (field.isSpread) {
      return `${pad}...${flat},\n`;
    }
    if (flat === field.name && field.value.kind !== 'literal' && !quoted) {
      return [...comments, `${pad}${field.name},`].join('\n') + '\n';
    }
    const printed = this.print(field.value, indent, indent + key.length + 2, 1);
    const tooLong = field.value.kind === 'literal' && typeof field.value.value === 'string' && indent + key.length + 2 + printed.length + 1 > LINE_WIDTH && key.length > INDENT;
    return [...comments, `${pad}${key}:${tooLong ? `\n${pad}${' '.repeat(INDENT)}` : ' '}${printed},`].join('\n') + '\n';
  }

  private commentsOf(field: Field): string[] {
    const isSilent = this.shared.hasComments(field) || (this.omissions.has(field) && this.omissions.reason(field) === undefined);
    return isSilent ? [] : field.comments.flatMap(comment => wrapped(comment, LINE_WIDTH));
  }

  private shown(all: readonly Field[]): Field[] {
    return all.filter(field => !this.omissions.has(field));
  }

  /** Lists of several objects with several members each: prettier gives every one its own lines. */
  private alwaysBreaks(items: readonly Expression[]): boolean {
    return items.length > 1 && (items.every(item => item.kind === 'fields' && this.shown(item.fields).length > 1)
      || items.every(item => item.kind === 'list' && item.items.length > 1));
  }

  private joined(expressions: readonly Expression[], join: (texts: string[]) => string): string | undefined {
    const texts = expressions.map(expression => this.flat(expression));
    return texts.every(text => text !== undefined) ? join(texts) : undefined;
  }
}

function partsCount(expression: Expression): number {
  return expression.kind === 'fields' ? expression.fields.length : expression.kind === 'list' ? expression.items.length : 0;
}

function property(field: Field, value: string, quoted: boolean): string {
  return field.isSpread ? `...${value}` : value === field.name && field.value.kind !== 'literal' && !quoted ? field.name : `${quoted ? literalText(field.name) : field.name}: ${value}`;
}

/** A literal in TypeScript; texts in the quotes that need fewer escapes. */
export function literalText(value: string | number | boolean): string {
  if (typeof value !== 'string') {
    return Object.is(value, -0) ? '0' : String(value);
  }
  const escaped = JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
  const quote = value.split("'").length > value.split('"').length ? '"' : "'";
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** A text of several lines as a template literal. */
export function templateText(value: string): string {
  return `\`${value.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\r/g, '\\r').replace(/[^\P{Cc}\n]/gu, unicodeEscape)}\``;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Words on lines of at most this width. */
export function wrapped(comment: string, width: number): string[] {
  const lines: string[] = [];
  let rest = comment.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').trimEnd();
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    const cut = at > 20 ? at : width;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
