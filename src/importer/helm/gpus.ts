import { Conversion } from './conversion';
import { NoteKind } from './note';
import { fieldsOfLine } from './slurm-lines';
import { Gres } from '../../slurm/gres';
import { call, Expression, Field, fields, literal, method, must, ours } from '../code/expression';
import { Value } from '../values/value';

/** GPUs of a node set, as the props of `addGpuNodeSet`. */
export interface ConvertedGpus {
  readonly fields: readonly Field[];
  /** Resource that Kubernetes counts them under. */
  readonly resourceName: string;
}

/** How slurmd of all nodes finds GPUs, read from gres.conf. */
export interface GpuDevicesSource {
  readonly devices?: Expression;
  /** The file. */
  readonly value?: Value;
  /** Whether the file says no more than this. */
  readonly isWhole: boolean;
  /** Whether it names files, which nodes may differ in. */
  readonly namesFiles: boolean;
}

/** What is known of a model of the catalogue. */
interface Model {
  readonly member: string;
  readonly name: string;
  readonly resourceName: string;
  readonly gresType?: string;
}

/** What gres.conf says, where the props can say it too. */
export function devicesOf(gresConf: Value | undefined): GpuDevicesSource {
  const said = (gresConf?.text ?? '').split('\n').map(line => line.replace(/#.*/, '').trim()).filter(line => line !== '').map(fieldsOfLine);
  const value = (line: ReturnType<typeof fieldsOfLine>, key: string): string | undefined => line.find(field => field.key.toLowerCase() === key)?.value;
  const [line, ...more] = said;
  if (line === undefined) {
    return { isWhole: gresConf === undefined, namesFiles: false };
  }
  const detection = value(line, 'autodetect')?.toLowerCase();
  if (more.length === 0 && line.length === 1 && detection !== undefined && ['nvidia', 'nvml', 'rsmi', 'oneapi', 'nrt'].includes(detection)) {
    return { devices: call(ours('GpuDevices.autoDetect'), ours(`AutoDetect.${detection.toUpperCase()}`)), value: gresConf, isWhole: true, namesFiles: false };
  }
  const files = value(line, 'file');
  const isPlain = line.every(({ key }) => ['name', 'type', 'file'].includes(key.toLowerCase()));
  return more.length === 0 && isPlain && value(line, 'name') === 'gpu' && files !== undefined
    ? { devices: call(ours('GpuDevices.files'), literal(files)), value: gresConf, isWhole: true, namesFiles: true }
    : { isWhole: false, namesFiles: false };
}

/** The GPUs that a node set offers to Slurm and asks Kubernetes for; nothing when the two do not agree, or there are none. */
export function convertGpus(conversion: Conversion, key: string, nodeSet: Value, gres: readonly Gres[], devices: GpuDevicesSource): ConvertedGpus | undefined {
  const offered = gres.filter(({ name }) => name === 'gpu');
  const requested = [...nodeSet.at('slurmd', 'resources', 'limits')?.entries ?? []].filter(([name]) => /^(?:[a-z0-9.-]+\/gpu|gpu\.[a-z.]+\/\w+)$/.test(name));
  const count = Number(requested[0]?.[1].text);
  if (offered.length !== 1 || requested.length !== 1 || offered[0].noConsume || !Number.isInteger(count) || count < 1) {
    return undefined;
  }
  const [[resourceName, amount]] = requested;
  const { type } = offered[0];
  if (offered[0].count !== count) {
    conversion.note(NoteKind.CHOICE, amount, `Gres of '${key}' says ${offered[0].count} GPUs and its pods get ${count}, so its nodes are INVALID today; the program says ${count}`, 'correct it if the pods should get more');
  }
  const vendor = /^amd\./.test(resourceName) ? 'AMD' : 'NVIDIA';
  const model = modelOf(conversion, key, nodeSet, resourceName, type);
  const custom = call(ours('Gpu.custom'), fields(
    must('resourceName', literal(resourceName)),
    type === undefined ? undefined : must('gresType', literal(type)),
    vendor === 'AMD' ? must('vendor', ours('GpuVendor.AMD')) : undefined,
  ));
  const known = model && ours(`Gpu.${model.member}`);
  return {
    resourceName,
    fields: [
      must('gpu', known === undefined ? custom : type === undefined ? method(known, 'untyped') : known, amount.origin, conversion.commentsOf(amount)),
      conversion.may('gpusPerNode', literal(count), amount)!,
      ...model && type !== undefined && model.gresType !== type ? [must('gresType', literal(type))] : [],
      ...devices.devices ? [conversion.may('devices', devices.devices, devices.value)!] : [],
    ],
  };
}

function catalogue(conversion: Conversion): Model[] {
  return Object.entries(Object.getOwnPropertyDescriptors(conversion.library.Gpu)).flatMap(([member, { value }]) => {
    const model = value as Model | undefined;
    return typeof model === 'object' && model !== null && typeof model.resourceName === 'string' ? [{ member, name: model.name, resourceName: model.resourceName, gresType: model.gresType }] : [];
  });
}

function modelOf(conversion: Conversion, key: string, nodeSet: Value, resourceName: string, type: string | undefined): Model | undefined {
  const models = catalogue(conversion).filter(model => model.resourceName === resourceName);
  const hints = words(JSON.stringify([key, nodeSet.at('podSpec', 'nodeSelector')?.toData(), nodeSet.at('extraConfMap')?.toData(), nodeSet.at('extraConf')?.toData(), nodeSet.at('slurmd', 'image')?.toData()]));
  if (type === undefined) {
    const hinted = models.filter(({ gresType }) => gresType !== undefined && hints.includes(gresType));
    const [first] = preferred(hinted, hints);
    if (first) {
      conversion.note(NoteKind.CHOICE, nodeSet, `the GPUs of '${key}' have no type in Slurm; by the names around them they are ${first.name}, and stay without a type`, 'correct the model if that is wrong');
    }
    return first;
  }
  const exact = models.filter(({ gresType }) => gresType === type);
  if (exact.length > 0) {
    const [first, ...others] = preferred(exact, hints);
    if (others.length > 0) {
      conversion.note(NoteKind.CHOICE, nodeSet, `'${type}' may be ${exact.map(({ name }) => name).join(' or ')}; '${key}' is taken for the ${first.name}`, 'correct the model if that is wrong');
    }
    return first;
  }
  const spelled = type.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return models.find(({ name }) => name.toLowerCase().replace(/[^a-z0-9]+/g, '_') === spelled);
}

/** Models whose memory is named somewhere first, then those with 80 GB, which most have. */
function preferred(models: readonly Model[], hints: readonly string[]): Model[] {
  const memory = ({ member }: Model): string => /_(\d+)GB$/.exec(member)?.[1] ?? '';
  const rank = (model: Model): number => hints.some(hint => hint === `${memory(model)}gb` || hint === `${memory(model)}g`) ? 0 : memory(model) === '80' ? 1 : 2;
  return [...models].sort((one, other) => rank(one) - rank(other));
}

function words(text: string): string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/);
}
