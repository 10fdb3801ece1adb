import { coreFindings, coreType } from './core-kinds';
import { schemaOf } from './shared-crds';
import { structuralFindings } from './structural-schema';

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: unknown };
  };
}

/**
 * Checks manifests as an API server with the operators' CRDs would, and more strictly: unknown fields are findings too.
 *
 * @param objects what `Chart.toJson()`, `Testing.synth()` or a YAML file gives
 * @returns findings such as `NodeSet/slurm-worker-h100 /spec/replicas: must be integer`, none when all is well
 */
export function validateManifests(objects: unknown[]): string[] {
  const seen = new Set<string>();
  return objects.flatMap(object => {
    const manifest = object as Manifest;
    const name = `${manifest.kind ?? '(no kind)'}/${manifest.metadata?.name ?? manifest.metadata?.generateName ?? '(no name)'}`;
    const identity = `${manifest.apiVersion?.split('/').slice(0, -1).join('/')} ${name} ${manifest.metadata?.namespace ?? ''}`;
    const twice = seen.has(identity) ? ['/: is there twice'] : [];
    seen.add(identity);
    return [...twice, ...findingsOf(manifest)].map(finding => `${name} ${finding}`);
  });
}

function findingsOf(manifest: Manifest): string[] {
  const { apiVersion, kind } = manifest;
  if (apiVersion === undefined || kind === undefined) {
    return ['/: apiVersion or kind is missing'];
  }
  const schema = schemaOf(apiVersion, kind);
  const findings = schema
    ? [...structuralFindings(schema, manifest), ...under('/metadata', coreFindings(OBJECT_META, manifest.metadata ?? {}))]
    : coreFindings(coreType(apiVersion, kind), manifest);
  return [...(findings ?? [`/: neither Kubernetes nor a CRD in ../shared/crds knows ${kind} of ${apiVersion}`]), ...metadataFindings(manifest), ...embeddedFindings(manifest)];
}

const OBJECT_META = 'IoK8sApimachineryPkgApisMetaV1ObjectMeta';

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const PATH_SEGMENT_KINDS = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

function metadataFindings({ kind, metadata }: Manifest): string[] {
  const { name, generateName, labels } = metadata ?? {};
  const isNameBad = name !== undefined && !PATH_SEGMENT_KINDS.includes(kind ?? '') && (name.length > 253 || !DNS_SUBDOMAIN.test(name));
  return [
    ...(name === undefined && generateName === undefined ? ['/metadata: field "name" is missing'] : []),
    ...(isNameBad ? ['/metadata/name: must be a DNS subdomain of at most 253 characters'] : []),
    ...Object.entries(labels ?? {})
      .filter(([, value]) => typeof value === 'string' && (value.length > 63 || !LABEL_VALUE.test(value)))
      .map(([key]) => `/metadata/labels/${key}: must be a label value of at most 63 characters`),
  ];
}

/** Fields of the Slinky kinds whose schema is empty, and what the operator decodes them as. */
const EMBEDDED: { readonly fields: string[]; readonly type: string; readonly optional: string[] }[] = [
  {
    fields: ['slurmctld', 'reconfigure', 'logfile', 'slurmdbd', 'slurmd', 'login', 'initconf', 'slurmrestd'].map(field => `spec/${field}`),
    type: 'IoK8sApiCoreV1Container',
    optional: ['name'],
  },
  { fields: ['spec/template/spec'], type: 'IoK8sApiCoreV1PodSpec', optional: ['containers'] },
  { fields: ['spec/service/spec'], type: 'IoK8sApiCoreV1ServiceSpec', optional: [] },
  { fields: ['spec/volumeClaimTemplates/*'], type: 'IoK8sApiCoreV1PersistentVolumeClaim', optional: ['apiVersion', 'kind'] },
];

function embeddedFindings(manifest: Manifest): string[] {
  if (!manifest.apiVersion?.startsWith('slinky.slurm.net/')) {
    return [];
  }
  return EMBEDDED.flatMap(({ fields, type, optional }) => fields.flatMap(field => valuesAt(manifest, field.split('/'), '')
    .flatMap(([place, value]) => under(place, coreFindings(type, value, optional)))));
}

function valuesAt(value: unknown, [first, ...rest]: string[], place: string): [string, unknown][] {
  if (value === undefined || value === null) {
    return [];
  }
  if (first === undefined) {
    return [[place, value]];
  }
  if (first === '*') {
    return Object.entries(value).flatMap(([index, item]) => valuesAt(item, rest, `${place}/${index}`));
  }
  return valuesAt(Reflect.get(Object(value), first), rest, `${place}/${first}`);
}

function under(place: string, findings: string[] | undefined): string[] {
  return (findings ?? []).map(finding => place + (finding.startsWith('/:') ? finding.slice(1) : finding));
}
