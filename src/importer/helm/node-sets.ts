import { ConfEntry, confEntries } from './conf-map';
import { ChartImage, containerFields, imageExpression, imageReference } from './container';
import { Conversion, texts } from './conversion';
import { convertGpus, ConvertedGpus, GpuDevicesSource } from './gpus';
import { NoteKind } from './note';
import { podFields } from './pod';
import { podAmount } from './pod-amount';
import { goSeconds, seconds } from './quantities';
import { lines } from './settings';
import { fieldsOfLine } from './slurm-lines';
import { convertVolumes, mountStatements, PodVolumes } from './volumes';
import { Gres } from '../../slurm/gres';
import { call, constant, Expression, Field, fields, list, literal, method, must, ours, Statement } from '../code/expression';
import { Value } from '../values/value';

/** The chart's image of workers. */
export const slurmdImage: ChartImage = { repository: 'ghcr.io/slinkyproject/slurmd', tag: '26.05-ubuntu26.04' };

/** What node sets have in common. */
export interface NodeSetContext {
  readonly pods: PodVolumes;
  readonly devices: GpuDevicesSource;
}

/** A node set in the program. */
export interface ConvertedNodeSet {
  readonly key: string;
  /** Its constant. */
  readonly reference: Expression;
  readonly statements: readonly Statement[];
  readonly value: Value;
  readonly hasGpus: boolean;
  /** Whether jobs may ask it for GPUs, with or without typed GPUs. */
  readonly offersGpus: boolean;
}

/** Keys of the node's line as the chart passes them to slurmd. */
export function nodeEntries(conversion: Conversion, nodeSet: Value): ConfEntry[] {
  const raw = nodeSet.at('extraConf');
  return raw && !raw.isFalsy
    ? fieldsOfLine(raw.text).map(({ key, value }) => ({ key, text: value, value: raw }))
    : confEntries(conversion, nodeSet.at('extraConfMap'));
}

/** Converts a node set, its defaults merged in. */
export function convertNodeSet(conversion: Conversion, key: string, nodeSet: Value, context: NodeSetContext): ConvertedNodeSet {
  const name = conversion.constantName(key);
  const comments = conversion.commentsOf(nodeSet);
  const entries = nodeEntries(conversion, nodeSet);
  const gresText = entries.find(entry => entry.key.toLowerCase() === 'gres');
  const gres = gresText ? Gres.parseNodeList(gresText.text).value ?? [] : [];
  const gpus = convertGpus(conversion, key, nodeSet, gres, context.devices);
  const volumes = convertVolumes(conversion, nodeSet.at('podSpec', 'volumes'), nodeSet.at('slurmd', 'volumeMounts'), {
    ...context.pods, canMount: true, hasSharedMemory: true, alwaysHasSharedMemory: gpus !== undefined,
  });
  const slurmd = nodeSet.at('slurmd');
  const reference = imageReference(slurmd?.at('image'), slurmdImage);
  const members = (typed: ConvertedGpus | undefined): (Field | undefined)[] => [
    ...typed?.fields ?? [],
    scaling(conversion, nodeSet),
    reference === undefined ? undefined : conversion.mayWhole('image', imageExpression(reference), slurmd?.at('image')),
    ...containerFields(conversion, slurmd, { resources: typed ? [typed.resourceName] : [], hasHardware: true, rawMounts: volumes.raw?.mounts }),
    volumes.sharedMemory?.size && conversion.may('sharedMemory', volumes.sharedMemory.size, volumes.sharedMemory.origin),
    ...lineFields(conversion, nodeSet, entries, gres, typed),
    ...optionFields(conversion, nodeSet),
    ...podFields(conversion, nodeSet, { volumes, tolerations: typed ? [{ key: typed.resourceName, operator: 'Exists', effect: 'NoSchedule' }] : [] }),
  ];
  const statement = (typed: ConvertedGpus | undefined): Statement => {
    const options = fields(...members(typed));
    return {
      name,
      value: method(constant('cluster'), typed ? 'addGpuNodeSet' : 'addNodeSet', literal(key), ...options.fields.length > 0 ? [options] : []),
      comments,
      origin: nodeSet.origin,
      startsParagraph: true,
    };
  };
  const main = statement(gpus);
  return {
    key,
    reference: constant(name),
    statements: [
      gpus ? { ...main, otherwise: [plainly(conversion, nodeSet, () => statement(undefined))] } : main,
      ...mountStatements(conversion, name, volumes.mounts),
    ],
    value: nodeSet,
    hasGpus: gpus !== undefined,
    offersGpus: gres.some(each => each.name === 'gpu'),
  };
}

// What is told of a node set is told once, however often it is converted.
function plainly(conversion: Conversion, nodeSet: Value, make: () => Statement): Statement {
  const before = conversion.notes.length;
  const made = make();
  conversion.notes.length = before;
  return { ...made, origin: nodeSet.origin };
}

function scaling(conversion: Conversion, nodeSet: Value): Field | undefined {
  const [mode, replicas] = [nodeSet.at('scalingMode'), nodeSet.at('replicas')];
  if (mode?.text === 'DaemonSet') {
    return conversion.may('scaling', call(ours('Scaling.daemonSet')), mode);
  }
  const number = replicas === undefined ? 1 : Number(replicas.scalar);
  return conversion.may('scaling', number === 0 ? call(ours('Scaling.scaledToZero')) : call(ours('Scaling.fixed'), literal(number)), replicas);
}

function lineFields(
  conversion: Conversion, nodeSet: Value, entries: readonly ConfEntry[], gres: readonly Gres[], gpus: ConvertedGpus | undefined,
): (Field | undefined)[] {
  const rest: Field[] = [];
  const found: (Field | undefined)[] = [];
  const limits = nodeSet.at('slurmd', 'resources', 'limits');
  for (const { key, text, value } of entries) {
    switch (key.toLowerCase()) {
      case 'feature': case 'features': found.push(conversion.may('features', texts(text.split(',').filter(word => word !== '')), value)); break;
      case 'weight': if (!/^\d+$/.test(text)) {
        rest.push(conversion.may(key, literal(text), value)!);
        break;
      }
        found.push(conversion.may('weight', literal(Number(text)), value)); break;
      case 'gres': {
        const others = gres.filter(({ name }) => gpus === undefined || name !== 'gpu');
        if (gres.length === 0 || others.some(each => each.noConsume)) {
          conversion.note(NoteKind.BROKEN, value, `'${text}' cannot be read as generic resources, so it is left out`, "write it like 'gpu:h100:8'");
        } else if (others.length > 0) {
          found.push(conversion.may('gres', list(others.map(({ name, type, count }) => fields(
            must('name', literal(name)), type === undefined ? undefined : must('type', literal(type)), must('count', literal(count)),
          ))), value));
        }
        break;
      }
      case 'cpus': case 'realmemory': {
        const resource = key.toLowerCase() === 'cpus' ? 'cpu' : 'memory';
        const limited = limits?.at(resource) !== undefined;
        conversion.note(NoteKind.LEFT_OUT, value, limited
          ? `'${key}=${text}' is left out: what a node offers follows from the limit of its pod, here ${limits!.at(resource)!.text}`
          : `'${key}=${text}' has no place: a pod without a limit sees the whole machine, and one with '${resource}' offers that`, limited ? 'remove it' : `say it with '${resource}' of the node set`);
        break;
      }
      default: rest.push(conversion.may(key, literal(text), value)!);
    }
  }
  if (rest.length > 0) {
    found.push(conversion.may('extraNodeConf', fields(...rest), rest.length === 1 ? undefined : nodeSet.at('extraConfMap')));
  }
  return found;
}

function optionFields(conversion: Conversion, nodeSet: Value): (Field | undefined)[] {
  // What the API server fills in needs no word.
  const flag = (key: string, usual: boolean): Field | undefined => {
    const value = nodeSet.at(key);
    return typeof value?.scalar === 'boolean' && value.scalar !== usual ? conversion.may(key, literal(value.scalar), value) : undefined;
  };
  const [padding, prune, ssh] = ['ordinalPadding', 'pruneSlurmNodeRecords', 'ssh'].map(key => nodeSet.at(key));
  const sshLines = ssh?.at('extraSshdConfig');
  return [
    padding && Number(padding.scalar) !== 0 ? conversion.may('ordinalPadding', literal(Number(padding.scalar)), padding) : undefined,
    updateStrategy(conversion, nodeSet.at('updateStrategy')),
    flag('pinToNode', false),
    flag('oversubscribeNode', false),
    flag('workloadDisruptionProtection', true),
    prune && prune.text !== 'Never' ? conversion.may('pruneSlurmNodeRecords', literal(true), prune) : undefined,
    ssh?.at('enabled')?.scalar === true ? conversion.may('ssh', fields(sshLines && conversion.may('extraSshdConfig', lines(sshLines.text), sshLines)), ssh) : undefined,
  ];
}

function updateStrategy(conversion: Conversion, strategy: Value | undefined): Field | undefined {
  const type = strategy?.at('type')?.text ?? 'RollingUpdate';
  if (strategy === undefined) {
    return undefined;
  }
  if (type === 'OnDelete') {
    return conversion.may('updateStrategy', call(ours('UpdateStrategy.onDelete')), strategy);
  }
  const scheduled = strategy.at('scheduledUpdate');
  if (type === 'ScheduledUpdate' && scheduled) {
    const [start, duration, flags] = ['startTime', 'duration', 'flags'].map(key => scheduled.at(key));
    const length = goSeconds(duration?.text ?? '');
    const flagMembers = Object(conversion.library.ReservationFlag) as { readonly [member: string]: unknown };
    const known = Object.keys(flagMembers);
    const words = (flags?.items ?? []).map(({ text }) => known.find(member => flagMembers[member] === text)).filter(member => member !== undefined);
    return conversion.may('updateStrategy', call(ours('UpdateStrategy.scheduled'), fields(
      must('startTime', literal(start?.text ?? '')),
      length === undefined ? undefined : conversion.may('duration', seconds(length), duration),
      words.length > 0 ? conversion.may('flags', list(words.map(member => ours(`ReservationFlag.${member}`))), flags) : undefined,
    )), strategy);
  }
  const most = strategy.at('rollingUpdate', 'maxUnavailable');
  if (!most) {
    return undefined;
  }
  const amount = podAmount(conversion, most);
  return amount && conversion.may('updateStrategy', call(ours('UpdateStrategy.rollingUpdate'), fields(must('maxUnavailable', amount))), most);
}
