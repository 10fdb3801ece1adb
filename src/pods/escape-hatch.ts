import { IConstruct } from 'constructs';
import { Problem, refuseAll } from '../errors/refuse';

type Json = { [key: string]: unknown };

/**
 * Merges what the user wrote into an escape hatch over what we render: maps by key, lists replace. Refuses a patch without effect, and values
 * that the operator drops before it merges them over its own.
 */
export function mergeEscapeHatch<T extends object>(construct: IConstruct, prop: string, ours: T, patch: T | undefined): T {
  if (patch === undefined) {
    return ours;
  }
  const merged = merge(ours as Json, patch as Json);
  refuseAll(construct, [...droppedByOperator(prop, patch), ...withoutEffect(prop, ours, merged)]);
  return merged as T;
}

/** Values of a patch that slurm-operator prunes before it merges: they cannot override its own. */
export function droppedByOperator(prop: string, patch: object): Problem[] {
  return zeroValues(patch as Json, prop).map(path => ({
    id: 'ESC-010',
    what: `'${path}' is ${JSON.stringify(at(patch as Json, path.slice(prop.length + 1)))}, and slurm-operator drops false, 0 and empty texts before it merges: its own value would stand`,
    fix: 'leave it out; if the value matters, bake it into the image',
  }));
}

function withoutEffect(prop: string, ours: object, merged: object): Problem[] {
  return canonical(ours) === canonical(merged)
    ? [{ id: 'ESC-011', what: `'${prop}' changes nothing: all it says is already so`, fix: 'remove it, or correct the field it was meant for' }]
    : [];
}

function merge(ours: Json, patch: Json): Json {
  const merged: Json = { ...ours };
  for (const [key, value] of Object.entries(patch)) {
    if (value !== undefined) {
      const own = merged[key];
      merged[key] = isMap(own) && isMap(value) ? merge(own, value) : value;
    }
  }
  return merged;
}

function zeroValues(map: Json, path: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (value === false || value === 0 || value === '') {
      return [`${path}.${key}`];
    }
    return isMap(value) ? zeroValues(value, `${path}.${key}`) : [];
  });
}

function at(map: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => isMap(value) ? value[key] : undefined, map);
}

// Only literals: a value object such as k8s.Quantity is one value.
function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => isMap(inner)
    ? Object.fromEntries(Object.entries(inner).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)))
    : inner);
}
