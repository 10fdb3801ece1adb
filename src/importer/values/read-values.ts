import type { Node, Pair, Scalar, YAMLMap } from 'yaml';
import { Comment, commentsOf, CommentLines } from './comments';
import { scalarOf } from './plain-scalar';
import { Value } from './value';
import type { Origin } from '../code/expression';

/** Helm keeps the values of a release in a Secret, which holds 1 MiB; more is no values file. */
export const MAX_VALUES_MIB = 2;

/** Deepest nesting that is read. */
const MAX_DEPTH = 100;

/** A values file that cannot be read. The message names the place. */
export class UnreadableValues extends Error {}

/** What a values file says. */
export interface ReadValues {
  readonly values: Value;
  /** Its comments, in their order. */
  readonly comments: readonly Comment[];
}

/** Reads a values file as Helm does. */
export function readValues(file: string, text: string): ReadValues {
  if (Buffer.byteLength(text) > MAX_VALUES_MIB * 1024 * 1024) {
    throw new UnreadableValues(`${file}: it has ${Math.ceil(Buffer.byteLength(text) / 1024 / 1024)} MiB, and Helm takes values of at most 1 MiB; is it the right file?`);
  }
  return new Reader(file, text).read();
}

class Reader {
  private readonly yaml = require('yaml') as typeof import('yaml');
  private readonly lines = new this.yaml.LineCounter();
  private readonly comments: CommentLines;
  private budget: number;
  private readonly open = new Set<Node>();
  private readonly firstKeys = new Map<number, number>();
  private readonly anchorComments = new Map<string, string[]>();

  public constructor(private readonly file: string, private readonly source: string) {
    // Aliases can make a short text stand for billions of values; without them none has more values than characters.
    this.budget = source.length + 10_000;
    this.comments = new CommentLines(source);
  }

  public read(): ReadValues {
    const documents = this.yaml.parseAllDocuments(this.source, { lineCounter: this.lines, schema: 'failsafe', uniqueKeys: true, prettyErrors: false });
    const filled = Array.isArray(documents) ? documents.filter(({ contents, errors }) => contents !== null || errors.length > 0) : [];
    const error = filled.flatMap(({ errors }) => errors)[0];
    if (error) {
      this.refuse(error.pos[0], `this is not YAML: ${explained(error.message, this.lineText(error.pos[0]))}`);
    }
    const root = this.origin(0, '');
    if (filled.length === 0 || !filled[0].contents) {
      return { values: new Value({ origin: root, entries: new Map() }), comments: this.comments.all() };
    }
    if (filled.length > 1) {
      this.refuse(filled[1].range[0], filled.some(({ contents }) => this.yaml.isMap(contents) && contents.has('apiVersion') && contents.has('kind'))
        ? 'these are manifests; give the values alone, such as helm get values prints'
        : 'a values file is one document, and here a second one starts');
    }
    const contents = filled[0].contents as Node;
    this.comments.leaveOut(contents, this.yaml);
    const value = this.value(contents, '', [], 0);
    if (value.kind !== 'map') {
      this.refuse(contents.range?.[0] ?? 0, value.isNull ? 'it holds no values' : `values are a map of keys, and here stands ${value.kind === 'list' ? 'a list' : 'a single value'}`);
    }
    return { values: value.with({ comments: this.comments.header() }), comments: this.comments.all() };
  }

  private value(given: Node, path: string, comments: readonly string[], depth: number): Value {
    const node = this.resolved(given);
    const origin = this.origin(given.range?.[0] ?? 0, path);
    const isAnchored = !this.yaml.isAlias(given) && given.anchor !== undefined;
    this.budget -= 1;
    if (this.budget < 0) {
      this.refuse(given.range?.[0] ?? 0, 'its aliases stand for far more values than its text has; write the values out');
    }
    if (depth > MAX_DEPTH) {
      this.refuse(given.range?.[0] ?? 0, `nested more than ${MAX_DEPTH} levels deep`);
    }
    if (this.open.has(node)) {
      this.refuse(given.range?.[0] ?? 0, 'an alias stands inside of what it refers to');
    }
    this.open.add(node);
    try {
      if (this.yaml.isMap(node)) {
        return new Value({ origin, comments, isAnchored, entries: this.entries(node, path, depth) });
      }
      if (this.yaml.isSeq(node)) {
        return new Value({ origin, comments, isAnchored, items: node.items.map((item, index) => this.value(item as Node, `${path}[${index}]`, [], depth + 1)) });
      }
      return new Value({ origin, comments, isAnchored, ...scalarOf(node as Scalar, this.yaml) });
    } finally {
      this.open.delete(node);
    }
  }

  private entries(map: YAMLMap, path: string, depth: number): Map<string, Value> {
    const entries = new Map<string, Value>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = this.resolved(pair.key);
      if (!this.yaml.isScalar(key)) {
        this.refuse(pair.key.range?.[0] ?? 0, 'a key is a list or a map, and keys of values are texts');
      }
      const name = String(key.value);
      if (name === '<<' && pair.value) {
        this.mergeKey(pair.value, path, depth).forEach((value, member) => { if (!entries.has(member)) entries.set(member, value); });
        continue;
      }
      const where = this.place(pair.key.range?.[0] ?? 0, path === '' ? name : `${path}.${name}`);
      const offset = pair.key.range?.[0] ?? 0;
      // Of several keys on a line it is the first that is spoken of.
      this.firstKeys.set(where.line, this.firstKeys.get(where.line) ?? offset);
      const comments = this.withAnchored(pair.value, this.firstKeys.get(where.line) === offset ? commentsOf(this.comments, where.line) : []);
      const value = pair.value
        ? this.value(pair.value, where.path, comments, depth + 1)
        : new Value({ origin: where, comments, scalar: null });
      entries.set(name, value.with({ origin: where }));
    }
    return entries;
  }

  /** Comments on a value; what is said of a map or list at its anchor holds for its aliases, too. */
  private withAnchored(node: Node | null, comments: string[]): string[] {
    if (this.yaml.isAlias(node)) {
      return comments.length > 0 ? comments : this.anchorComments.get(node.source) ?? [];
    }
    if (this.yaml.isCollection(node) && node.anchor !== undefined) {
      this.anchorComments.set(node.anchor, comments);
    }
    return comments;
  }

  private mergeKey(node: Node, path: string, depth: number): Map<string, Value> {
    const target = this.resolved(node);
    const maps = this.yaml.isSeq(target) ? target.items.map(item => this.resolved(item as Node)) : [target];
    const found = new Map<string, Value>();
    for (const map of maps) {
      if (!this.yaml.isMap(map)) {
        this.refuse(node.range?.[0] ?? 0, "'<<' takes a map, or a list of maps");
      }
      this.entries(map, path, depth + 1).forEach((value, key) => { if (!found.has(key)) found.set(key, value); });
    }
    return found;
  }

  private resolved(node: Node): Node {
    if (!this.yaml.isAlias(node)) {
      return node;
    }
    const anchored = this.comments.anchor(node.source, node.range?.[0] ?? 0);
    if (!anchored) {
      this.refuse(node.range?.[0] ?? 0, `'*${node.source}' refers to nothing above it`);
    }
    return this.resolved(anchored);
  }

  private origin(offset: number, path: string): Origin {
    return this.place(offset, path);
  }

  private place(offset: number, path: string): Origin {
    return { file: this.file, line: this.lines.linePos(offset).line || 1, path };
  }

  private lineText(offset: number): string {
    return this.source.split('\n')[this.lines.linePos(offset).line - 1] ?? '';
  }

  private refuse(offset: number, message: string): never {
    const { line, col } = this.lines.linePos(offset);
    if (/\{\{|%\{|<%/.test(this.lineText(offset))) {
      throw new UnreadableValues(`${this.file}:${line}:${col}: this is a template; give values, such as helm get values prints`);
    }
    throw new UnreadableValues(`${this.file}:${line || 1}:${col || 1}: ${message}`);
  }
}

function explained(message: string, line: string): string {
  if (/must be unique/.test(message)) {
    return 'this key stands twice in its map, and Helm would take the last one without a word';
  }
  if (/call stack/.test(message)) {
    return `nested more than ${MAX_DEPTH} levels deep`;
  }
  const reason = message.split('\n')[0].replace(/ at line \d+.*$/, '');
  if (/^\s*\t/.test(line)) {
    return 'the line starts with a tab, and YAML indents with blanks';
  }
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
