import { configFile, fields, IS_THERE, partition, slurmConf } from './slurm-text';

type Json = { [key: string]: unknown };

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** Every field of some manifests by its place, e.g. `NodeSet/slurm-worker-gpu spec.replicas`. */
export interface Fields {
  [place: string]: string;
}

/** One field that two sets of manifests disagree on; a side that has no such field is left out. */
export interface Change {
  readonly chart?: string;
  readonly ours?: string;
}

/** What differs between the chart's manifests and ours, by place. */
export function changes(chart: Manifest[], ours: Manifest[]): { [place: string]: Change } {
  const [one, other] = [normalize(chart), normalize(ours)];
  const places = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(place => one[place] !== other[place]).sort();
  return Object.fromEntries(places.map(place => [place, {
    ...one[place] === undefined ? {} : { chart: one[place] },
    ...other[place] === undefined ? {} : { ours: other[place] },
  }]));
}

/** The fields of manifests that say something about the cluster, in a form that does not depend on who wrote them. */
export function normalize(manifests: Manifest[]): Fields {
  return Object.assign({}, ...manifests.map(manifest => {
    const name = `${manifest.kind}/${nameOf(manifest)}`;
    const { kind, metadata, ...content } = steps.reduce((object, step) => step(object), manifest as Json) as Manifest;
    return { [name]: IS_THERE, ...isCompared(manifest) ? flat({ ...content, metadata: { ...metadata, name: undefined } }, `${name} `) : {} };
  })) as Fields;
}

/** The name of an object; that of a Job without the digest of what it does. */
function nameOf({ kind, metadata }: Manifest): string {
  return kind === 'Job' ? metadata.name.replace(/-[0-9a-f]{8}$/, '') : metadata.name;
}

/** Slinky's kinds, files of /etc/slurm and sssd.conf. Of any other object, and of keys, it matters only that they are there. */
function isCompared({ apiVersion, kind, ...rest }: Manifest): boolean {
  return apiVersion.startsWith('slinky.slurm.net/') || kind === 'ConfigMap' || (kind === 'Secret' && rest.stringData !== undefined);
}

/** Labels that Helm puts on everything it makes. */
export function withoutHelmLabels(object: Json): Json {
  const isHelms = (label: string) => ['helm.sh/chart', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/part-of', 'app.kubernetes.io/version'].includes(label);
  return [['metadata', 'labels'], ['spec', 'template', 'metadata', 'labels']].reduce((rest, place) => changed(rest, place, labels =>
    Object.fromEntries(Object.entries(labels as Json).filter(([label]) => !isHelms(label)))), object);
}

/** Parts that are switched off, of which the operator reads nothing else. */
export function withoutWhatIsOff(object: Json): Json {
  const off: { kind: string; place: string[]; unless: string[]; isOn?: boolean }[] = [
    { kind: 'Controller', place: ['spec', 'metrics'], unless: ['spec', 'metrics', 'enabled'] },
    { kind: 'Controller', place: ['spec', 'metrics', 'serviceMonitor'], unless: ['spec', 'metrics', 'serviceMonitor', 'enabled'] },
    { kind: 'Controller', place: ['spec', 'reconfigure'], unless: ['spec', 'inplaceReconfigure'] },
    // On, where nothing is said.
    { kind: 'Controller', place: ['spec', 'persistence', 'existingClaim'], unless: ['spec', 'persistence', 'enabled'], isOn: true },
    { kind: 'NodeSet', place: ['spec', 'partition'], unless: ['spec', 'partition', 'enabled'] },
  ];
  return off
    .filter(each => each.kind === object.kind && (at(object, each.unless) ?? each.isOn ?? false) !== true)
    .reduce((rest, { place }) => changed(rest, place, () => undefined), object);
}

/** `null`, empty maps, empty lists and empty texts: no controller tells them from a missing field. */
export function withoutEmpty(object: Json): Json {
  return (prune(object, value => value === null || value === '') ?? {}) as Json;
}

/** Zero values in pods and containers: slurm-operator drops them before it merges what the user wrote over its own. */
export function withoutZeroOverrides(object: Json): Json {
  const places = [['template', 'spec'], ...['slurmctld', 'reconfigure', 'logfile', 'slurmdbd', 'slurmd', 'login', 'initconf', 'slurmrestd'].map(part => [part])];
  return places.reduce((rest, place) => changed(rest, ['spec', ...place], part => prune(part, value => value === false || value === 0)), object);
}

/** What somebody fills in when it is missing: the API server from the CRD, slurm-operator 1.2 itself, or Kubernetes in the pods and Services it makes. */
export const defaults: { readonly by: string; readonly kind: string; readonly place: string; readonly value: unknown }[] = [
  { by: 'CRD', kind: 'Controller', place: 'spec.inplaceReconfigure', value: false },
  { by: 'CRD', kind: 'Controller', place: 'spec.persistence.enabled', value: true },
  {
    by: 'operator',
    kind: 'Controller',
    place: 'spec.metrics.serviceMonitor.endpoints',
    value: [{ path: '/metrics/jobs' }, { path: '/metrics/nodes' }, { path: '/metrics/partitions' }, { path: '/metrics/scheduler' }],
  },
  { by: 'operator', kind: 'Accounting', place: 'spec.storageConfig.port', value: 3306 },
  { by: 'operator', kind: 'Accounting', place: 'spec.storageConfig.database', value: 'slurm_acct_db' },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.scalingMode', value: 'StatefulSet' },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.ordinalPadding', value: 0 },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.oversubscribeNode', value: false },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.pinToNode', value: false },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.pruneSlurmNodeRecords', value: 'Never' },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.updateStrategy.type', value: 'RollingUpdate' },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.updateStrategy.rollingUpdate.maxUnavailable', value: '25%' },
  { by: 'CRD', kind: 'NodeSet', place: 'spec.workloadDisruptionProtection', value: true },
  { by: 'Kubernetes', kind: 'NodeSet', place: 'spec.template.spec.dnsPolicy', value: 'ClusterFirst' },
  { by: 'operator', kind: 'LoginSet', place: 'spec.service.port', value: 22 },
  { by: 'Kubernetes', kind: 'LoginSet', place: 'spec.service.spec.type', value: 'ClusterIP' },
  { by: 'Kubernetes', kind: 'RestApi', place: 'spec.service.spec.type', value: 'ClusterIP' },
];

/** Values that are filled in anyway. */
export function withoutDefaults(object: Json): Json {
  return withoutEmpty(defaults
    .filter(({ kind, place, value }) => kind === object.kind && JSON.stringify(at(object, place.split('.'))) === JSON.stringify(value))
    .reduce((rest, { place }) => changed(rest, place.split('.'), () => undefined), object));
}

/** Requests that equal limits: Kubernetes makes the request of a resource from its limit. */
export function withoutRepeatedRequests(object: Json): Json {
  return ['slurmctld', 'slurmdbd', 'slurmd', 'login', 'slurmrestd'].reduce((rest, part) => changed(rest, ['spec', part, 'resources'], resources => {
    const { requests = {}, limits = {}, ...others } = resources as { requests?: Json; limits?: Json };
    const own = Object.entries(requests).filter(([name, amount]) => String(limits[name]) !== String(amount));
    return withoutEmpty({ ...others, limits, requests: Object.fromEntries(own) });
  }), object);
}

/** Sizes such as `16384Mi` in the largest unit that holds them, here `16Gi`. */
export function withPlainSizes(value: Json): Json {
  return mapped(value, leaf => {
    const [, amount, unit] = /^(\d+)([KMG])i$/.exec(String(leaf)) ?? [];
    const larger = { K: 'M', M: 'G', G: 'T' }[unit];
    return larger !== undefined && Number(amount) % 1024 === 0 ? withPlainSizes({ it: `${Number(amount) / 1024}${larger}i` }).it : leaf;
  }) as Json;
}

/** Texts in the formats of Slurm, SSSD and sshd, read: key by key, partition by partition, line by line. */
export function withReadText(object: Json): Json {
  const lines = (text: unknown) => String(text).trim().split('\n');
  const files = (map: unknown) => Object.fromEntries(Object.entries(map as Json).map(([name, text]) => [name, configFile(name, String(text))]));
  const readers: { kind: string; place: string[]; read: (value: unknown) => unknown }[] = [
    { kind: 'Controller', place: ['spec', 'extraConf'], read: text => slurmConf(String(text)) },
    { kind: 'Accounting', place: ['spec', 'extraConf'], read: text => slurmConf(String(text)) },
    { kind: 'NodeSet', place: ['spec', 'extraConf'], read: text => fields(String(text)) },
    { kind: 'NodeSet', place: ['spec', 'partition', 'config'], read: text => partition(String(text)) },
    { kind: 'LoginSet', place: ['spec', 'extraSshdConfig'], read: lines },
    { kind: 'LoginSet', place: ['spec', 'rootSshAuthorizedKeys'], read: lines },
    { kind: 'ConfigMap', place: ['data'], read: files },
    { kind: 'Secret', place: ['stringData'], read: files },
  ];
  return readers.filter(({ kind }) => kind === object.kind).reduce((rest, { place, read }) => changed(rest, place, read), object);
}

const steps = [
  withoutHelmLabels, withoutWhatIsOff, withoutEmpty, withoutZeroOverrides, withoutDefaults, withPlainSizes, withoutRepeatedRequests, withReadText,
];

/** Lists whose order does not matter, and the field by which their items are known. */
const keyOfList: { readonly [list: string]: string } = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  volumeMounts: 'mountPath',
  configFileRefs: 'name',
  prologScriptRefs: 'name',
  epilogScriptRefs: 'name',
  prologSlurmctldScriptRefs: 'name',
  epilogSlurmctldScriptRefs: 'name',
};

function flat(value: unknown, place: string, list = ''): Fields {
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? {} : { [place]: String(value) };
  }
  if (Object.keys(value).length === 0) {
    return { [place]: IS_THERE };
  }
  const entries = Array.isArray(value)
    ? value.map((item, index) => listEntry(list, item, index))
    : Object.entries(value).map(([key, item]): [string, unknown] => [/^[A-Za-z0-9_-]+$/.test(key) ? `${place.endsWith(' ') ? '' : '.'}${key}` : `[${key}]`, item]);
  return Object.assign({}, ...entries.map(([step, item]) => flat(item, place + step, step.replace(/^\./, '')))) as Fields;
}

function listEntry(list: string, item: unknown, index: number): [string, unknown] {
  if (list === 'tolerations') {
    const { key, operator, value, effect, tolerationSeconds } = item as Json;
    return [`[${[key, operator, value, effect, tolerationSeconds].filter(each => each !== undefined).join(' ')}]`, IS_THERE];
  }
  const key = keyOfList[list];
  if (key === undefined) {
    return [`[${index}]`, item];
  }
  const { [key]: name, ...others } = item as Json;
  return [`[${name}]`, others];
}

function at(value: unknown, [first, ...rest]: string[]): unknown {
  return first === undefined || typeof value !== 'object' || value === null ? value : at(Reflect.get(value, first), rest);
}

/** A copy with another value at a place, if there is one; `undefined` removes it. */
function changed(object: Json, [first, ...rest]: string[], change: (value: unknown) => unknown): Json {
  const value = object[first];
  if (value === undefined || value === null) {
    return object;
  }
  const next = rest.length === 0 ? change(value) : changed(value as Json, rest, change);
  const { [first]: _, ...others } = object;
  return next === undefined ? others : { ...others, [first]: next };
}

/** A copy with every value that is no map or list replaced. */
function mapped(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return change(value);
  }
  return Array.isArray(value)
    ? value.map(item => mapped(item, change))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, change)]));
}

/** A copy without the values that are unwanted, and without the maps and lists that are empty or become so. */
function prune(value: unknown, isUnwanted: (value: unknown) => boolean): unknown {
  if (isUnwanted(value)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = value.map(item => prune(item, isUnwanted)).filter(item => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, prune(item, isUnwanted)]).filter(([, item]) => item !== undefined);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return value;
}
