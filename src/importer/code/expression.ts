/** Where in a values file something stands. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  /** Keys that lead there, e.g. `nodesets.gpu.replicas`. */
  readonly path: string;
}

/** A piece of a program that has a value. It can be printed and evaluated. */
export type Expression = Literal | Text | List | Fields | Name | Member | Call | New;

/** A number, a boolean, or a text on one line. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
}

/** A text of several lines, which the program names in a constant of its own. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** Name to give it; a number is added where it is taken. */
  readonly name: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

/** An object literal. */
export interface Fields {
  readonly kind: 'fields';
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly value: Expression;
  readonly comments: readonly string[];
  readonly origin?: Origin;
  /** Whether the program is one without it, too. */
  readonly isOptional: boolean;
  /** Whether it is raw, since no typed prop says it. */
  readonly isRaw?: boolean;
  /** Whether it is passed on as it stands, so that the library has no default for it. */
  readonly isPassedOn?: boolean;
  /** Whether the members of its value stand in its place. */
  readonly isSpread?: boolean;
}

/** Something that a module exports, or a constant of the program. */
export interface Name {
  readonly kind: 'name';
  readonly module?: string;
  readonly name: string;
}

export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}

export interface New {
  readonly kind: 'new';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}

/** A statement: an expression, whose value has a name where later statements need it. */
export interface Statement {
  readonly value: Expression;
  /** The constant's name, if something refers to it. */
  readonly name?: string;
  readonly comments: readonly string[];
  readonly origin?: Origin;
  /** What to do where the library refuses it, whatever is left out. */
  readonly otherwise?: readonly Statement[];
  /** Whether a blank line goes before it. */
  readonly startsParagraph?: boolean;
}

const indexed = /^[A-Za-z_$][\w$]*$/;

export function literal(value: string | number | boolean): Literal {
  return { kind: 'literal', value };
}

/** A text: a literal, or a constant when it has several lines. */
export function text(value: string, name: string): Literal | Text {
  return /\n./.test(value) ? { kind: 'text', text: value, name } : literal(value);
}

export function list(items: readonly Expression[]): List {
  return { kind: 'list', items };
}

export function fields(...members: readonly (Field | undefined)[]): Fields {
  return { kind: 'fields', fields: members.filter(member => member !== undefined) };
}

/** A map of texts as an object literal. */
export function textMap(map: { readonly [key: string]: string }): Fields {
  return fields(...Object.entries(map).map(([name, value]) => must(name, literal(value))));
}

/** A field that the literal cannot do without. */
export function must(name: string, value: Expression, origin?: Origin, comments: readonly string[] = []): Field {
  return { name, value, comments, origin, isOptional: false };
}

/** A field that may be left out, when the library refuses it or does the same without it. */
export function may(name: string, value: Expression, origin?: Origin, comments: readonly string[] = []): Field {
  return { name, value, comments, origin, isOptional: true };
}

/** A constant of the program, or a parameter of its function. */
export function constant(name: string): Name {
  return { kind: 'name', name };
}

/** Something exported, by its path: `imported('cdk8s', 'Size.gibibytes')`. */
export function imported(module: string, path: string): Expression {
  const [root, ...members] = path.split('.');
  return members.reduce<Expression>((object, name) => ({ kind: 'member', object, name }), { kind: 'name', module, name: root });
}

export function call(callee: Expression, ...args: readonly Expression[]): Call {
  return { kind: 'call', callee, args };
}

export function method(object: Expression, name: string, ...args: readonly Expression[]): Call {
  return call({ kind: 'member', object, name }, ...args);
}

export function create(callee: Expression, ...args: readonly Expression[]): New {
  return { kind: 'new', callee, args };
}

export const cdk8s = (path: string): Expression => imported('cdk8s', path);
export const plus = (path: string): Expression => imported('cdk8s-plus-28', path);
export const ours = (path: string): Expression => imported('slurm-constructs', path);

/** Whether a name needs no quotes as a key. */
export function isPlainKey(name: string): boolean {
  return indexed.test(name);
}

/** The parts of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list': return expression.items;
    case 'fields': return expression.fields.map(({ value }) => value);
    case 'member': return [expression.object];
    case 'call': case 'new': return [expression.callee, ...expression.args];
    default: return [];
  }
}

/** The outermost fields below an expression that may be left out. */
export function optionalFields(expression: Expression): Field[] {
  return expression.kind === 'fields'
    ? expression.fields.flatMap(field => field.isOptional ? [field] : optionalFields(field.value))
    : partsOf(expression).flatMap(optionalFields);
}

/** All fields below an expression, the inner ones first. */
export function fieldsBelow(expression: Expression): Field[] {
  return expression.kind === 'fields'
    ? expression.fields.flatMap(field => [...fieldsBelow(field.value), field])
    : partsOf(expression).flatMap(fieldsBelow);
}

/** Constants of the program that an expression names. */
export function constantsIn(expression: Expression): string[] {
  return expression.kind === 'name' ? expression.module === undefined ? [expression.name] : [] : partsOf(expression).flatMap(constantsIn);
}
