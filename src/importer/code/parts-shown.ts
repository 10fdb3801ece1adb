import { Expression, partsOf } from './expression';
import { Omissions } from './omissions';

/** The expression and all its parts that are not left out. */
export function* partsShown(expression: Expression, omissions: Omissions): Generator<Expression> {
  yield expression;
  const parts = expression.kind === 'fields'
    ? expression.fields.filter(field => !omissions.has(field)).map(({ value }) => value)
    : partsOf(expression);
  for (const part of parts) {
    yield* partsShown(part, omissions);
  }
}
