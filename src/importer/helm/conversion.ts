import { ImportNote, NoteKind } from './note';
import { Expression, Field, Statement, call, constant, fields, list, literal, may, method, must, cdk8s, plus } from '../code/expression';
import { freeName } from '../code/program-text';
import { Value } from '../values/value';

/** What the library exports, by name: its enums and catalogues are read, not repeated. */
export interface Library {
  readonly [name: string]: unknown;
}

/** Gathers the program for one release, and what is to be said about it. */
export class Conversion {
  public readonly notes: ImportNote[] = [];
  /** What others refer to: objects that exist already. */
  public readonly statements: Statement[] = [];
  /** What can only be said when all else is. */
  public readonly patches: Statement[] = [];
  private readonly claimed = new Set<Value>();
  private readonly parents = new Map<Value, Value>();
  private readonly constants = new Set(['chart', 'cluster', 'app', 'addCluster', 'k8s', 'process', 'console', 'global', 'undefined', 'NaN', 'Infinity']);
  private readonly references = new Map<string, Expression>();
  private readonly ids = new Set<string>();

  public constructor(public readonly library: Library, public readonly fullName: string, public readonly namespace: string) {}

  public note(kind: NoteKind, value: Value | undefined, message: string, fix?: string): void {
    this.notes.push({ kind, origin: value?.origin, message, fix });
  }

  /** A field for a value, which may be left out; it takes along the comments of the value. */
  public may(name: string, made: Expression | undefined | (() => Expression | undefined), value?: Value): Field | undefined {
    // What is made later would take comments of the maps around it for its own members.
    const comments = typeof made === 'function' ? this.commentsOf(value) : undefined;
    const expression = typeof made === 'function' ? made() : made;
    return expression && may(name, expression, value?.origin, comments ?? this.commentsOf(value));
  }

  /** A field for a map that becomes one expression; it takes along the comments on the members, too. */
  public mayWhole(name: string, expression: Expression, map: Value | undefined): Field {
    return may(name, expression, map?.origin, [map, ...map?.entries.values() ?? []].flatMap(value => this.commentsOf(value)));
  }

  /** A field that stays in any case. */
  public must(name: string, expression: Expression, value?: Value): Field {
    return must(name, expression, value?.origin, this.commentsOf(value));
  }

  /** A field with an object that has members; nothing when it has none. */
  public group(name: string, value: Value | undefined, members: () => readonly (Field | undefined)[]): Field | undefined {
    return this.may(name, () => {
      const group = fields(...members());
      return group.fields.length > 0 ? group : undefined;
    }, value);
  }

  /** Lets comments of a map go to the first field that is made of one of its members. */
  public adopt(value: Value | undefined): Value | undefined {
    value?.entries.forEach(member => {
      this.parents.set(member, value);
      this.adopt(member);
    });
    return value;
  }

  /** The comments of a value and of the maps around it, each once. */
  public commentsOf(value: Value | undefined): readonly string[] {
    const around: Value[] = [];
    for (let each = value; each !== undefined; each = this.parents.get(each)) {
      around.unshift(each);
    }
    const fresh = around.filter(each => !this.claimed.has(each));
    fresh.forEach(each => this.claimed.add(each));
    return fresh.flatMap(({ comments }) => comments);
  }

  /** A name for a constant, from a key such as `gpu-a100`. */
  public constantName(key: string): string {
    const words = key.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase());
    const name = /^[A-Za-z]/.test(words) ? `${words[0].toLowerCase()}${words.slice(1)}` : `set${words}`;
    const free = freeName(reserved.has(name) ? `${name}Set` : name, this.constants);
    this.constants.add(free);
    return free;
  }

  /** A construct id that nothing has yet, in PascalCase. */
  public id(words: string): string {
    const id = words.split(/[^A-Za-z0-9]+/).filter(word => word !== '').map(word => `${word[0].toUpperCase()}${word.slice(1)}`).join('') || 'It';
    const free = freeName(id, this.ids);
    this.ids.add(free);
    return free;
  }

  /** A Secret that exists already. */
  public secret(name: string): Expression {
    return this.existing('Secret', 'fromSecretName', name);
  }

  /** A ConfigMap that exists already. */
  public configMap(name: string): Expression {
    return this.existing('ConfigMap', 'fromConfigMapName', name);
  }

  /** A claim that exists already. */
  public claim(name: string): Expression {
    return this.existing('PersistentVolumeClaim', 'fromClaimName', name);
  }

  /** Raw fields of a resource that no prop can say, as patches. */
  public patch(resource: Expression, path: string, value: Value, expression: Expression): void {
    this.note(NoteKind.RAW, value, `no typed prop says '${value.origin.path}', so the program patches '${path}' of the resource`, 'keep it only if you need it');
    this.patches.push({
      value: method(resource, 'addJsonPatch', call(cdk8s('JsonPatch.add'), literal(path), expression)),
      comments: [...this.commentsOf(value), `Raw: there is no prop for ${value.origin.path}.`],
      origin: value.origin,
    });
  }

  // One object of a name, one construct: the second use refers to the constant of the first.
  private existing(kind: string, factory: string, name: string): Expression {
    const key = `${kind}/${name}`;
    const known = this.references.get(key);
    if (known) {
      return known;
    }
    const reference = constant(this.constantName(name));
    this.references.set(key, reference);
    this.statements.push({ name: Reflect.get(reference, 'name') as string, value: call(plus(`${kind}.${factory}`), constant('chart'), literal(this.id(name)), literal(name)), comments: [] });
    return reference;
  }
}

const reserved = new Set([
  'all', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'export', 'extends', 'false', 'finally', 'for',
  'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static', 'super', 'switch',
  'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield', 'arguments', 'eval',
]);

/** Plain data as a literal, for what no type describes. */
export function dataExpression(data: unknown, name: string): Expression {
  if (Array.isArray(data)) {
    return list(data.map(item => dataExpression(item, name)));
  }
  if (typeof data === 'object' && data !== null) {
    return fields(...Object.entries(data).filter(([, value]) => value !== null).map(([key, value]) => must(key, dataExpression(value, name))));
  }
  return typeof data === 'string' && /\n./.test(data) ? { kind: 'text', text: data, name } : literal(data as string | number | boolean);
}

/** A list of texts. */
export function texts(values: readonly string[]): Expression {
  return list(values.map(value => literal(value)));
}
