import { Conversion } from './conversion';
import { NoteKind } from './note';
import { size } from './quantities';
import { plusMember } from './settings';
import { typedLiteral } from './typed-literal';
import { VolumeConstants } from './volume-constants';
import { call, constant, Expression, Field, fields, literal, may, must, plus, Statement } from '../code/expression';
import { Value } from '../values/value';

/** A mount that a component makes with its `mount`. */
export interface ConvertedMount {
  readonly path: string;
  readonly volume: Expression;
  readonly options?: Expression;
  readonly origin: Value;
  /** What else is said about it: of its volume, and of the lists of both. */
  readonly around: readonly Value[];
}

/** The volumes of a pod and where its daemon sees them. */
export interface ConvertedVolumes {
  /** Size of `/dev/shm`. */
  readonly sharedMemory?: { readonly size?: Expression; readonly origin: Value };
  readonly mounts: readonly ConvertedMount[];
  /** Volumes that only sidecars see. */
  readonly others: readonly Expression[];
  /** Both lists as they are, where something in them has no factory. */
  readonly raw?: { readonly volumes?: Expression; readonly mounts?: Expression };
}

/** A file system that all hosts see at one path. */
export interface SharedPlace {
  readonly name: string;
  readonly path: string;
  /** Its source in canonical form. */
  readonly source: string;
  readonly volume: Value;
  readonly mount: Value;
}

/** What the pods of all hosts have in common. */
export interface PodVolumes {
  /** File systems that the cluster declares for all hosts. */
  readonly shared: readonly SharedPlace[];
  readonly constants: VolumeConstants;
}

/** What decides how volumes are converted. */
export interface VolumeTake extends PodVolumes {
  /** Whether the component has `mount`. */
  readonly canMount: boolean;
  /** Whether it has `sharedMemory`. */
  readonly hasSharedMemory: boolean;
  /** Whether `/dev/shm` is made in any case. */
  readonly alwaysHasSharedMemory?: boolean;
}

/** Converts the volumes of a pod. */
export function convertVolumes(conversion: Conversion, volumes: Value | undefined, mounts: Value | undefined, take: VolumeTake): ConvertedVolumes {
  const all = volumes?.items ?? [];
  const placed = mounts?.items ?? [];
  const rest = all.filter(volume => !isShared(volume, placed, take.shared));
  const ofRest = placed.filter(mount => rest.some(volume => volume.at('name')?.text === mount.at('name')?.text) || !all.some(volume => volume.at('name')?.text === mount.at('name')?.text));
  const names = new Set(rest.map(volume => volume.at('name')?.text));
  const memory = take.hasSharedMemory ? sharedMemory(rest, ofRest, take) : undefined;
  if (memory && !memory.volume.at('emptyDir')) {
    conversion.note(NoteKind.LEFT_OUT, memory.volume, "'/dev/shm' is memory of the pod, which its limit counts, instead of this volume", "say how much with 'sharedMemory'");
  }
  const remaining = rest.filter(volume => volume !== memory?.volume);
  const remainingMounts = ofRest.filter(mount => mount !== memory?.mount);
  const isPlain = remaining.every(volume => volumeKind(volume) !== undefined) && remainingMounts.every(mount => names.has(mount.at('name')?.text) && isPlainMount(mount))
    && (take.canMount || remainingMounts.length === 0);
  if (!isPlain) {
    return { mounts: [], others: [], raw: rawVolumes(conversion, volumes, mounts) };
  }
  const converted: ConvertedMount[] = [];
  const others: Expression[] = [];
  for (const volume of remaining) {
    const name = volume.at('name')!.text;
    const own = remainingMounts.filter(mount => mount.at('name')?.text === name);
    const make = (): Expression => volumeExpression(conversion, volume);
    const made = own.length > 1 || take.constants.isShared(volume) ? take.constants.of(conversion, volume, make) : make();
    if (own.length === 0) {
      others.push(made);
    }
    const around = [volumes, mounts].filter(list => list !== undefined);
    own.forEach(mount => converted.push({ ...mountOf(mount, made), around: [...around, ...volume.entries.values()] }));
  }
  return { sharedMemory: memory && { size: memory.size, origin: memory.volume }, mounts: converted, others };
}

/** Statements that mount volumes in a component. */
export function mountStatements(conversion: Conversion, component: string, mounts: readonly ConvertedMount[]): Statement[] {
  return mounts.map(({ path, volume, options, origin, around }) => ({
    value: call({ kind: 'member', object: constant(component), name: 'mount' }, literal(path), volume, ...options ? [options] : []),
    // What is said of an item of a list stands above its first key.
    comments: [...around, ...origin.entries.values()].flatMap(value => conversion.commentsOf(value)),
    origin: origin.origin,
  }));
}

/** Mounts that all of some pods have alike, of claims and NFS shares. */
export function sharedPlaces(pods: readonly { readonly volumes?: Value; readonly mounts?: Value }[]): SharedPlace[] {
  if (pods.length < 2) {
    return [];
  }
  const placesOf = ({ volumes, mounts }: { readonly volumes?: Value; readonly mounts?: Value }): SharedPlace[] => (volumes?.items ?? []).flatMap(volume => {
    const own = (mounts?.items ?? []).filter(mount => mount.at('name')?.text === volume.at('name')?.text);
    const isPlain = own.length === 1 && own[0].entries.size === 2 && own[0].at('mountPath') && (volumeKind(volume) === 'nfs' || (volume.at('persistentVolumeClaim')?.entries.size === 1 && volume.at('persistentVolumeClaim', 'claimName')));
    const source = JSON.stringify([volume.at('persistentVolumeClaim')?.toData(), volume.at('nfs')?.toData()]);
    return isPlain ? [{ name: volume.at('name')!.text, path: own[0].at('mountPath')!.text, source, volume, mount: own[0] }] : [];
  });
  const key = ({ name, path, source }: SharedPlace): string => JSON.stringify([name, path, source]);
  const [first, ...others] = pods.map(placesOf);
  return first.filter(place => others.every(places => places.some(other => key(other) === key(place))));
}

/** What is said of file systems where they stand first. */
export function sharedComments(conversion: Conversion, shared: readonly SharedPlace[]): string[] {
  return shared.flatMap(({ volume, mount }) => [volume, mount]).flatMap(item => [...item.entries.values()].flatMap(value => conversion.commentsOf(value)));
}

/** A shared file system of the cluster. */
export function sharedFileSystem({ name, path, volume }: SharedPlace): Expression {
  const claim = volume.at('persistentVolumeClaim', 'claimName');
  const named = may('name', literal(name), volume.origin);
  if (claim) {
    return call({ kind: 'member', object: { kind: 'name', module: 'slurm-constructs', name: 'SharedFileSystem' }, name: 'claimName' }, literal(claim.text), literal(path), fields(named));
  }
  const nfs = volume.at('nfs')!;
  return call({ kind: 'member', object: { kind: 'name', module: 'slurm-constructs', name: 'SharedFileSystem' }, name: 'nfs' }, fields(
    must('server', literal(nfs.at('server')!.text)), must('path', literal(nfs.at('path')!.text)), must('mountPath', literal(path)), named,
  ));
}

function isShared(volume: Value, mounts: readonly Value[], shared: readonly SharedPlace[]): boolean {
  return shared.some(place => place.name === volume.at('name')?.text && mounts.filter(mount => mount.at('name')?.text === place.name).length === 1);
}

function sharedMemory(volumes: readonly Value[], mounts: readonly Value[], take: VolumeTake) {
  const mount = mounts.find(each => each.at('mountPath')?.text.replace(/\/$/, '') === '/dev/shm' && each.entries.size === 2);
  const volume = mount && volumes.find(each => each.at('name')?.text === mount.at('name')?.text);
  const alone = mount && mounts.filter(each => each.at('name')?.text === mount.at('name')?.text).length === 1;
  if (!mount || !volume || !alone) {
    return undefined;
  }
  const memory = volume.at('emptyDir');
  const amount = memory?.at('medium')?.text === 'Memory' ? size(memory.at('sizeLimit')?.text ?? '') : undefined;
  if (amount) {
    return { mount, volume, size: amount };
  }
  return take.alwaysHasSharedMemory ? { mount, volume, size: undefined } : undefined;
}

const factories: { readonly [kind: string]: readonly string[] } = {
  persistentVolumeClaim: ['claimName', 'readOnly'],
  hostPath: ['path', 'type'],
  emptyDir: ['medium', 'sizeLimit'],
  configMap: ['name', 'defaultMode', 'optional', 'items'],
  secret: ['secretName', 'defaultMode', 'optional', 'items'],
  nfs: ['server', 'path', 'readOnly'],
  csi: ['driver', 'fsType', 'readOnly', 'volumeAttributes'],
};

/** The source of a volume, if cdk8s-plus can make all that is said of it. */
function volumeKind(volume: Value): string | undefined {
  const sources = [...volume.entries].filter(([key, value]) => key !== 'name' && !value.isNull);
  const [[kind, source]] = sources.length === 1 ? sources : [['none', volume]];
  const known = factories[kind];
  const isKnown = known !== undefined && volume.at('name') !== undefined && source.kind === 'map' && [...source.entries].every(([key, value]) => known.includes(key) || value.isNull);
  if (!isKnown || (source.at('items')?.items ?? []).some(item => [...item.entries.keys()].some(key => !['key', 'path', 'mode'].includes(key)))) {
    return undefined;
  }
  const limit = source.at('sizeLimit');
  const needed: { readonly [kind: string]: readonly string[] } = { persistentVolumeClaim: ['claimName'], hostPath: ['path'], configMap: ['name'], secret: ['secretName'], nfs: ['server', 'path'], csi: ['driver'] };
  return (needed[kind] ?? []).some(key => !source.at(key)) || (limit && !size(limit.text)) || !isKnownWord(kind, source) ? undefined : kind;
}

function isKnownWord(kind: string, source: Value): boolean {
  return kind === 'emptyDir' ? ['', 'Memory'].includes(source.at('medium')?.text ?? '') : kind !== 'hostPath' || plusMember(hostPathTypes, 'HostPathVolumeType', source.at('type')?.text ?? '') !== undefined;
}

const hostPathTypes = {
  DEFAULT: '', DIRECTORY_OR_CREATE: 'DirectoryOrCreate', DIRECTORY: 'Directory', FILE_OR_CREATE: 'FileOrCreate', FILE: 'File', SOCKET: 'Socket', CHAR_DEVICE: 'CharDevice', BLOCK_DEVICE: 'BlockDevice',
};

const propagations = { NONE: 'None', HOST_TO_CONTAINER: 'HostToContainer', BIDIRECTIONAL: 'Bidirectional' };

function volumeExpression(conversion: Conversion, volume: Value): Expression {
  const kind = volumeKind(volume)!;
  const source = volume.at(kind) ?? volume;
  const name = volume.at('name')!.text;
  const id = literal(conversion.id(name));
  const named = must('name', literal(name));
  const flag = (key: string): Field | undefined => source.at(key)?.scalar === true ? must(key, literal(true)) : undefined;
  const textField = (key: string): Field | undefined => { const value = source.at(key); return value && must(key, literal(value.text)); };
  const make = (factory: string, ...args: readonly Expression[]): Expression => call(plus(`Volume.${factory}`), constant('chart'), id, ...args);
  switch (kind) {
    case 'persistentVolumeClaim': return make('fromPersistentVolumeClaim', conversion.claim(source.at('claimName')!.text), fields(named, flag('readOnly')));
    case 'hostPath': {
      const type = source.at('type');
      return make('fromHostPath', literal(name), fields(textField('path'), type && type.text !== '' ? must('type', plusMember(hostPathTypes, 'HostPathVolumeType', type.text)!) : undefined));
    }
    case 'emptyDir': {
      const limit = source.at('sizeLimit');
      const options = fields(source.at('medium')?.text === 'Memory' ? must('medium', plus('EmptyDirMedium.MEMORY')) : undefined, limit && must('sizeLimit', size(limit.text)!));
      return make('fromEmptyDir', literal(name), ...options.fields.length > 0 ? [options] : []);
    }
    case 'configMap': return make('fromConfigMap', conversion.configMap(source.at('name')!.text), fields(named, ...files(source)));
    case 'secret': return make('fromSecret', conversion.secret(source.at('secretName')!.text), fields(named, ...files(source)));
    case 'nfs': return make('fromNfs', literal(name), fields(textField('server'), textField('path'), flag('readOnly')));
    default: {
      const attributes = source.at('volumeAttributes');
      return make('fromCsi', literal(source.at('driver')!.text), fields(named, textField('fsType'), flag('readOnly'), attributes && must('attributes', fields(...[...attributes.entries].map(([key, value]) => must(key, literal(value.text)))))));
    }
  }
}

function files(source: Value): (Field | undefined)[] {
  const [mode, items] = [source.at('defaultMode'), source.at('items')];
  return [
    mode && must('defaultMode', literal(Number(mode.scalar))),
    source.at('optional')?.scalar === true ? must('optional', literal(true)) : undefined,
    items && must('items', fields(...items.items.map(item => {
      const own = item.at('mode');
      return must(item.at('key')?.text ?? '', fields(must('path', literal(item.at('path')?.text ?? '')), own && must('mode', literal(Number(own.scalar)))));
    }))),
  ];
}

function isPlainMount(mount: Value): boolean {
  const keys = ['name', 'mountPath', 'readOnly', 'subPath', 'subPathExpr', 'mountPropagation'];
  return mount.at('mountPath') !== undefined && [...mount.entries.keys()].every(key => keys.includes(key)) && (mount.at('mountPropagation') === undefined || plusMember(propagations, '', mount.at('mountPropagation')!.text) !== undefined);
}

function mountOf(mount: Value, volume: Expression): Omit<ConvertedMount, 'around'> {
  const [subPath, expression, propagation] = ['subPath', 'subPathExpr', 'mountPropagation'].map(key => mount.at(key));
  const options = fields(
    mount.at('readOnly')?.scalar === true ? may('readOnly', literal(true), mount.origin) : undefined,
    subPath && may('subPath', literal(subPath.text), mount.origin),
    expression && may('subPathExpr', literal(expression.text), mount.origin),
    propagation && may('propagation', plusMember(propagations, 'MountPropagation', propagation.text)!, mount.origin),
  );
  return { path: mount.at('mountPath')!.text, volume, options: options.fields.length > 0 ? options : undefined, origin: mount };
}

function rawVolumes(conversion: Conversion, volumes: Value | undefined, mounts: Value | undefined): NonNullable<ConvertedVolumes['raw']> {
  return {
    volumes: volumes && volumes.items.length > 0 ? typedLiteral(conversion, volumes, 'k8s.Volume[]') : undefined,
    mounts: mounts && mounts.items.length > 0 ? typedLiteral(conversion, mounts, 'k8s.VolumeMount[]') : undefined,
  };
}

/** Names in a list of references such as `imagePullSecrets`. */
export function namesIn(references: Value | undefined): string[] {
  return (references?.items ?? []).map(item => item.at('name')?.text ?? item.text).filter(name => name !== '');
}

