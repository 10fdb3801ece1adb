import { ChartImage, containerFields, imageExpression, imageReference } from './container';
import { Conversion } from './conversion';
import { GpuDevicesSource } from './gpus';
import { NoteKind } from './note';
import { ConvertedService, podFields, serviceFields } from './pod';
import { goSeconds, seconds, size } from './quantities';
import { plusMember, Settings } from './settings';
import { convertConf, rawLinesField } from './slurm-conf';
import { fieldsOfLine } from './slurm-lines';
import { VolumeConstants } from './volume-constants';
import { convertVolumes } from './volumes';
import { KeywordTable } from '../../slurm/catalog';
import { call, constant, create, Expression, Field, fields, list, literal, may, must, ours, plus, text } from '../code/expression';
import { Value } from '../values/value';

const stock = (component: string): ChartImage => ({ repository: `ghcr.io/slinkyproject/${component}`, tag: '26.05-ubuntu26.04' });

/** The options of a pod that has no `mount`: slurmctld's, slurmrestd's, slurmdbd's. */
export function daemonFields(conversion: Conversion, component: Value, daemon: string): Field[] {
  const container = component.at(daemon);
  const volumes = convertVolumes(conversion, component.at('podSpec', 'volumes'), container?.at('volumeMounts'), { shared: [], constants: new VolumeConstants([]), canMount: false, hasSharedMemory: false });
  const reference = imageReference(container?.at('image'), stock(daemon));
  return [
    ...reference === undefined ? [] : [conversion.may('image', imageExpression(reference), container?.at('image'))!],
    ...containerFields(conversion, container, { rawMounts: volumes.raw?.mounts }),
    ...podFields(conversion, component, { volumes }),
  ];
}

/** Where the keys come from. */
export function authKeys(conversion: Conversion, values: Value): Field | undefined {
  const keys = [['slurmKey', 'auth-slurm', 'slurm.key'], ['jwtKey', 'auth-jwt', 'jwt.key']] as const;
  const isExternal = values.at('controller', 'external')?.scalar === true || (values.at('accounting', 'enabled')?.scalar === true && values.at('accounting', 'external')?.scalar === true);
  const said = keys.map(([key, suffix, entry]) => {
    const value = values.at(key);
    const reference = value?.at('secretRef');
    if (value?.at('annotations')?.entries.size) {
      conversion.note(NoteKind.LEFT_OUT, value.at('annotations'), 'annotations of a key that is made in the cluster have no place', 'annotate the Secret itself');
    }
    const name = reference?.at('name')?.text ?? `${conversion.fullName}-${suffix}`;
    const isOwn = name !== `${conversion.fullName}-${suffix}` || (reference?.at('key')?.text ?? entry) !== entry;
    return { key, name, entry: reference?.at('key')?.text ?? entry, exists: value?.at('create')?.scalar === false || isExternal, isOwn, value };
  });
  if (said.every(({ exists, isOwn }) => !exists && !isOwn)) {
    return undefined;
  }
  said.filter(({ exists }) => !exists).forEach(({ key, name, value }) => conversion.note(
    NoteKind.CHOICE, value, `the chart makes Secret '${name}' for '${key}'; the program takes it as one that exists`, `keep the Secret that the release made (kubectl annotate secret ${name} helm.sh/resource-policy=keep), or make it once`,
  ));
  const reference = ({ name, entry }: { readonly name: string; readonly entry: string }): Expression => fields(must('secret', conversion.secret(name)), must('key', literal(entry)));
  return conversion.may('authKeys', call(ours('AuthKeys.existing'), fields(must('slurmKey', reference(said[0])), must('jwtKey', reference(said[1])))), values.at('slurmKey') ?? values.at('jwtKey'));
}

/** The prop of a daemon, its Service in it, and what of that no option says. */
export interface ConvertedDaemon {
  readonly field?: Field;
  readonly service?: Field;
  readonly restOfService: readonly Value[];
}

/** slurmctld's own options. */
export function controllerField(conversion: Conversion, controller: Value | undefined): ConvertedDaemon {
  if (controller === undefined) {
    return { restOfService: [] };
  }
  const inplace = controller.at('inplaceReconfigure');
  let service: ConvertedService = { rest: [] };
  const field = conversion.group('controller', controller, () => {
    const own = [
      stateStorage(conversion, controller.at('persistence')),
      typeof inplace?.scalar === 'boolean' ? conversion.may('inplaceReconfigure', literal(inplace.scalar), inplace) : undefined,
      ...daemonFields(conversion, controller, 'slurmctld'),
    ];
    service = serviceFields(conversion, controller.at('service'));
    return [...own, service.options];
  });
  return { field, service: service.options, restOfService: service.rest };
}

function stateStorage(conversion: Conversion, value: Value | undefined): Field | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (value.at('enabled')?.scalar === false) {
    return conversion.may('stateStorage', call(ours('StateStorage.ephemeral')), value);
  }
  const claim = value.at('existingClaim');
  if (claim && claim.text !== '') {
    ['storageClassName', 'accessModes', 'resources'].map(key => value.at(key)).filter(other => other !== undefined && !other.isFalsy).forEach(other => conversion.note(
      NoteKind.LEFT_OUT, other, "it says how a claim is made, and 'existingClaim' is there already", 'remove it',
    ));
    return conversion.may('stateStorage', call(ours('StateStorage.existingClaim'), conversion.claim(claim.text)), value);
  }
  const [storageClass, modes, amount] = [value.at('storageClassName'), value.at('accessModes'), value.at('resources', 'requests', 'storage')];
  const known: readonly string[] = ['enabled', 'existingClaim', 'storageClassName', 'accessModes', 'resources'];
  for (const [key, other] of value.entries) {
    if (Object.hasOwn(CLAIM_KEYS_BEFORE, key)) {
      conversion.note(NoteKind.UNKNOWN_KEY, other, `a claim has no '${key}', so Kubernetes drops it without a word, and so does the program`, `did you mean '${CLAIM_KEYS_BEFORE[key]}'?`);
    } else if (!known.includes(key) && !other.isFalsy) {
      conversion.note(NoteKind.LEFT_OUT, other, `'${key}' of the claim has no place in the program`, 'make the claim yourself and use StateStorage.existingClaim');
    }
  }
  const accessModes = (modes?.items ?? []).map(mode => plusMember(claimModes, 'PersistentVolumeAccessMode', mode.text)).filter(mode => mode !== undefined);
  const options = fields(
    amount && conversion.may('size', size(amount.text), amount),
    storageClass && conversion.may('storageClassName', literal(storageClass.text === '-' ? '' : storageClass.text), storageClass),
    accessModes.length > 0 ? conversion.may('accessModes', list(accessModes), modes) : undefined,
  );
  return options.fields.length > 0 ? conversion.may('stateStorage', call(ours('StateStorage.claim'), options), value) : undefined;
}

/** Keys of the charts before 1.0, and what Kubernetes calls them. */
const CLAIM_KEYS_BEFORE: { readonly [key: string]: string } = { storageClass: 'storageClassName', size: 'resources.requests.storage' };

const claimModes = { READ_WRITE_ONCE: 'ReadWriteOnce', READ_ONLY_MANY: 'ReadOnlyMany', READ_WRITE_MANY: 'ReadWriteMany', READ_WRITE_ONCE_POD: 'ReadWriteOncePod' };

/** slurmrestd's options. */
export function restApiField(conversion: Conversion, restapi: Value | undefined): ConvertedDaemon {
  if (restapi === undefined) {
    return { restOfService: [] };
  }
  const [replicas, pdb] = [restapi.at('replicas'), restapi.at('pdb')];
  const count = replicas === undefined ? 1 : Number(replicas.scalar);
  const isBudgeted = pdb?.at('enabled')?.scalar === true;
  const least = pdb?.at('minAvailable');
  if (isBudgeted && count < 2) {
    conversion.note(NoteKind.LEFT_OUT, pdb, 'a disruption budget over one pod of slurmrestd lets no Kubernetes node be drained', "set 'replicas' to 2; the budget then comes by itself");
  }
  if (isBudgeted && pdb.at('maxUnavailable')) {
    conversion.note(NoteKind.LEFT_OUT, pdb.at('maxUnavailable'), "'maxUnavailable' of the disruption budget has no prop", "use 'minAvailable' of 'restApi'");
  }
  let service: ConvertedService = { rest: [] };
  const field = conversion.group('restApi', restapi, () => {
    const own = [
      replicas && conversion.may('replicas', literal(count), replicas),
      isBudgeted && least && count > 1 && typeof least.scalar === 'number' ? conversion.may('minAvailable', literal(least.scalar), least) : undefined,
      ...daemonFields(conversion, restapi, 'slurmrestd'),
    ];
    service = serviceFields(conversion, restapi.at('service'));
    return [...own, service.options];
  });
  return { field, service: service.options, restOfService: service.rest };
}

/** Accounting: slurmdbd and where its database is. */
export function accountingField(conversion: Conversion, accounting: Value | undefined): ConvertedDaemon {
  if (accounting?.at('enabled')?.scalar !== true) {
    return { restOfService: [] };
  }
  if (accounting.at('external')?.scalar === true) {
    const [host, port] = ['host', 'port'].map(key => accounting.at('externalConfig', key));
    return {
      field: conversion.may('accounting', fields(must('external', fields(
        must('host', literal(host?.text ?? 'slurmdbd.example.com'), host?.origin), port && conversion.may('port', literal(Number(port.scalar)), port),
      ))), accounting),
      restOfService: [],
    };
  }
  const storage = accounting.at('storageConfig');
  const part = (key: string): Value | undefined => storage?.at(key);
  const password = part('passwordKeyRef');
  let service: ConvertedService = { rest: [] };
  const port = part('port');
  const field = conversion.group('accounting', accounting, () => {
    const own = [
      must('database', call(ours('Database.external'), fields(
        conversion.must('host', literal(part('host')?.text ?? 'mariadb'), part('host')),
        port && conversion.may('port', literal(Number(port.scalar)), port),
        part('database') && conversion.may('database', literal(part('database')!.text), part('database')),
        conversion.must('username', literal(part('username')?.text ?? 'slurm'), part('username')),
        must('password', fields(
          must('secret', conversion.secret(password?.at('name')?.text ?? 'mariadb-password')),
          must('key', literal(password?.at('key')?.text ?? 'password')),
        ), password?.origin, conversion.commentsOf(password)),
      )), storage?.origin),
    ];
    const conf = convertConf(conversion, accounting, KeywordTable.SLURMDBD_CONF, Settings.SLURMDBD_CONF, 'slurmdbdConf');
    const others = [conf.settings, rawLinesField(conversion, 'extraSlurmdbdConf', conf.rawLines), ...daemonFields(conversion, accounting, 'slurmdbd')];
    service = serviceFields(conversion, accounting.at('service'));
    return [...own, ...others, service.options];
  });
  return { field, service: service.options, restOfService: service.rest };
}

/** Metrics of slurmctld. */
export function metricsField(conversion: Conversion, metrics: Value | undefined): Field | undefined {
  if (metrics?.at('enabled')?.scalar !== true) {
    return undefined;
  }
  const monitor = metrics.at('serviceMonitor');
  const comments = conversion.commentsOf(metrics);
  const map = (key: string): Field | undefined => {
    const value = monitor?.at(key);
    const members = [...value?.entries ?? []].map(([name, each]) => must(name, literal(each.text), each.origin, conversion.commentsOf(each)));
    return members.length > 0 ? conversion.may(key, fields(...members), value) : undefined;
  };
  const time = (key: string): Field | undefined => {
    const value = monitor?.at(key);
    const amount = value && goSeconds(value.text);
    return amount === undefined ? undefined : conversion.may(key, seconds(amount), value);
  };
  const paths = monitor?.at('endpoints');
  const own = monitor?.at('enabled')?.scalar === true ? must('serviceMonitor', fields(
    map('labels'), map('annotations'), time('interval'), time('scrapeTimeout'),
    paths && paths.items.length > 0 ? conversion.may('paths', list(paths.items.map(item => literal(item.at('path')?.text ?? ''))), paths) : undefined,
  ), monitor?.origin) : undefined;
  return may('metrics', fields(own), metrics.origin, comments);
}

/** Where users come from. */
export function identityField(conversion: Conversion, sssd: Value | undefined): Field | undefined {
  const [name, key, conf] = [sssd?.at('secretRef', 'name'), sssd?.at('secretRef', 'key'), sssd?.at('conf')];
  if (name) {
    return conversion.may('identity', call(ours('Identity.fromSecret'), conversion.secret(name.text), ...key && key.text !== 'sssd.conf' ? [literal(key.text)] : []), sssd);
  }
  if (key && key.text !== 'sssd.conf') {
    conversion.note(NoteKind.LEFT_OUT, key, `the Secret of sssd.conf gets the key 'sssd.conf', not '${key.text}'`, 'nothing: the operator mounts it in the same place');
  }
  return conf && !conf.isFalsy ? conversion.may('identity', call(ours('Identity.sssdConf'), text(conf.text, 'sssdConf')), conf) : undefined;
}

/** Files of /etc/slurm that no prop stands for, and the limits of jobs. */
export function fileFields(conversion: Conversion, files: Value | undefined, devices: GpuDevicesSource, gresIsTyped: boolean): (Field | undefined)[] {
  const rest: Field[] = [];
  let cgroup: Field | undefined;
  for (const [file, value] of files?.entries ?? []) {
    if (value.isNull || (file === 'gres.conf' && gresIsTyped && devices.isWhole)) {
      continue;
    }
    cgroup ??= file === 'cgroup.conf' ? cgroupField(conversion, value) : undefined;
    if (file !== 'cgroup.conf' || !cgroup) {
      rest.push(conversion.may(file, text(ended(value.text), `${file.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}`), value)!);
    }
  }
  return [cgroup, rest.length > 0 ? conversion.may('configFiles', fields(...rest)) : undefined];
}

function ended(content: string): string {
  return content === '' || content.endsWith('\n') ? content : `${content}\n`;
}

const constraints: readonly [string, string][] = [
  ['ConstrainCores', 'constrainCores'], ['ConstrainDevices', 'constrainDevices'], ['ConstrainRAMSpace', 'constrainRamSpace'], ['ConstrainSwapSpace', 'constrainSwapSpace'],
];

/** cgroup.conf as props, when it says all that they would write; otherwise they would say more than the file. */
function cgroupField(conversion: Conversion, value: Value): Field | undefined {
  const said = value.text.split('\n').map(line => line.replace(/#.*/, '').trim()).filter(line => line !== '').flatMap(line => fieldsOfLine(line));
  const find = (key: string): string | undefined => said.find(each => each.key.toLowerCase() === key.toLowerCase())?.value;
  const isFull = [...constraints.map(([key]) => key), 'CgroupPlugin', 'IgnoreSystemd'].every(key => find(key) !== undefined)
    && constraints.every(([key]) => /^(?:yes|no)$/i.test(find(key)!));
  if (!isFull || said.some(({ key, value: each }) => key === '' || each === '' || /\s/.test(each))) {
    return undefined;
  }
  const own = constraints.map(([key, prop]) => conversion.may(prop, literal(/^yes$/i.test(find(key)!))));
  const extra = said.filter(({ key }) => !constraints.some(([known]) => known.toLowerCase() === key.toLowerCase()));
  const isUsual = (key: string, usual: string): boolean => find(key)!.toLowerCase() === usual;
  const others = extra.filter(({ key }) => !(key === 'CgroupPlugin' && isUsual(key, 'cgroup/v2')) && !(key === 'IgnoreSystemd' && isUsual(key, 'yes')));
  return conversion.may('cgroup', fields(...own, others.length > 0 ? conversion.may('extra', fields(...others.map(({ key, value: each }) => must(key, literal(each))))) : undefined), value);
}

/** Scripts of one kind. */
export function scriptsField(conversion: Conversion, prop: string, scripts: Value | undefined): Field | undefined {
  const members = [...scripts?.entries ?? []].filter(([, value]) => !value.isNull).map(([name, value]) => conversion.may(
    name, call(ours('Script.inline'), text(value.text, `${prop.replace(/s$/, '')}${name.replace(/\.\w+$/, '').replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}`)), value,
  ));
  return members.length > 0 ? conversion.may(prop, fields(...members)) : undefined;
}

/** The PriorityClass of all pods, and the object where the chart makes it. */
export function priorityClass(conversion: Conversion, value: Value | undefined): { readonly field?: Field; readonly object?: Expression } {
  if (value?.at('enabled')?.scalar !== true) {
    return {};
  }
  const name = value.at('name')?.text ?? 'slurm-system-critical';
  const [amount, description, policy] = ['value', 'description', 'preemptionPolicy'].map(key => value.at(key));
  return {
    field: conversion.may('priorityClassName', literal(name), value),
    object: value.at('create')?.scalar === true ? create(plus('k8s.KubePriorityClass'), constant('chart'), literal('PriorityClass'), fields(
      must('metadata', fields(must('name', literal(name)))),
      must('value', literal(Number(amount?.scalar ?? 1_000_000_000))),
      must('globalDefault', literal(false)),
      must('preemptionPolicy', literal(policy?.text ?? 'PreemptLowerPriority')),
      description && must('description', literal(description.text)),
    )) : undefined,
  };
}
