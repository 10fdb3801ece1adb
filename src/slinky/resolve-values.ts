import { ApiObject, App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver, resolve } from 'cdk8s';

const standardResolvers: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * Puts final values where late ones stand, as `resolve` of cdk8s does. That asks every resolver about every leaf, and for each looks the app up anew; but
 * those of cdk8s itself leave plain values alone, so unless the app has others only what is not plain goes there.
 */
export function resolveValues(value: unknown, object: ApiObject): unknown {
  const hasOthers = App.of(object).resolvers.some(resolver => !standardResolvers.includes(resolver.constructor));
  return hasOthers ? resolve([], { spec: value }, object).spec : resolved(value, object);
}

function resolved(value: unknown, object: ApiObject): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null) {
    return value;
  }
  if (value instanceof Lazy) {
    return resolved(value.produce(), object);
  }
  if (Array.isArray(value)) {
    return value.map(item => resolved(item, object));
  }
  if (typeof value === 'object' && value.constructor === Object && !('resolve' in value)) {
    const fields: { [name: string]: unknown } = {};
    for (const [name, field] of Object.entries(value)) {
      fields[name] = resolved(field, object);
    }
    return fields;
  }
  return resolve([], value, object);
}
