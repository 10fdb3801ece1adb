import { Lazy } from 'cdk8s';

/** Values of a Helm chart. */
export interface ChartValues {
  readonly [key: string]: unknown;
}

/** Values with others laid over them as Helm does: objects key by key, all else, lists too, as a whole. */
export function mergedValues(ours: ChartValues, theirs: ChartValues = {}): ChartValues {
  const merged: { [key: string]: unknown } = { ...ours };
  for (const [key, value] of Object.entries(theirs)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergedValues(before, value) : value;
  }
  return merged;
}

/** Values as they go to Helm: late ones produced, what nobody said left out, and what is empty then too. */
export function finalValues(values: ChartValues): { [key: string]: unknown } {
  return final(values, true) as { [key: string]: unknown } | undefined ?? {};
}

function final(value: unknown, isOurs: boolean): unknown {
  const known = value instanceof Lazy ? value.produce() as unknown : value;
  if (Array.isArray(known)) {
    return known.map(item => final(item, false));
  }
  if (!isObject(known)) {
    return known;
  }
  const entries = Object.entries(known).map(([key, each]) => [key, final(each, isOurs)] as const).filter(([, each]) => each !== undefined);
  return entries.length === 0 && isOurs && Object.keys(known).length > 0 ? undefined : Object.fromEntries(entries);
}

function isObject(value: unknown): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Lazy);
}
