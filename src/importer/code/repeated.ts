import { Expression, Field, partsOf, Statement } from './expression';
import { Omissions } from './omissions';

/** Letters of its words: shorter things, of which nothing is said, are better repeated than looked up. */
const LEAST_LENGTH = 35;

/** The first of several equal values, and what to call it. */
export interface RepeatedValue {
  readonly value: Expression;
  readonly name: string;
  /** Comments that all of them have. */
  readonly comments: readonly string[];
}

/** Values that a program says several times, such as an affinity: the first of each with a name for it, and all of them by that first. */
export class RepeatedValues {
  public readonly firsts: readonly RepeatedValue[];
  private readonly firstOf = new Map<Expression, Expression>();
  private readonly commented = new Set<Field>();

  public constructor(statements: readonly Statement[], private readonly omissions: Omissions) {
    const byText = new Map<string, Field[]>();
    for (const field of statements.flatMap(statement => [...this.candidates(statement.value)])) {
      // Only what has one name everywhere has a name of its own.
      const text = `${field.name} ${this.textOf(field.value)}`;
      byText.set(text, [...byText.get(text) ?? [], field]);
    }
    const repeated = [...byText.values()].filter(fields => fields.length > 1);
    const all = new Set(repeated.flatMap(fields => fields.map(({ value }) => value)));
    const outer = new Set(statements.flatMap(statement => [...this.outermost(statement.value, all)]));
    const kept = repeated.map(fields => fields.filter(({ value }) => outer.has(value))).filter(fields => fields.length > 1);
    this.firsts = kept.map(([first, ...others]) => {
      const isCommon = others.every(({ comments }) => comments.join('\n') === first.comments.join('\n'));
      [first, ...others].forEach(field => {
        this.firstOf.set(field.value, first.value);
        if (isCommon) this.commented.add(field);
      });
      return { name: first.name, value: first.value, comments: isCommon ? first.comments : [] };
    });
  }

  /** The first expression that says the same; nothing for what is said once. */
  public first(value: Expression): Expression | undefined {
    return this.firstOf.get(value);
  }

  /** Whether the comments of a field stand at the constant of its value. */
  public hasComments(field: Field): boolean {
    return this.commented.has(field);
  }

  private* candidates(expression: Expression): Generator<Field> {
    for (const field of this.fieldsIn(expression)) {
      if (['fields', 'list'].includes(field.value.kind) && (wordsLength(field.value) > LEAST_LENGTH || field.comments.length > 0) && this.standsAlone(field.value)) {
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
