import { Fields, WireObject } from './fields';
import { quantityValue } from './quantity';

/** One `volumeMounts` entry. */
export interface MountFacts {
  readonly mountPath: string;
  readonly volume: string;
  readonly subPath: string;
}

/** One volume and where its bytes come from, as far as two pods can be compared. */
export interface VolumeFacts {
  readonly name: string;
  /** `persistentVolumeClaim`, `nfs`, `emptyDir` ...; empty when the volume names no source. */
  readonly type: string;
  readonly source: WireObject;
}

/** A probe given by the user. */
export interface ProbeFacts {
  readonly field: string;
  readonly hasHandler: boolean;
}

/** What a user says about one container. */
export interface ContainerFacts {
  readonly name?: string;
  readonly image?: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly probes: readonly ProbeFacts[];
  readonly mounts: readonly MountFacts[];
  readonly limits: ResourceFacts;
  readonly requests: ResourceFacts;
  readonly claims: readonly string[];
  readonly fields: WireObject;
}

/** Amounts of one `resources.limits` or `resources.requests`. */
export interface ResourceFacts {
  /** Cores. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly all: { readonly [name: string]: string };
}

/** One toleration. */
export interface TolerationFacts {
  readonly key: string;
  readonly operator: string;
  readonly effect: string;
  readonly value: string;
}

/** What a user says about the pods of one component: the named daemon's container and the pod template. */
export interface PodFacts {
  readonly container: ContainerFacts;
  /** Name of the container that the operator makes. */
  readonly daemon: string;
  readonly containers: readonly ContainerFacts[];
  readonly initContainers: readonly ContainerFacts[];
  readonly volumes: readonly VolumeFacts[];
  readonly nodeSelector: { readonly [name: string]: string };
  readonly tolerations: readonly TolerationFacts[];
  readonly dnsSearches: readonly string[];
  readonly hostname?: string;
  readonly hostNetwork: boolean;
  readonly limits: ResourceFacts;
  readonly resourceClaims: readonly string[];
  readonly annotations: { readonly [name: string]: string };
  readonly templateSpec: WireObject;
}

/** Reads `spec.<daemon>` and `spec.template` of a Slinky object. */
export function readPod(spec: Fields, daemon: string): PodFacts {
  const template = spec.child('template');
  const pod = template.child('spec');
  return {
    container: readContainer(spec.child(daemon)),
    daemon,
    containers: pod.list('containers').map(readContainer),
    initContainers: pod.list('initContainers').map(readContainer),
    volumes: pod.list('volumes').map(readVolume),
    nodeSelector: pod.textMap('nodeSelector'),
    tolerations: pod.list('tolerations').map(readToleration),
    dnsSearches: pod.child('dnsConfig').texts('searches'),
    hostname: pod.text('hostname'),
    hostNetwork: pod.flag('hostNetwork') ?? false,
    limits: readResources(pod.child('resources'), 'limits'),
    resourceClaims: pod.list('resourceClaims').map(claim => claim.text('name') ?? ''),
    annotations: template.child('metadata').textMap('annotations'),
    templateSpec: pod.raw,
  };
}

/** Reads one container, complete or partial. */
function readContainer(container: Fields): ContainerFacts {
  const resources = container.child('resources');
  return {
    name: container.text('name'),
    image: container.text('image'),
    args: container.texts('args'),
    env: container.list('env').map(variable => ({ name: variable.text('name') ?? '', value: variable.text('value') })),
    probes: ['startupProbe', 'livenessProbe', 'readinessProbe'].filter(probe => container.has(probe)).map(probe => ({
      field: probe,
      hasHandler: ['exec', 'grpc', 'httpGet', 'tcpSocket'].some(handler => container.child(probe).has(handler)),
    })),
    mounts: container.list('volumeMounts').map(mount => ({
      mountPath: mount.text('mountPath') ?? '',
      volume: mount.text('name') ?? '',
      subPath: mount.text('subPath') ?? '',
    })),
    limits: readResources(resources, 'limits'),
    requests: readResources(resources, 'requests'),
    claims: resources.list('claims').map(claim => claim.text('name') ?? ''),
    fields: container.raw,
  };
}

/** The volume a container mounts at a path, if any; a subPath counts as part of the address. */
export function mountAt(pod: PodFacts, path: string): { readonly mount: MountFacts; readonly volume?: VolumeFacts } | undefined {
  const mount = pod.container.mounts.find(candidate => trimSlash(candidate.mountPath) === path);
  return mount === undefined ? undefined : { mount, volume: pod.volumes.find(volume => volume.name === mount.volume) };
}

/** A mount path without its trailing slash. */
export function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function readResources(resources: Fields, key: string): ResourceFacts {
  const all = resources.map(key);
  return {
    cpu: all.cpu === undefined ? undefined : quantityValue(all.cpu),
    memory: all.memory === undefined ? undefined : quantityValue(all.memory),
    all,
  };
}

function readVolume(volume: Fields): VolumeFacts {
  const type = volume.keys.find(key => key !== 'name') ?? '';
  return { name: volume.text('name') ?? '', type, source: type === '' ? {} : volume.child(type).raw };
}

function readToleration(toleration: Fields): TolerationFacts {
  return {
    key: toleration.text('key') ?? '',
    operator: toleration.text('operator') ?? 'Equal',
    effect: toleration.text('effect') ?? '',
    value: toleration.text('value') ?? '',
  };
}
