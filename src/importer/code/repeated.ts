import { Expression, Field, partsOf, Statement } from './expression';
import { Omissions } from './omissions';

/** Letters of its words: shorter things are better repeated than looked up. */
const LEAST_LENGTH = 35;

/** Values that a program says several times, such as an affinity: the first of each with a name for it, and all of them by that first. */
export class RepeatedValues {
  /** The first expression of each value, with the name of its field. */
  public readonly firsts: readonly { readonly value: Expression; readonly name: string }[];
  private readonly firstOf = new Map<Expression, Expression>();

  public constructor(statements: readonly Statement[], private readonly omissions: Omissions) {
    const byText = new Map<string, { readonly name: string; readonly values: Expression[] }>();
    for (const { value, name } of statements.flatMap(statement => [...this.candidates(statement.value)])) {
      // Only what has one name everywhere has a name of its own.
      const text = `${name} ${this.textOf(value)}`;
      const known = byText.get(text) ?? { name, values: [] };
      known.values.push(value);
      byText.set(text, known);
    }
    const repeated = [...byText.values()].filter(({ values }) => values.length > 1);
    const all = new Set(repeated.flatMap(({ values }) => values));
    const outer = new Set(statements.flatMap(statement => [...this.outermost(statement.value, all)]));
    const kept = repeated.map(({ name, values }) => ({ name, values: values.filter(value => outer.has(value)) })).filter(({ values }) => values.length > 1);
    this.firsts = kept.map(({ name, values }) => ({ name, value: values[0] }));
    kept.forEach(({ values }) => values.forEach(value => this.firstOf.set(value, values[0])));
  }

  /** The first expression that says the same; nothing for what is said once. */
  public first(value: Expression): Expression | undefined {
    return this.firstOf.get(value);
  }

  private* candidates(expression: Expression): Generator<Field> {
    for (const field of this.fieldsIn(expression)) {
      if (['fields', 'list'].includes(field.value.kind) && wordsLength(field.value) > LEAST_LENGTH && this.standsAlone(field.value)) {
        yield field;
      }
      yield* this.candidates(field.value);
    }
  }

  private* outermost(expression: Expression, repeated: ReadonlySet<Expression>): Generator<Expression> {
    for (const { value } of this.fieldsIn(expression)) {
      if (repeated.has(value)) {
        yield value;
      } else {
        yield* this.outermost(value, repeated);
      }
    }
  }

  private fieldsIn(expression: Expression): readonly Field[] {
    switch (expression.kind) {
      case 'fields': return expression.fields.filter(field => !this.omissions.has(field));
      case 'list': return expression.items.flatMap(item => this.fieldsIn(item));
      case 'call': case 'new': return expression.args.flatMap(arg => this.fieldsIn(arg));
      default: return [];
    }
  }

  /** Whether it needs no constant of the function, and nothing in it is left out. */
  private standsAlone(expression: Expression): boolean {
    switch (expression.kind) {
      case 'name': return expression.module !== undefined;
      case 'fields': return expression.fields.every(field => !this.omissions.has(field) && this.standsAlone(field.value));
      case 'list': return expression.items.every(item => this.standsAlone(item));
      case 'member': return this.standsAlone(expression.object);
      case 'call': case 'new': return [expression.callee, ...expression.args].every(part => this.standsAlone(part));
      default: return true;
    }
  }

  private textOf(expression: Expression): string {
    return JSON.stringify(expression, (key, value: unknown) => ['origin', 'comments', 'isOptional', 'isRaw', 'isPassedOn'].includes(key) ? undefined : value);
  }
}

function wordsLength(expression: Expression): number {
  const own = expression.kind === 'literal' ? String(expression.value).length : expression.kind === 'name' || expression.kind === 'member' ? expression.name.length : 0;
  const names = expression.kind === 'fields' ? expression.fields.map(({ name }) => name.length) : [];
  return [own, ...names, ...partsOf(expression).map(wordsLength)].reduce((sum, length) => sum + length, 0);
}
