import { Expression, Statement } from './expression';
import { Omissions } from './omissions';

/** Modules by name, with what they export. */
export interface Modules {
  readonly [module: string]: object;
}

/** A statement that something refuses. */
export class RefusedStatement extends Error {
  public constructor(public readonly statement: Statement, public readonly refusal: string) {
    super(refusal);
  }
}

/** Runs statements as a program would; constants that are there at the start can be named. */
export function evaluate(statements: readonly Statement[], modules: Modules, omissions: Omissions, constants: { readonly [name: string]: unknown }): void {
  const known = new Map(Object.entries(constants));
  for (const statement of statements.filter(each => !omissions.has(each))) {
    try {
      const value = valueOf(statement.value, modules, omissions, known);
      if (statement.name !== undefined) {
        known.set(statement.name, value);
      }
    } catch (error) {
      throw new RefusedStatement(statement, error instanceof Error ? error.message : String(error));
    }
  }
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
    throw new Error(`'${name}' was refused, and this refers to it`);
  }
  return known.get(name);
}

function memberOf(object: unknown, typedName: string): unknown {
  // `accounting!` is for the compiler.
  const name = typedName.replace(/!$/, '');
  const value: unknown = Reflect.get(Object(object) as object, name);
  if (value === undefined) {
    throw new Error(`there is no '${name}'`);
  }
  return value;
}
