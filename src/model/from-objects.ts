import { AutoscalerFacts, readHorizontalPodAutoscaler, readScaledObject } from './autoscaler-facts';
import { ClusterModel, ModelFacts } from './cluster-model';
import {
  AccountingFacts, ControllerFacts, LoginSetFacts, ObjectFacts, readAccounting, readController, readLoginSet, readRestApi, readToken,
  RestApiFacts, TokenFacts,
} from './component-facts';
import { ConfigMapFacts, NamespaceFacts, SecretFacts, ServiceObjectFacts } from './config-objects';
import { FieldProblem, Fields, isWireObject, WireObject } from './fields';
import { NodeSetFacts, readNodeSet, scaledNodeSet } from './node-set-facts';
import { ObjectRef } from './object-ref';

/** One Kubernetes object, or a List of them, and where it came from. */
export interface InputObject {
  /** The plain object, as parsed from YAML or JSON. */
  readonly object: unknown;
  /** Path of the construct that made it. */
  readonly origin?: string;
  /** File it was read from. */
  readonly file?: string;
  /** Line of the file where it starts, from 1. */
  readonly line?: number;
}

/** How objects are read. */
export interface FromObjectsOptions {
  /**
   * Namespace of objects that name none.
   *
   * @default default
   */
  readonly namespace?: string;
}

const SLINKY = 'slinky.slurm.net';

const CLUSTER_SCOPED = ['Namespace', 'PriorityClass', 'StorageClass', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'];

/** Reads Kubernetes objects into a model. What is not Slurm's is kept by address only; broken objects are read as far as they go. */
export function modelFromObjects(inputs: readonly InputObject[], options: FromObjectsOptions = {}): ClusterModel {
  const facts = new FactsReader(options.namespace ?? 'default');
  inputs.forEach(input => facts.read(input));
  facts.scaleNodeSets();
  return new ClusterModel(facts);
}

class FactsReader implements ModelFacts {
  public readonly controllers: ControllerFacts[] = [];
  public readonly accountings: AccountingFacts[] = [];
  public nodeSets: NodeSetFacts[] = [];
  public readonly loginSets: LoginSetFacts[] = [];
  public readonly restApis: RestApiFacts[] = [];
  public readonly tokens: TokenFacts[] = [];
  public readonly configMaps: ConfigMapFacts[] = [];
  public readonly secrets: SecretFacts[] = [];
  public readonly namespaces: NamespaceFacts[] = [];
  public readonly services: ServiceObjectFacts[] = [];
  public readonly autoscalers: AutoscalerFacts[] = [];
  public readonly pods: ObjectFacts[] = [];
  public readonly others: ObjectRef[] = [];

  constructor(private readonly defaultNamespace: string) {}

  public read(input: InputObject): void {
    const { object } = input;
    if (!isWireObject(object)) {
      return;
    }
    if (typeof object.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object.items)) {
      // Items of a typed list may leave out their own kind: kubectl fills it in, raw API answers do not.
      const kind = object.kind.slice(0, -'List'.length);
      object.items.filter(isWireObject).forEach(item => this.read({
        ...input,
        object: kind === '' ? item : { apiVersion: object.apiVersion, kind, ...item },
      }));
      return;
    }
    this.readOne(object, input);
  }

  /** Applies the autoscalers, which may stand before or behind what they scale. */
  public scaleNodeSets(): void {
    this.nodeSets = this.nodeSets.map(nodeSet => scaledNodeSet(nodeSet, this.autoscalers));
  }

  private readOne(object: WireObject, input: InputObject): void {
    const problems: FieldProblem[] = [];
    const report = (problem: FieldProblem): void => {
      if (!problems.some(known => known.path === problem.path)) {
        problems.push(problem);
      }
    };
    const fields = new Fields(object, '', report);
    const metadata = fields.child('metadata');
    const kind = fields.text('kind') ?? '';
    const apiVersion = fields.text('apiVersion') ?? '';
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const base: ObjectFacts = {
      ref: {
        kind,
        namespace: CLUSTER_SCOPED.includes(kind) ? '' : metadata.text('namespace') || this.defaultNamespace,
        name: metadata.text('name') ?? '',
        construct: input.origin,
        file: input.file,
        line: input.line,
      },
      apiVersion,
      spec: group === SLINKY ? fields.child('spec').raw : {},
      // A Secret applied by the client repeats its values there.
      annotations: kind === 'Secret' ? {} : metadata.textMap('annotations'),
      labels: metadata.textMap('labels'),
      owned: metadata.has('ownerReferences') && metadata.list('ownerReferences').length > 0,
      fieldProblems: problems,
    };
    if (group === SLINKY && this.readSlinky(kind, base, fields)) {
      return;
    }
    const autoscaler = kind === 'ScaledObject' && group === 'keda.sh' ? readScaledObject(base, fields.child('spec'))
      : kind === 'HorizontalPodAutoscaler' && group === 'autoscaling' ? readHorizontalPodAutoscaler(base, fields.child('spec')) : undefined;
    if (autoscaler !== undefined) {
      this.autoscalers.push(autoscaler);
    }
    if (group !== '' || !this.readCore(kind, base, fields)) {
      this.others.push(base.ref);
    }
  }

  private readSlinky(kind: string, base: ObjectFacts, fields: Fields): boolean {
    const spec = fields.child('spec');
    switch (kind) {
      case 'Controller': this.controllers.push(readController(base, spec)); return true;
      case 'Accounting': this.accountings.push(readAccounting(base, spec)); return true;
      case 'NodeSet': this.nodeSets.push(readNodeSet(base, spec, fields.child('status'))); return true;
      case 'LoginSet': this.loginSets.push(readLoginSet(base, spec)); return true;
      case 'RestApi': this.restApis.push(readRestApi(base, spec)); return true;
      case 'Token': this.tokens.push(readToken(base, spec)); return true;
      default: return false;
    }
  }

  private readCore(kind: string, base: ObjectFacts, fields: Fields): boolean {
    switch (kind) {
      case 'ConfigMap':
        this.configMaps.push({ ...base, data: fields.textMap('data'), binaryKeys: fields.child('binaryData').keys });
        return true;
      case 'Secret':
        this.secrets.push({ ...base, keys: [...new Set([...fields.child('data').keys, ...fields.child('stringData').keys])].sort() });
        return true;
      case 'Namespace':
        this.namespaces.push({ ...base, enforcedPodSecurity: base.labels['pod-security.kubernetes.io/enforce'] });
        return true;
      case 'Service':
        this.services.push({ ...base, type: fields.child('spec').text('type') ?? 'ClusterIP' });
        return true;
      case 'Pod':
        this.pods.push(base);
        return true;
      default:
        return false;
    }
  }
}
