import { requireEsModule } from './es-module';
import { CelRule, StructuralSchema } from './shared-crds';

interface Cel {
  readonly evaluate: (expression: string, context: { readonly self: unknown }) => unknown;
}

/**
 * Evaluates the CEL rules of a schema on an object whose defaults are filled in.
 *
 * Rules about `oldSelf` say what an update may change and are left out: there is no old object.
 */
export function celFindings(schema: StructuralSchema, value: unknown, place = ''): string[] {
  if (value === undefined || value === null) {
    return [];
  }
  return [
    ...(schema['x-kubernetes-validations'] ?? []).filter(rule => !/\boldSelf\b/.test(rule.rule)).flatMap(rule => ruleFindings(rule, schema, value, place)),
    ...childrenOf(schema, value).flatMap(([name, child, childValue]) => celFindings(child, childValue, `${place}/${name}`)),
  ];
}

function ruleFindings(rule: CelRule, schema: StructuralSchema, value: unknown, place: string): string[] {
  const cel = requireEsModule('@marcbachmann/cel-js', 'lib/index.js') as Cel;
  try {
    // A clone, because objects made inside jest are no plain objects to a package outside it. And
    // the API server treats a rule that cannot be evaluated as one that does not hold, and so do we.
    return cel.evaluate(rule.rule, { self: structuredClone(celValue(schema, value)) }) === true ? [] : [`${place || '/'}: ${rule.message ?? `rule does not hold: ${rule.rule}`}`];
  } catch (error) {
    return [`${place || '/'}: rule cannot be evaluated: ${rule.rule} (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`];
  }
}

function childrenOf(schema: StructuralSchema, value: unknown): [string, StructuralSchema, unknown][] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item, index) => [String(index), items, item]) : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, child]): [string, StructuralSchema, unknown][] => {
    const childSchema = schema.properties?.[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
    return childSchema ? [[name, childSchema, child]] : [];
  });
}

/** The value as CEL sees it: integers are 64 bits wide, fields without a schema are not there. */
function celValue(schema: StructuralSchema, value: unknown): unknown {
  if (typeof value === 'number') {
    return schema.type === 'number' ? value : BigInt(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const children = childrenOf(schema, value).map(([name, child, childValue]): [string, unknown] => [name, celValue(child, childValue)]);
  return Array.isArray(value) ? children.map(([, child]) => child) : Object.fromEntries(children);
}
