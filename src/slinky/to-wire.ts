/**
 * Names that Kubernetes spells with an acronym where jsii, and so cdk8s-plus, spells a word.
 * A test compares this table with the renderers inside cdk8s-plus.
 */
const WIRE_NAMES: { [name: string]: string } = {
  clientIp: 'clientIP',
  clusterIp: 'clusterIP',
  datasetUuid: 'datasetUUID',
  diskUri: 'diskURI',
  downwardApi: 'downwardAPI',
  hostIp: 'hostIP',
  hostIpc: 'hostIPC',
  hostPid: 'hostPID',
  loadBalancerIp: 'loadBalancerIP',
  pdId: 'pdID',
  scaleIo: 'scaleIO',
  setHostnameAsFqdn: 'setHostnameAsFQDN',
  storagePolicyId: 'storagePolicyID',
  targetWwNs: 'targetWWNs',
  volumeId: 'volumeID',
};

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
export function toWire(value: unknown, path = 'spec'): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => toWire(item, `${path}[${index}]`));
  }
  return mapFields(value, path, (field, name, fieldPath) => {
    if (FREE_MAPS.has(name) && !Array.isArray(field)) {
      return [name, plain(field, fieldPath)];
    }
    if (QUANTITY_MAPS.has(name)) {
      return [name, mapFields(field, fieldPath, (quantity, resource, quantityPath) => [resource, plain(unwrap(quantity), quantityPath)])];
    }
    return [WIRE_NAMES[name] ?? name, NUMBER_OR_STRING_FIELDS.has(name) ? toWire(unwrap(field), fieldPath) : toWire(field, fieldPath)];
  });
}

/** JSON of a value whose keys stay as they are. */
function plain(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => plain(item, `${path}[${index}]`));
  }
  return mapFields(value, path, (field, name, fieldPath) => [name, plain(field, fieldPath)]);
}

function mapFields(value: unknown, path: string, map: (field: unknown, name: string, path: string) => [string, unknown]): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (!isPlainObject(value)) {
    throw new Error(`'${path}' is a ${value.constructor.name}`);
  }
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .map(([name, field]) => map(field, name, `${path}.${name}`));
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The `x` of `{ value: x }`, which is how cdk8s-plus wraps quantities and numbers that may be strings. */
function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
