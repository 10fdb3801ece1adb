/**
 * Names that Kubernetes spells with an acronym where jsii, and so cdk8s-plus, spells a word.
 * A test compares this table with the renderers inside cdk8s-plus.
 */
const WIRE_NAMES = new Map([
  ['clientIp', 'clientIP'],
  ['clusterIp', 'clusterIP'],
  ['datasetUuid', 'datasetUUID'],
  ['diskUri', 'diskURI'],
  ['downwardApi', 'downwardAPI'],
  ['hostIp', 'hostIP'],
  ['hostIpc', 'hostIPC'],
  ['hostPid', 'hostPID'],
  ['loadBalancerIp', 'loadBalancerIP'],
  ['pdId', 'pdID'],
  ['scaleIo', 'scaleIO'],
  ['setHostnameAsFqdn', 'setHostnameAsFQDN'],
  ['storagePolicyId', 'storagePolicyID'],
  ['targetWwNs', 'targetWWNs'],
  ['volumeId', 'volumeID'],
]);

/** Fields that hold maps with keys of the user's own: nothing below them is ours to rename. */
const FREE_MAPS = new Set(['annotations', 'fieldsV1', 'labels', 'matchLabels', 'nodeSelector', 'options', 'selector', 'volumeAttributes']);

/** Fields that hold maps from resource name to quantity. */
const QUANTITY_MAPS = new Set(['limits', 'overhead', 'requests']);

/** Fields that hold one quantity, or a number or a string. */
const NUMBER_OR_STRING_FIELDS = new Set(['divisor', 'maxSurge', 'maxUnavailable', 'port', 'sizeLimit', 'targetPort']);

/**
 * Turns a resolved spec into the JSON Kubernetes reads: field names in its spelling, quantities as they are written,
 * dates in ISO 8601, keys sorted, fields without a value left out.
 *
 * Does what `toJson_PodSpec` and its kin in cdk8s-plus do, without loading its 2.7 MB of JavaScript.
 *
 * @throws on a class instance, which has no JSON form; the message names the field
 */
export function toWire(value: unknown): unknown {
  return wire(value, ['spec']);
}

/** Names and positions of the fields around a value. */
type Place = (string | number)[];

function wire(value: unknown, place: Place): unknown {
  return Array.isArray(value) ? mapItems(value, place, wire) : mapFields(value, place, (field, name) => {
    if (FREE_MAPS.has(name) && !Array.isArray(field)) {
      return plain(field, place);
    }
    if (QUANTITY_MAPS.has(name)) {
      return mapFields(field, place, quantity => plain(unwrap(quantity), place));
    }
    return wire(NUMBER_OR_STRING_FIELDS.has(name) ? unwrap(field) : field, place);
  }, name => WIRE_NAMES.get(name) ?? name);
}

/** JSON of a value whose keys stay as they are. */
function plain(value: unknown, place: Place): unknown {
  return Array.isArray(value) ? mapItems(value, place, plain) : mapFields(value, place, field => plain(field, place));
}

function mapItems(items: unknown[], place: Place, map: (item: unknown, place: Place) => unknown): unknown[] {
  return items.map((item, index) => {
    place.push(index);
    const mapped = map(item, place);
    place.pop();
    return mapped;
  });
}

function mapFields(value: unknown, place: Place, map: (field: unknown, name: string) => unknown, rename = (name: string) => name): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (!isPlainObject(value)) {
    throw new Error(`'${placeText(place)}' is a ${value.constructor.name}`);
  }
  const fields: { [name: string]: unknown } = {};
  for (const name of Object.keys(value).sort((left, right) => (rename(left) < rename(right) ? -1 : 1))) {
    const field = value[name];
    if (field !== undefined && field !== null) {
      place.push(name);
      fields[rename(name)] = map(field, name);
      place.pop();
    }
  }
  return fields;
}

function placeText([root, ...inner]: Place): string {
  return inner.reduce<string>((text, part) => text + (typeof part === 'number' ? `[${part}]` : `.${part}`), String(root));
}

/** The `x` of `{ value: x }`, which is how cdk8s-plus wraps quantities and numbers that may be strings. */
function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

function isPlainObject(value: object): value is { readonly [name: string]: unknown } {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
