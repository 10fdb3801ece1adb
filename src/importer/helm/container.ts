import { Conversion, texts } from './conversion';
import { NoteKind } from './note';
import { cpu, size } from './quantities';
import { typedFields, typedLiteral } from './typed-literal';
import { call, Expression, Field, fields, literal, must, ours, plus } from '../code/expression';
import { Value } from '../values/value';

/** The chart's default image of a container. */
export interface ChartImage {
  readonly repository: string;
  readonly tag: string;
}

/** The reference of an image as the chart puts it together; nothing when the values leave the chart's default. */
export function imageReference(image: Value | undefined, chart: ChartImage): string | undefined {
  if (image === undefined) {
    return undefined;
  }
  if (image.kind === 'scalar') {
    return image.text;
  }
  const [repository, tag, digest] = ['repository', 'tag', 'digest'].map(key => image.at(key)?.text);
  if (repository === undefined && tag === undefined && digest === undefined) {
    return undefined;
  }
  return `${repository ?? chart.repository}${digest ? `@${digest}` : `:${tag ?? chart.tag}`}`;
}

/** The daemon's container: what its options say, and what only the escape hatch can. */
export function containerFields(conversion: Conversion, container: Value | undefined, own: ContainerTake): Field[] {
  if (container === undefined) {
    return [];
  }
  const asked = container.at('resources');
  const { resources, extended, raw } = resourceFields(conversion, asked, own);
  const claims = asked && !raw ? typedFields(conversion, withoutEmpty(asked), 'slinky.ResourceRequirements', ['requests', 'limits']) : fields();
  const env = container.at('env');
  const typedEnv = env && env.items.length > 0 ? environment(conversion, env) : undefined;
  const security = container.at('securityContext');
  const securityFields = security && withoutZeros(conversion, security);
  const except = ['image', 'resources', 'args', 'lifecycle', 'securityContext', 'volumeMounts', 'name', ...env === undefined || env.items.length === 0 || typedEnv ? ['env'] : []];
  const template = fields(
    ...typedFields(conversion, withoutEmpty(container), 'slinky.Container', except).fields,
    ...raw ? [must('resources', raw)] : claims.fields.length > 0 ? [must('resources', claims)] : [],
    ...own.rawMounts ? [must('volumeMounts', own.rawMounts)] : [],
  );
  const args = container.at('args');
  const lifecycle = container.at('lifecycle');
  return [
    args?.items.length ? conversion.may('args', texts(args.items.map(item => item.text)), args) : undefined,
    ...resources,
    extended.length > 0 ? conversion.may('extendedResources', fields(...extended)) : undefined,
    typedEnv && conversion.may('env', typedEnv, env),
    lifecycle && conversion.may('lifecycle', () => typedLiteral(conversion, lifecycle, 'k8s.Lifecycle'), lifecycle),
    securityFields && securityFields.entries.size > 0 ? conversion.may('securityContext', () => typedLiteral(conversion, securityFields, 'k8s.SecurityContext'), security) : undefined,
    template.fields.length > 0 ? rawField(conversion, 'containerTemplate', template, container) : undefined,
  ].filter(field => field !== undefined);
}

/** What a component takes from its container in another way. */
export interface ContainerTake {
  /** Resources that a prop of the component stands for, such as its GPUs. */
  readonly resources?: readonly string[];
  /** Whether the component says CPU and memory in `cpu` and `memory`. */
  readonly hasHardware?: boolean;
  /** All mounts, where they cannot be said one by one. */
  readonly rawMounts?: Expression;
}

/** An escape hatch, marked as such. */
export function rawField(conversion: Conversion, name: string, value: Expression & { readonly kind: 'fields' }, origin: Value): Field {
  const named = value.fields.flatMap(field => field.name === 'spec' && field.value.kind === 'fields' ? field.value.fields : [field]);
  const said = named.map(field => field.name).join(', ');
  conversion.note(NoteKind.RAW, origin, `no typed prop says ${said} here, so '${name}' does`, 'keep it only if you need it');
  return { name, value, isOptional: true, isRaw: true, origin: origin.origin, comments: [`Raw: there is no prop for ${said}.`] };
}

interface ResourceFields {
  readonly resources: Field[];
  readonly extended: Field[];
  readonly raw?: Expression;
}

function resourceFields(conversion: Conversion, value: Value | undefined, own: ContainerTake): ResourceFields {
  const [requests, limits] = ['requests', 'limits'].map(kind => new Map([...value?.at(kind)?.entries ?? []].filter(([name, amount]) => !amount.isNull && !own.resources?.includes(name))));
  const extended: Field[] = [];
  const grouped: Field[] = [];
  const hardware: Field[] = [];
  for (const name of new Set([...requests.keys(), ...limits.keys()])) {
    const [request, limit] = [requests.get(name), limits.get(name)];
    const [requested, limited] = [request?.text, limit?.text];
    if (/\//.test(name)) {
      const count = Number(limited ?? requested);
      if (limited === undefined || (requested !== undefined && Number(requested) !== count) || !Number.isInteger(count)) {
        return rawResources(conversion, value!);
      }
      extended.push(must(name, literal(count), limit!.origin, conversion.commentsOf(limit)));
      continue;
    }
    const read = name === 'cpu' ? cpu : name === 'memory' || name === 'ephemeral-storage' ? size : () => undefined;
    const [asked, most] = [requested === undefined ? undefined : read(requested), limited === undefined ? undefined : read(limited)];
    if ((requested !== undefined && !asked) || (limited !== undefined && !most)) {
      return rawResources(conversion, value!);
    }
    if (own.hasHardware && most && (requested === undefined || requested === limited) && name !== 'ephemeral-storage') {
      hardware.push(conversion.may(name, most, limit)!);
    } else {
      grouped.push(must(name === 'ephemeral-storage' ? 'ephemeralStorage' : name, fields(asked && must('request', asked), most && must('limit', most)), (limit ?? request)!.origin));
    }
  }
  return { resources: [...hardware, ...grouped.length > 0 ? [conversion.may('resources', fields(...grouped), value)!] : []], extended };
}

function rawResources(conversion: Conversion, value: Value): ResourceFields {
  return { resources: [], extended: [], raw: typedLiteral(conversion, value, 'slinky.ResourceRequirements') };
}

/** Environment variables; nothing when one of them has a source that no factory makes. */
function environment(conversion: Conversion, env: Value): Expression | undefined {
  const members = env.items.map(item => {
    const [name, value, source] = [item.at('name'), item.at('value'), item.at('valueFrom')];
    const made = source ? sourced(conversion, source) : call(plus('EnvValue.fromValue'), literal(value?.text ?? ''));
    return name && made && must(name.text, made, item.origin, conversion.commentsOf(name));
  });
  const names = new Set(members.map(member => member?.name));
  return members.every(member => member !== undefined) && names.size === members.length ? fields(...members) : undefined;
}

function sourced(conversion: Conversion, source: Value): Expression | undefined {
  if (source.entries.size !== 1) {
    return undefined;
  }
  const [field, secret, map] = ['fieldRef', 'secretKeyRef', 'configMapKeyRef'].map(kind => source.at(kind));
  if (field) {
    const [, path, key] = /^(metadata\.(?:annotations|labels))\['(.+)'\]$/.exec(field.at('fieldPath')?.text ?? '') ?? [undefined, field.at('fieldPath')?.text, undefined];
    const paths: { readonly [path: string]: string } = {
      'metadata.name': 'POD_NAME',
      'metadata.namespace': 'POD_NAMESPACE',
      'metadata.uid': 'POD_UID',
      'metadata.labels': 'POD_LABEL',
      'metadata.annotations': 'POD_ANNOTATION',
      'status.podIP': 'POD_IP',
      'spec.serviceAccountName': 'SERVICE_ACCOUNT_NAME',
      'spec.nodeName': 'NODE_NAME',
      'status.hostIP': 'NODE_IP',
      'status.podIPs': 'POD_IPS',
    };
    const member = paths[path ?? ''];
    return member && (key !== undefined) === /LABEL|ANNOTATION/.test(member) && !field.at('apiVersion')
      ? call(plus('EnvValue.fromFieldRef'), plus(`EnvFieldPaths.${member}`), ...key === undefined ? [] : [fields(must('key', literal(key)))])
      : undefined;
  }
  const [name, key] = [(secret ?? map)?.at('name')?.text, (secret ?? map)?.at('key')?.text];
  if (name === undefined || key === undefined) {
    return undefined;
  }
  const optional = (secret ?? map)?.at('optional')?.scalar === true ? [fields(must('optional', literal(true)))] : [];
  return secret
    ? call(plus('EnvValue.fromSecretValue'), fields(must('secret', conversion.secret(name)), must('key', literal(key))), ...optional)
    : call(plus('EnvValue.fromConfigMap'), conversion.configMap(name), literal(key), ...optional);
}

/** The map without what slurm-operator drops before it merges; said where it was asked for. */
export function withoutZeros(conversion: Conversion, map: Value): Value {
  const entries = [...map.entries].flatMap(([key, value]): [string, Value][] => {
    if (value.kind === 'map') {
      const inner = withoutZeros(conversion, value);
      return inner.entries.size > 0 ? [[key, inner]] : [];
    }
    if (value.scalar === false || value.scalar === 0 || value.scalar === '') {
      conversion.note(NoteKind.LEFT_OUT, value, `slurm-operator drops ${value.origin.path}: ${JSON.stringify(value.scalar)} before it merges, so it has no effect today either`, 'remove it');
      return [];
    }
    return value.isNull ? [] : [[key, value]];
  });
  return map.with({ entries: new Map(entries) });
}

/** The map without members that say nothing. */
export function withoutEmpty(map: Value): Value {
  return map.with({ entries: new Map([...map.entries].filter(([, value]) => !(value.kind !== 'scalar' && value.isFalsy) && !value.isNull && value.scalar !== '')) });
}

/** An image as the library takes it. */
export function imageExpression(reference: string): Expression {
  return call(ours('SlurmImage.of'), literal(reference));
}
