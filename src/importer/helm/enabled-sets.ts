import { Conversion } from './conversion';
import { NoteKind } from './note';
import { merged, Value } from '../values/value';

/** Node sets or login sets that the chart renders, by name, with their defaults merged in. */
export function enabledSets(conversion: Conversion, values: Value, key: string, defaultsKey: string): [string, Value][] {
  const defaults = values.at(defaultsKey);
  let isFirst = true;
  return [...values.at(key)?.entries ?? []].flatMap(([name, set]): [string, Value][] => {
    const own = set.kind === 'map' ? set : set.with({ entries: new Map() });
    const whole = defaults ? merged(said(defaults, isFirst), own).with({ comments: own.comments, origin: own.origin }) : own;
    if (whole.at('enabled')?.scalar === false) {
      conversion.note(NoteKind.LEFT_OUT, set, `'${name}' is not enabled, so the chart renders nothing of it, and it is not in the program`);
      return [];
    }
    conversion.adopt(whole);
    isFirst = false;
    return [[name, whole]];
  });
}

/** Defaults for one set: only the first has the comments on them. */
function said(defaults: Value, isFirst: boolean, isOutermost = true): Value {
  return defaults.with({
    comments: isFirst && !isOutermost ? defaults.comments : [],
    ...defaults.kind === 'map' ? { entries: new Map([...defaults.entries].map(([key, value]) => [key, said(value, isFirst, false)])) } : {},
    ...defaults.kind === 'list' ? { items: defaults.items.map(item => said(item, isFirst, false)) } : {},
  });
}
