import { rawField, withoutEmpty, withoutZeros } from './container';
import { Conversion } from './conversion';
import { NoteKind } from './note';
import { plusMember } from './settings';
import { typedFields, typedLiteral } from './typed-literal';
import { ConvertedVolumes, namesIn } from './volumes';
import { Expression, Field, fields, list, literal, must, text } from '../code/expression';
import { Value } from '../values/value';

/** What a component takes from its pod in another way. */
export interface PodTake {
  readonly volumes: ConvertedVolumes;
  /** Tolerations that the component has by nature. */
  readonly tolerations?: readonly { readonly key: string; readonly operator: string; readonly effect: string }[];
}

const typedKeys: readonly string[] = [
  'nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'priorityClassName', 'imagePullSecrets', 'hostNetwork', 'dnsPolicy', 'containers', 'initContainers', 'volumes',
];

/** Labels, annotations and the pod's own options. */
export function podFields(conversion: Conversion, component: Value, take: PodTake): Field[] {
  const spec = component.at('podSpec');
  const hostname = spec?.at('hostname');
  if (hostname) {
    conversion.note(NoteKind.LEFT_OUT, hostname, 'the chart and the operator name hosts themselves, so this has no effect', 'remove it');
  }
  const template = spec && fields(
    ...typedFields(conversion, withoutEmpty(withoutZeros(conversion, without(spec, [...typedKeys, 'hostname']))), 'slinky.PodSpec').fields,
    ...take.volumes.raw?.volumes ? [must('volumes', take.volumes.raw.volumes)] : [],
  );
  const typed = (key: string, type: string, prop = key): Field | undefined => {
    const value = spec?.at(key);
    // ClusterFirst is what Kubernetes does without a word.
    return value && !value.isFalsy && !(key === 'dnsPolicy' && value.text === 'ClusterFirst') ? conversion.may(prop, () => typedLiteral(conversion, value, type), value) : undefined;
  };
  const own = spec?.at('imagePullSecrets');
  return [
    ...metadataFields(conversion, component.at('metadata')),
    nodeSelector(conversion, spec?.at('nodeSelector')),
    typed('affinity', 'k8s.Affinity'),
    tolerations(conversion, spec?.at('tolerations'), take),
    typed('topologySpreadConstraints', 'k8s.TopologySpreadConstraint[]'),
    typed('priorityClassName', 'string'),
    namesIn(own).length > 0 ? conversion.may('imagePullSecrets', list(namesIn(own).map(name => conversion.secret(name))), own) : undefined,
    typed('hostNetwork', 'boolean'),
    typed('dnsPolicy', 'string'),
    typed('containers', 'k8s.Container[]', 'sidecars'),
    typed('initContainers', 'k8s.Container[]'),
    take.volumes.others.length > 0 ? conversion.may('volumes', list(take.volumes.others), spec?.at('volumes')) : undefined,
    template && template.fields.length > 0 ? rawField(conversion, 'podTemplate', fields(must('spec', template)), spec) : undefined,
  ].filter(field => field !== undefined);
}

/** Labels and annotations of a component. */
export function metadataFields(conversion: Conversion, metadata: Value | undefined): Field[] {
  for (const [key, value] of metadata?.entries ?? []) {
    if (!['labels', 'annotations'].includes(key)) {
      conversion.note(NoteKind.LEFT_OUT, value, `'${key}' is neither labels nor annotations, and of metadata the operator passes on these two`, 'remove it');
    }
  }
  return ['labels', 'annotations'].flatMap(key => {
    const value = metadata?.at(key);
    const field = value && value.entries.size > 0 ? conversion.may(key, () => texts(conversion, value), value) : undefined;
    return field ? [field] : [];
  });
}

/** A Service as options, and what of it they cannot say. */
export interface ConvertedService {
  readonly options?: Field;
  readonly rest: readonly Value[];
}

/** How a component is reached. */
export function serviceFields(conversion: Conversion, service: Value | undefined, chartType?: string): ConvertedService {
  const spec = service?.at('spec');
  const type = spec?.at('type')?.text ?? (spec?.entries.get('type')?.isNull ? undefined : chartType);
  const [metadata, nodePort, policy, className, ranges] = [service?.at('metadata'), service?.at('nodePort'), ...['externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerSourceRanges'].map(key => spec?.at(key))];
  // ClusterIP is what Kubernetes and the library make of no word.
  const kind = type === undefined || type === 'ClusterIP' ? undefined : plusMember(serviceTypes, 'ServiceType', type);
  const options = conversion.group('service', service, () => [
    kind && conversion.may('type', kind, spec?.at('type') ?? service),
    ...metadataFields(conversion, metadata),
    nodePort && conversion.may('nodePort', literal(Number(nodePort.scalar)), nodePort),
    policy && conversion.may('externalTrafficPolicy', literal(policy.text), policy),
    className && conversion.may('loadBalancerClass', literal(className.text), className),
    ranges && ranges.items.length > 0 ? conversion.may('loadBalancerSourceRanges', list(ranges.items.map(item => literal(item.text))), ranges) : undefined,
  ]);
  const known = ['type', 'externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerSourceRanges'];
  return { options, rest: [...spec?.entries ?? []].filter(([key, value]) => !known.includes(key) && !value.isFalsy).map(([, value]) => value) };
}

const serviceTypes = { CLUSTER_IP: 'ClusterIP', NODE_PORT: 'NodePort', LOAD_BALANCER: 'LoadBalancer', EXTERNAL_NAME: 'ExternalName' };

function nodeSelector(conversion: Conversion, value: Value | undefined): Field | undefined {
  // Linux is what every component asks for.
  const entries = [...value?.entries ?? []].filter(([label, wanted]) => !wanted.isNull && !(label === 'kubernetes.io/os' && wanted.text === 'linux'));
  return value && entries.length > 0 ? conversion.may('nodeSelector', () => texts(conversion, value.with({ entries: new Map(entries) })), value) : undefined;
}

function tolerations(conversion: Conversion, value: Value | undefined, take: PodTake): Field | undefined {
  const others = (value?.items ?? []).filter(item => !take.tolerations?.some(own => {
    const said = item.toData() as { [key: string]: unknown };
    return said.key === own.key && said.operator === own.operator && said.effect === own.effect && Object.keys(said).length === 3;
  }));
  return value && others.length > 0 ? conversion.may('tolerations', () => typedLiteral(conversion, value.with({ items: others }), 'k8s.Toleration[]'), value) : undefined;
}

/** A map of texts; comments inside it stay with their keys. */
function texts(conversion: Conversion, map: Value): Expression {
  const entries = [...map.entries].filter(([, value]) => !value.isNull);
  return fields(...entries.map(([key, value]) => must(key, text(value.text, textName(key)), value.origin, conversion.commentsOf(value))));
}

/** A name for a text, from the last part of its key. */
function textName(key: string): string {
  return key.split('/').pop()!.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase());
}

/** The map without some members. */
export function without(map: Value, keys: readonly string[]): Value {
  return map.with({ entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))) });
}

