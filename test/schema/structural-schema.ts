import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { celFindings } from './cel-rules';
import { StructuralSchema } from './shared-crds';

/**
 * Checks a custom resource as the API server does: fills in defaults, then schema, then CEL rules. Unknown fields, which the
 * API server drops without a word, are findings.
 */
export function structuralFindings(schema: StructuralSchema, object: object): string[] {
  const defaulted: object = JSON.parse(JSON.stringify(object));
  const validate = validatorOf(schema);
  return validate(defaulted) ? celFindings(schema, defaulted) : [...new Set((validate.errors ?? []).map(schemaError))];
}

/** What one error of ajv says, with the field it is about. */
export function schemaError(error: Pick<ErrorObject, 'instancePath' | 'keyword' | 'params' | 'message'>): string {
  const place = error.instancePath || '/';
  switch (error.keyword) {
    case 'additionalProperties':
      return `${place}: unknown field "${error.params.additionalProperty}"`;
    case 'required':
      return `${place}: field "${error.params.missingProperty}" is missing`;
    case 'enum':
      return `${place}: must be one of ${error.params.allowedValues.join(', ')}`;
    case 'type':
      return `${place}: must be ${error.params.type}`;
    case 'format':
      return `${place}: must match format "${error.params.format}"`;
    case 'pattern':
      return `${place}: must match ${error.params.pattern}`;
    default:
      return `${place}: ${error.message ?? `${error.keyword} ${JSON.stringify(error.params)}`}`;
  }
}

/** Patterns of CRDs are Go's, where `(?i)` ignores case from there on. */
const goRegExp = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);

const ajv = addFormats(new Ajv({ allErrors: true, strict: false, useDefaults: true, code: { regExp: goRegExp } }));
const validators = new WeakMap<StructuralSchema, ValidateFunction>();

function validatorOf(schema: StructuralSchema): ValidateFunction {
  const known = validators.get(schema);
  if (known) {
    return known;
  }
  const validate = ajv.compile(closed(withTypeMeta(schema)));
  validators.set(schema, validate);
  return validate;
}

/** Every Kubernetes object has these fields, whether its CRD lists them or not. */
function withTypeMeta(schema: StructuralSchema): StructuralSchema {
  return {
    ...schema,
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, ...schema.properties, metadata: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  };
}

/** JSON Schema of a structural schema in which every object takes the fields it names and no other. */
function closed(schema: StructuralSchema): object {
  if (schema['x-kubernetes-embedded-resource']) {
    return closed(withTypeMeta({ ...schema, 'x-kubernetes-embedded-resource': undefined }));
  }
  const { properties, additionalProperties, items, 'x-kubernetes-int-or-string': isIntOrString, ...rest } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] || additionalProperties === true;
  return {
    ...rest,
    nullable: schema.type === undefined ? undefined : schema.nullable,
    ...(isIntOrString ? { type: ['integer', 'string'], anyOf: undefined } : {}),
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, closed(property)])) } : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: closed(additionalProperties) }
      : schema.type === 'object' && !isOpen ? { additionalProperties: false } : {}),
  };
}
