import { Fields, FieldProblem, WireObject } from './fields';
import { ObjectRef } from './object-ref';
import { PodFacts, readPod } from './pod-facts';

/** What every Slinky object has: an address, its raw fields, and fields that hold another type than the CRD says. */
export interface ObjectFacts {
  readonly ref: ObjectRef;
  readonly apiVersion: string;
  /** Raw `spec`; empty for kinds that have none. */
  readonly spec: WireObject;
  readonly annotations: { readonly [name: string]: string };
  readonly labels: { readonly [name: string]: string };
  /** Made by a controller of the live cluster, not by a person. */
  readonly owned: boolean;
  readonly fieldProblems: readonly FieldProblem[];
}

/** `{ name, key }` of a Secret or ConfigMap. */
export interface KeyRefFacts {
  readonly name: string;
  readonly key: string;
}

/** `spec.service` of a component. */
export interface ServiceFacts {
  readonly port?: number;
  readonly externalIps: readonly string[];
}

/** A Slurm daemon outside Kubernetes. */
export interface ExternalFacts {
  readonly host: string;
  readonly port?: number;
}

/** A Slinky Controller: slurmctld. */
export interface ControllerFacts extends ObjectFacts {
  /** `ClusterName` as slurmctld will see it. */
  readonly clusterName: string;
  readonly hasOwnClusterName: boolean;
  readonly external: boolean;
  readonly externalConfig?: ExternalFacts;
  readonly slurmKeyRef?: KeyRefFacts;
  readonly jwtKeyRef?: KeyRefFacts;
  readonly jwksKeyRef?: KeyRefFacts;
  readonly accountingName?: string;
  readonly inplaceReconfigure: boolean;
  readonly extraConf: string;
  readonly configFileRefs: readonly string[];
  readonly prologScriptRefs: readonly string[];
  readonly epilogScriptRefs: readonly string[];
  readonly prologSlurmctldScriptRefs: readonly string[];
  readonly epilogSlurmctldScriptRefs: readonly string[];
  readonly persistence?: PersistenceFacts;
  readonly metricsEnabled: boolean;
  readonly serviceMonitorEnabled: boolean;
  readonly service: ServiceFacts;
  readonly pod: PodFacts;
  readonly logfileImage?: string;
  readonly reconfigureImage?: string;
}

/** `spec.persistence` of a Controller. */
export interface PersistenceFacts {
  readonly enabled: boolean;
  readonly existingClaim: string;
  readonly accessModes: readonly string[];
  readonly size?: string;
}

/** A Slinky Accounting: slurmdbd. */
export interface AccountingFacts extends ObjectFacts {
  readonly external: boolean;
  readonly externalConfig?: ExternalFacts;
  readonly slurmKeyRef?: KeyRefFacts;
  readonly jwtKeyRef?: KeyRefFacts;
  readonly jwksKeyRef?: KeyRefFacts;
  readonly storage?: StorageFacts;
  readonly extraConf: string;
  readonly service: ServiceFacts;
  readonly pod: PodFacts;
}

/** Where slurmdbd keeps its data. */
export interface StorageFacts {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly passwordKeyRef?: KeyRefFacts;
}

/** A Slinky LoginSet. */
export interface LoginSetFacts extends ObjectFacts {
  readonly controllerName: string;
  readonly replicas: number;
  readonly sssdConfRef?: KeyRefFacts;
  readonly service: ServiceFacts;
  readonly pod: PodFacts;
  readonly initconfImage?: string;
}

/** A Slinky RestApi: slurmrestd. */
export interface RestApiFacts extends ObjectFacts {
  readonly controllerName: string;
  readonly replicas: number;
  readonly service: ServiceFacts;
  readonly pod: PodFacts;
}

/** A Slinky Token. */
export interface TokenFacts extends ObjectFacts {
  readonly username: string;
  readonly lifetime?: string;
  readonly jwtKeyRef?: KeyRefFacts;
}

/** Reads a Controller. */
export function readController(base: ObjectFacts, spec: Fields): ControllerFacts {
  const clusterName = spec.text('clusterName') ?? '';
  const metrics = spec.child('metrics');
  return {
    ...base,
    clusterName: clusterName === '' ? `${base.ref.namespace}_${base.ref.name}` : clusterName,
    hasOwnClusterName: clusterName !== '',
    external: spec.flag('external') ?? false,
    externalConfig: readExternal(spec),
    slurmKeyRef: readKeyRef(spec, 'slurmKeyRef'),
    jwtKeyRef: readKeyRef(spec, 'jwtKeyRef') ?? readKeyRef(spec, 'jwtHs256KeyRef'),
    jwksKeyRef: readKeyRef(spec, 'jwksKeyRef'),
    accountingName: spec.child('accountingRef').text('name'),
    inplaceReconfigure: spec.flag('inplaceReconfigure') ?? false,
    extraConf: spec.text('extraConf') ?? '',
    configFileRefs: readNames(spec, 'configFileRefs'),
    prologScriptRefs: readNames(spec, 'prologScriptRefs'),
    epilogScriptRefs: readNames(spec, 'epilogScriptRefs'),
    prologSlurmctldScriptRefs: readNames(spec, 'prologSlurmctldScriptRefs'),
    epilogSlurmctldScriptRefs: readNames(spec, 'epilogSlurmctldScriptRefs'),
    persistence: readPersistence(spec),
    metricsEnabled: metrics.flag('enabled') ?? false,
    serviceMonitorEnabled: metrics.child('serviceMonitor').flag('enabled') ?? false,
    service: readService(spec),
    pod: readPod(spec, 'slurmctld'),
    logfileImage: spec.child('logfile').text('image'),
    reconfigureImage: spec.child('reconfigure').text('image'),
  };
}

/** Reads an Accounting. */
export function readAccounting(base: ObjectFacts, spec: Fields): AccountingFacts {
  const storage = spec.child('storageConfig');
  return {
    ...base,
    external: spec.flag('external') ?? false,
    externalConfig: readExternal(spec),
    slurmKeyRef: readKeyRef(spec, 'slurmKeyRef'),
    jwtKeyRef: readKeyRef(spec, 'jwtKeyRef') ?? readKeyRef(spec, 'jwtHs256KeyRef'),
    jwksKeyRef: readKeyRef(spec, 'jwksKeyRef'),
    storage: spec.has('storageConfig') ? {
      host: storage.text('host') ?? '',
      port: storage.integer('port') ?? 3306,
      database: storage.text('database') ?? 'slurm_acct_db',
      username: storage.text('username') ?? '',
      passwordKeyRef: readKeyRef(storage, 'passwordKeyRef'),
    } : undefined,
    extraConf: spec.text('extraConf') ?? '',
    service: readService(spec),
    pod: readPod(spec, 'slurmdbd'),
  };
}

/** Reads a LoginSet. */
export function readLoginSet(base: ObjectFacts, spec: Fields): LoginSetFacts {
  return {
    ...base,
    controllerName: spec.child('controllerRef').text('name') ?? '',
    replicas: spec.integer('replicas') ?? 1,
    sssdConfRef: readKeyRef(spec, 'sssdConfRef'),
    service: readService(spec),
    pod: readPod(spec, 'login'),
    initconfImage: spec.child('initconf').text('image'),
  };
}

/** Reads a RestApi. */
export function readRestApi(base: ObjectFacts, spec: Fields): RestApiFacts {
  return {
    ...base,
    controllerName: spec.child('controllerRef').text('name') ?? '',
    replicas: spec.integer('replicas') ?? 1,
    service: readService(spec),
    pod: readPod(spec, 'slurmrestd'),
  };
}

/** Reads a Token. */
export function readToken(base: ObjectFacts, spec: Fields): TokenFacts {
  return {
    ...base,
    username: spec.text('username') ?? '',
    lifetime: spec.text('lifetime'),
    jwtKeyRef: readKeyRef(spec, 'jwtKeyRef') ?? readKeyRef(spec, 'jwtHs256KeyRef'),
  };
}

/** Reads `{ name, key }` under a field; undefined when the field is absent. */
export function readKeyRef(spec: Fields, field: string): KeyRefFacts | undefined {
  if (!spec.has(field)) {
    return undefined;
  }
  const ref = spec.child(field);
  return { name: ref.text('name') ?? '', key: ref.text('key') ?? '' };
}

function readNames(spec: Fields, field: string): string[] {
  return spec.list(field).map(ref => ref.text('name') ?? '').filter(name => name !== '');
}

function readExternal(spec: Fields): ExternalFacts | undefined {
  if (!spec.has('externalConfig')) {
    return undefined;
  }
  const external = spec.child('externalConfig');
  return { host: external.text('host') ?? '', port: external.integer('port') };
}

function readService(spec: Fields): ServiceFacts {
  const service = spec.child('service');
  return { port: service.integer('port'), externalIps: service.child('spec').texts('externalIPs') };
}

function readPersistence(spec: Fields): PersistenceFacts | undefined {
  if (!spec.has('persistence')) {
    return undefined;
  }
  const persistence = spec.child('persistence');
  return {
    enabled: persistence.flag('enabled') ?? true,
    existingClaim: persistence.text('existingClaim') ?? '',
    accessModes: persistence.texts('accessModes'),
    size: persistence.child('resources').child('requests').scalar('storage'),
  };
}
