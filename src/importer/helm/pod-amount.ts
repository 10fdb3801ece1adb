import { Conversion } from './conversion';
import { NoteKind } from './note';
import { call, Expression, literal, plus } from '../code/expression';
import { Value } from '../values/value';

/** A number of pods or a share of them, such as `25%`; told and left out when it is neither. */
export function podAmount(conversion: Conversion, amount: Value): Expression | undefined {
  const [, digits, percent] = /^(\d+)(%?)$/.exec(amount.text) ?? [];
  if (digits === undefined) {
    conversion.note(NoteKind.BROKEN, amount, `'${amount.text}' is neither a number nor a percentage, so it is left out`, "write e.g. 1 or '25%'");
    return undefined;
  }
  return call(plus(percent === '' ? 'PercentOrAbsolute.absolute' : 'PercentOrAbsolute.percent'), literal(Number(digits)));
}
