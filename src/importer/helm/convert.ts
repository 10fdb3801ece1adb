import { withA3Mega } from './a3-mega';
import { accountingField, authKeys, controllerField, fileFields, identityField, metricsField, priorityClass, restApiField, scriptsField } from './cluster-props';
import { imageExpression, imageReference } from './container';
import { Conversion, dataExpression } from './conversion';
import { enabledSets } from './enabled-sets';
import { devicesOf } from './gpus';
import { convertLoginSet } from './login-sets';
import { ConvertedNodeSet, convertNodeSet, slurmdImage } from './node-sets';
import { NoteKind } from './note';
import { isYes, partitionEntries, PartitionSource, partitionStatement } from './partitions';
import { plusMember, Settings } from './settings';
import { convertConf, rawLinesField, RawLine } from './slurm-conf';
import { ConfLines } from './slurm-lines';
import { VolumeConstants } from './volume-constants';
import { sharedComments, sharedFileSystem, sharedPlaces, namesIn } from './volumes';
import { KeywordTable } from '../../slurm/catalog';
import { call, constant, create, Expression, Field, fields, cdk8s, list, literal, may, must, ours, Statement } from '../code/expression';
import { Value } from '../values/value';

/** Statements that declare what the chart would render for some values. */
export function convert(conversion: Conversion, values: Value): Statement[] {
  conversion.adopt(values.with({ comments: [] }));
  const nodeSetValues = enabledSets(conversion, values, 'nodesets', 'nodesetDefaults').map(([key, set]): [string, Value] => [key, withA3Mega(conversion, key, set, values.at('vendor', 'google', 'a3mega'))]);
  const loginSetValues = enabledSets(conversion, values, 'loginsets', 'loginsetDefaults');
  const shared = sharedPlaces([
    ...loginSetValues.map(([, set]) => ({ volumes: set.at('podSpec', 'volumes'), mounts: set.at('login', 'volumeMounts') })),
    ...nodeSetValues.map(([, set]) => ({ volumes: set.at('podSpec', 'volumes'), mounts: set.at('slurmd', 'volumeMounts') })),
  ]);
  const pods = { shared, constants: new VolumeConstants([...loginSetValues, ...nodeSetValues].map(([, set]) => set.at('podSpec', 'volumes'))) };
  const devices = devicesOf(values.at('configFiles', 'gres.conf'));
  const usable = devices.namesFiles && nodeSetValues.length > 1 ? { ...devices, devices: undefined, isWhole: false } : devices;
  // In the order of the program, so that comments go to what comes first in it.
  const priority = priorityClass(conversion, values.at('priorityClass'));
  const keys = authKeys(conversion, values);
  const controller = controllerField(conversion, values.at('controller'));
  const restapi = restApiField(conversion, values.at('restapi'));
  const accounting = accountingField(conversion, values.at('accounting'));
  const conf = convertConf(conversion, values.at('controller'), KeywordTable.SLURM_CONF, Settings.SLURM_CONF, 'slurmConf');
  const loginSets = loginSetValues.map(([key, set]) => convertLoginSet(conversion, key, set, pods));
  const nodeSets = nodeSetValues.map(([key, set]) => convertNodeSet(conversion, key, set, { pods, devices: usable }));
  const partitions = withDefault(conversion, allPartitions(conversion, values, nodeSets, conf.partitions)).map(each => partitionStatement(conversion, each));
  const rawPartitions = partitions.flatMap(({ rawLine }): RawLine[] => rawLine === undefined ? [] : [{ text: rawLine, value: values }]);

  const isExternal = values.at('controller', 'external')?.scalar === true;
  const gpusAreTyped = nodeSets.filter(({ offersGpus }) => offersGpus).every(({ hasGpus }) => hasGpus) && nodeSets.some(({ hasGpus }) => hasGpus);
  const clusterName = values.at('clusterName');
  const inside: (Field | undefined)[] = isExternal ? [] : [
    controller.field,
  ];
  const props = fields(
    clusterName && !clusterName.isFalsy ? conversion.must('clusterName', literal(clusterName.text), clusterName) : isExternal ? must('clusterName', literal(`${conversion.namespace}_${conversion.fullName}`)) : undefined,
    isExternal ? undefined : may('preset', ours('SlurmPreset.OPERATOR')),
    slurmVersion(values),
    imagesField(conversion, values, nodeSets.map(({ value }) => value), [...nodeSets.map(({ value }) => value.at('logfile')), ...loginSets.map(({ value }) => value.at('initconf'))]),
    priority.field,
    keys,
    jwksField(conversion, values),
    ...inside,
    isExternal ? must('externalController', externalHost(values)) : undefined,
    restapi.field,
    accounting.field,
    loginSets.length > 0 || nodeSets.some(({ value }) => value.at('ssh', 'enabled')?.scalar === true) ? identityField(conversion, values.at('sssd')) : undefined,
    shared.length > 0 ? may('sharedFileSystems', list(shared.map(sharedFileSystem)), undefined, sharedComments(conversion, shared)) : undefined,
    ...isExternal ? [] : [
      conf.settings,
      rawLinesField(conversion, 'extraSlurmConf', [...conf.rawLines, ...rawPartitions]),
      ...fileFields(conversion, values.at('configFiles'), usable, gpusAreTyped),
      ...(['prologScripts/prologs', 'epilogScripts/epilogs', 'prologSlurmctldScripts/slurmctldPrologs', 'epilogSlurmctldScripts/slurmctldEpilogs'] as const).map(pair => {
        const [key, prop] = pair.split('/');
        return scriptsField(conversion, prop, values.at(key));
      }),
      metricsField(conversion, values.at('controller', 'metrics')),
    ],
  );
  const cluster = constant('cluster');
  // Login hosts say the type of their Service in any case.
  const always = must('service', fields(must('type', literal('ClusterIP'))));
  const main: Statement = {
    name: 'cluster', comments: [], startsParagraph: true, value: create(ours('SlurmCluster'), constant('chart'), literal(conversion.fullName), ...props.fields.length > 0 ? [props] : []),
  };
  leftovers(conversion, { kind: 'member', object: cluster, name: 'controller' }, values.at('controller'), ['logfile', 'reconfigure'], controller.restOfService, controller.service);
  leftovers(conversion, { kind: 'member', object: { kind: 'member', object: cluster, name: 'restApi' }, name: 'resource' }, values.at('restapi'), [], restapi.restOfService, restapi.service);
  leftovers(conversion, { kind: 'member', object: { kind: 'member', object: cluster, name: 'accounting!' }, name: 'resource' }, accounting.field && values.at('accounting'), [], accounting.restOfService, accounting.service);
  nodeSets.forEach(({ reference, value }) => leftovers(conversion, { kind: 'member', object: reference, name: 'resource' }, value, ['logfile']));
  loginSets.forEach(({ reference, value, restOfService }) => {
    leftovers(conversion, { kind: 'member', object: reference, name: 'resource' }, value, ['initconf'], restOfService, always);
  });
  return [
    ...conversion.statements,
    ...priority.object ? [{ value: priority.object, comments: [] }] : [],
    main,
    ...loginSets.flatMap(({ statements }) => statements),
    ...nodeSets.flatMap(({ statements }) => statements),
    ...partitions.flatMap(({ statement }) => statement ? [statement] : []).map((statement, index) => ({ ...statement, startsParagraph: index === 0 })),
    ...dcgm(conversion, values.at('vendor', 'nvidia', 'dcgm'), nodeSets),
    ...conversion.patches,
    ...extraObjects(conversion, values.at('extraObjects')),
  ];
}

function allPartitions(conversion: Conversion, values: Value, nodeSets: readonly ConvertedNodeSet[], inConf: ConfLines['partitions']): PartitionSource[] {
  const on = (set: ConvertedNodeSet): PartitionSource => ({
    name: set.key, nodeSets: [set.reference], nodes: set.key, entries: partitionEntries(conversion, set.value.at('partition')!), origin: set.value.at('partition'),
  });
  const found: PartitionSource[] = [
    ...inConf.map(({ name, fields: keys }) => {
      const nodes = keys.find(({ key }) => /^nodes$/i.test(key))?.value.split(',') ?? [];
      return source(conversion, name, nodes, keys.filter(({ key }) => !/^nodes$/i.test(key)).map(({ key, value }) => ({ key, text: value, value: values })), nodeSets);
    }),
    ...nodeSets.filter(({ value }) => value.at('partition', 'enabled')?.scalar === true).map(on),
    ...[...values.at('partitions')?.entries ?? []].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([, partition]) => partition.at('enabled')?.scalar === true).map(([name, partition]) => {
      const listed = partition.at('nodesets')?.items.map(({ text }) => text) ?? (name === 'all' ? ['ALL'] : []);
      // What the chart ships for this one partition.
      const shipped = name === 'all' && !partition.at('config') && !partition.entries.get('configMap') ? [{ key: 'Default', text: 'YES', value: partition }] : [];
      return { ...source(conversion, name, listed, [...shipped, ...partitionEntries(conversion, partition)], nodeSets, partition), origin: partition };
    }),
  ];
  if (found.length > 0 || values.at('controller', 'external')?.scalar === true) {
    return found;
  }
  const meant = nodeSets.filter(({ value }) => ['config', 'configMap'].some(key => value.at('partition', key) && !value.at('partition', key)!.isFalsy) && value.at('partition', 'enabled') === undefined);
  conversion.note(NoteKind.CHOICE, undefined, `no partition is enabled, so slurmctld refuses every job today; the program has ${meant.length > 0 ? 'those that node sets describe' : "'all'"}`, 'correct it if you have partitions from elsewhere');
  return meant.length > 0 ? meant.map(on) : [{ name: 'all', nodes: 'ALL', entries: [] }];
}

/** One of several partitions must be the default: slurmctld refuses jobs that name none otherwise. */
function withDefault(conversion: Conversion, partitions: readonly PartitionSource[]): PartitionSource[] {
  const hasDefault = partitions.some(({ entries }) => entries.some(({ key, text }) => /^default$/i.test(key) && isYes(text)));
  if (partitions.length < 2 || hasDefault) {
    return partitions.map(partition => ({ ...partition, isOnly: partitions.length === 1 }));
  }
  const chosen = partitions.find(({ name }) => name === 'all') ?? partitions[0];
  conversion.note(NoteKind.CHOICE, chosen.origin, `no partition is the default, so jobs that name none are refused today; the program makes it '${chosen.name}'`, 'choose another one if you like');
  return partitions.map(partition => ({ ...partition, becomesDefault: partition === chosen }));
}

function source(conversion: Conversion, name: string, listed: readonly string[], entries: PartitionSource['entries'], nodeSets: readonly ConvertedNodeSet[], origin?: Value): PartitionSource {
  const sets = [...new Set(listed)].sort();
  const unknown = sets.filter(each => each.toUpperCase() !== 'ALL' && !nodeSets.some(({ key }) => key === each));
  unknown.forEach(each => conversion.note(NoteKind.BROKEN, origin, `partition '${name}' names node set '${each}', which does not exist or is not enabled, and the chart does not render`, 'remove it there'));
  const known = sets.flatMap(each => nodeSets.filter(({ key }) => key === each));
  const isAll = sets.some(each => each.toUpperCase() === 'ALL') || known.length === 0;
  return { name, nodes: isAll ? 'ALL' : known.map(({ key }) => key).join(','), nodeSets: isAll ? undefined : known.map(({ reference }) => reference), entries };
}

/** The release of Slurm, when slurmctld's image is a stock one of another version than the newest. */
function slurmVersion(values: Value): Field | undefined {
  const image = values.at('controller', 'slurmctld', 'image');
  const [, version] = /^ghcr\.io\/slinkyproject\/slurmctld:(\d\d\.\d\d\.\d+)-[a-z0-9.]+$/.exec(imageReference(image, { repository: 'ghcr.io/slinkyproject/slurmctld', tag: '' }) ?? '') ?? [];
  return version === undefined ? undefined : may('slurmVersion', call(ours('SlurmVersion.of'), literal(version)), image!.origin);
}

function imagesField(conversion: Conversion, values: Value, nodeSets: readonly Value[], others: readonly (Value | undefined)[]): Field | undefined {
  const [policy, secrets] = [values.at('imagePullPolicy'), values.at('imagePullSecrets')];
  const sidecars = [values.at('controller', 'logfile'), ...others].flatMap(container => {
    const reference = imageReference(container?.at('image'), { repository: 'docker.io/library/alpine', tag: 'latest' });
    return reference === undefined || /:latest$/.test(reference) ? [] : [{ reference, value: container!.at('image')! }];
  });
  const [first] = sidecars;
  sidecars.filter(({ reference }) => reference !== first.reference).forEach(({ reference, value }) => conversion.note(
    NoteKind.LEFT_OUT, value, `'${reference}' differs from '${first.reference}': a cluster has one image for its log readers and init containers`, 'nothing, unless the image does more than run a shell',
  ));
  const kind = policy && plusMember({ ALWAYS: 'Always', IF_NOT_PRESENT: 'IfNotPresent', NEVER: 'Never' }, 'ImagePullPolicy', policy.text);
  const slurmd = commonImage(values, nodeSets);
  return conversion.group('images', undefined, () => [
    first && conversion.may('sidecar', literal(first.reference), first.value),
    slurmd === undefined ? undefined : conversion.may('slurmd', imageExpression(slurmd)),
    kind && conversion.may('pullPolicy', kind, policy),
    namesIn(secrets).length > 0 ? conversion.may('pullSecrets', list(namesIn(secrets).map(name => conversion.secret(name))), secrets) : undefined,
  ]);
}

/** The image of most workers, for those that name none; of equally many, one of slurmctld's release. */
function commonImage(values: Value, nodeSets: readonly Value[]): string | undefined {
  const references = nodeSets.map(set => imageReference(set.at('slurmd', 'image'), slurmdImage)).filter(reference => reference !== undefined);
  if (references.length < 2 || references.length < nodeSets.length) {
    return undefined;
  }
  const release = (reference: string): string | undefined => /(?:^|\D)(\d\d\.\d\d)(?!\d)/.exec(reference.split(':').pop() ?? '')?.[1];
  const slurmctld = release(imageReference(values.at('controller', 'slurmctld', 'image'), { repository: '', tag: '26.05' }) ?? ':26.05');
  const rank = (reference: string): number => references.filter(each => each === reference).length * 2 + (release(reference) === slurmctld ? 1 : 0);
  const [best] = [...new Set(references)].sort((one, other) => rank(other) - rank(one));
  return rank(best) > 3 || release(best) === slurmctld ? best : undefined;
}

function jwksField(conversion: Conversion, values: Value): Field | undefined {
  const jwks = values.at('jwksKeys');
  if (jwks?.at('enabled')?.scalar !== true) {
    return undefined;
  }
  const [name, key] = ['name', 'key'].map(part => jwks.at('configMapRef', part)?.text);
  return conversion.may('jwks', call(ours('Jwks.fromConfigMap'), conversion.configMap(name ?? `${conversion.fullName}-auth-jwks`), ...key === undefined || key === 'jwks.json' ? [] : [literal(key)]), jwks);
}

function externalHost(values: Value): Expression {
  const [host, port] = ['host', 'port'].map(key => values.at('controller', 'externalConfig', key));
  return fields(must('host', literal(host?.text ?? 'slurmctld.example.com'), host?.origin), port && may('port', literal(Number(port.scalar)), port.origin));
}

function dcgm(conversion: Conversion, value: Value | undefined, nodeSets: readonly ConvertedNodeSet[]): Statement[] {
  if (value?.at('enabled')?.scalar !== true) {
    return [];
  }
  const isNvidia = nodeSets.some(({ hasGpus, value: set }) => hasGpus && set.at('slurmd', 'resources', 'limits', 'nvidia.com/gpu'));
  if (!isNvidia) {
    conversion.note(NoteKind.LEFT_OUT, value, 'no node set offers NVIDIA GPUs to Slurm, so the scripts of the job mapping would find nothing to map', 'add the mapping with the first GPU node set: new DcgmJobMapping(chart, ...)');
    return [];
  }
  nodeSets.forEach(({ value: set }) => tellMergedMounts(conversion, set));
  const [directory, priority] = [value.at('jobMappingDir'), value.at('scriptPriority')];
  return [{
    value: create(ours('DcgmJobMapping'), constant('chart'), literal('DcgmJobMapping'), fields(
      must('cluster', constant('cluster')),
      directory && conversion.may('directory', literal(directory.text), directory),
      priority && conversion.may('scriptPriority', literal(Number(priority.text)), priority),
    )),
    comments: conversion.commentsOf(value),
    origin: value.origin,
    startsParagraph: true,
  }];
}

// Its recipes join lists by the names in them, and two mounts of a volume have one name.
function tellMergedMounts(conversion: Conversion, nodeSet: Value): void {
  const mounts = nodeSet.at('slurmd', 'volumeMounts');
  const names = (mounts?.items ?? []).map(mount => mount.at('name')?.text);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined && nodeSet.at('slurmd', 'resources', 'limits', 'nvidia.com/gpu')) {
    conversion.note(NoteKind.CHOICE, mounts, `with the job mapping on, the chart keeps one mount of the volume '${twice}' and drops the others; the program has all of them`, 'correct it if one is meant');
  }
}

/** Whether options of a Service become part of its spec. */
function hasServiceSpec(options: Field | undefined): boolean {
  return options?.value.kind === 'fields' && options.value.fields.some(({ name }) => ['type', 'externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerSourceRanges'].includes(name));
}

/** What of some containers and of the Service only a patch can say. */
function leftovers(
  conversion: Conversion, resource: Expression, component: Value | undefined, sides: readonly string[], service: readonly Value[] = [], serviceOptions?: Field,
): void {
  for (const side of sides) {
    for (const [key, value] of component?.at(side)?.entries ?? []) {
      if (!['image', 'imagePullPolicy'].includes(key) && !value.isFalsy && !(side === 'reconfigure' && component?.at('inplaceReconfigure')?.scalar === false)) {
        conversion.patch(resource, `/spec/${side}/${key}`, value, dataExpression(value.toData(), key));
      }
    }
  }
  // A patch needs the map that it adds to.
  const place = serviceOptions === undefined ? '/spec/service' : '/spec/service/spec';
  for (const [index, value] of service.entries()) {
    const key = value.origin.path.split('.').pop()!;
    const only = dataExpression(value.toData(), key);
    const isFirst = index === 0 && !hasServiceSpec(serviceOptions);
    const whole = fields(must(key, only));
    conversion.patch(resource, isFirst ? place : `/spec/service/spec/${key}`, value, !isFirst ? only : serviceOptions === undefined ? fields(must('spec', whole)) : whole);
  }
}

function extraObjects(conversion: Conversion, objects: Value | undefined): Statement[] {
  return (objects?.items ?? []).flatMap((object): Statement[] => {
    const data = object.kind === 'scalar' ? undefined : object.toData() as { readonly [key: string]: unknown };
    const isTemplate = /\{\{/.test(JSON.stringify(object.toData()));
    if (data === undefined || isTemplate || typeof data.kind !== 'string' || data.kind === '' || typeof data.apiVersion !== 'string') {
      conversion.note(NoteKind.LEFT_OUT, object, isTemplate ? 'the object has templates of Helm in it, which only Helm can render' : 'this is no Kubernetes object as a map', 'render it with helm template, and declare it in the program');
      return [];
    }
    const name = (data.metadata as { readonly name?: string } | undefined)?.name ?? data.kind;
    return [{
      value: create(cdk8s('ApiObject'), constant('chart'), literal(conversion.id(`${data.kind} ${name}`)), dataExpression(data, `${data.kind[0].toLowerCase()}${data.kind.slice(1)}`)),
      comments: [...conversion.commentsOf(object), 'Raw: an object of extraObjects.'],
      origin: object.origin,
    }];
  });
}

