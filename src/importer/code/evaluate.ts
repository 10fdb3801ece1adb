import { Expression, Origin, Statement } from './expression';
import { Omissions } from './omissions';

/** Modules by name, with what they export. */
export interface Modules {
  readonly [module: string]: object;
}

/** A statement that the library refuses. */
export class RefusedStatement extends Error {
  public constructor(public readonly statement: Statement, public readonly refusal: string) {
    super(refusal);
  }
}

/** A statement that fails without being refused: a fault of the library or of the importer, which no values can be blamed for. */
export class FailedStatement extends Error {
  public constructor(public readonly origin: Origin | undefined, cause: unknown) {
    super(`${cause instanceof Error ? cause.name : 'Error'}: ${reasonOf(cause)}`, { cause });
  }
}

/** A part of a program that another refers to is not there, since it was refused or is left out. */
class MissingPart extends Error {}

/** Whether an error is a refusal of the library: those name a rule, and whatever else is thrown is a fault. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && /\b[A-Z]{2,5}-\d{3}: /.test(error.message);
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs statements as a program would, and gives back their values; constants that are there at the start can be named. */
export function evaluate(
  statements: readonly Statement[], modules: Modules, omissions: Omissions, constants: { readonly [name: string]: unknown },
): ReadonlyMap<Statement, unknown> {
  const known = new Map(Object.entries(constants));
  const values = new Map<Statement, unknown>();
  for (const statement of statements.filter(each => !omissions.has(each))) {
    try {
      const value = valueOf(statement.value, modules, omissions, known);
      values.set(statement, value);
      if (statement.name !== undefined) {
        known.set(statement.name, value);
      }
    } catch (error) {
      throw isRefusal(error) || error instanceof MissingPart ? new RefusedStatement(statement, reasonOf(error)) : new FailedStatement(statement.origin, error);
    }
  }
  return values;
}

function valueOf(expression: Expression, modules: Modules, omissions: Omissions, known: ReadonlyMap<string, unknown>): unknown {
  const evaluated = (part: Expression): unknown => valueOf(part, modules, omissions, known);
  switch (expression.kind) {
    case 'literal': return expression.value;
    case 'text': return expression.text;
    case 'list': return expression.items.map(evaluated);
    case 'fields': return Object.fromEntries(expression.fields.filter(field => !omissions.has(field)).map(field => [field.name, evaluated(field.value)]));
    case 'name': return expression.module === undefined ? constantOf(expression.name, known) : memberOf(modules[expression.module], expression.name);
    case 'member': return memberOf(evaluated(expression.object), expression.name);
    case 'new': return Reflect.construct(evaluated(expression.callee) as new () => unknown, expression.args.map(evaluated));
    case 'call': {
      const { callee } = expression;
      const target = callee.kind === 'member' ? evaluated(callee.object) : undefined;
      const called = callee.kind === 'member' ? memberOf(target, callee.name) : evaluated(callee);
      return Reflect.apply(called as () => unknown, target, expression.args.map(evaluated));
    }
  }
}

function constantOf(name: string, known: ReadonlyMap<string, unknown>): unknown {
  if (!known.has(name)) {
    throw new MissingPart(`'${name}' was refused, and this refers to it`);
  }
  return known.get(name);
}

function memberOf(object: unknown, typedName: string): unknown {
  // `accounting!` is for the compiler.
  const name = typedName.replace(/!$/, '');
  const value: unknown = Reflect.get(Object(object) as object, name);
  if (value === undefined) {
    const message = `there is no '${name}'`;
    throw typedName === name ? new TypeError(message) : new MissingPart(message);
  }
  return value;
}
