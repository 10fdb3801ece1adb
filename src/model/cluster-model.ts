import { AccountingPolicyFacts, POLICY_LABEL } from './accounting-policy';
import { AutoscalerFacts } from './autoscaler-facts';
import { AccountingFacts, ControllerFacts, LoginSetFacts, ObjectFacts, RestApiFacts, TokenFacts } from './component-facts';
import { compareText } from './config-files';
import { ConfigMapFacts, NamespaceFacts, SecretFacts, ServiceObjectFacts } from './config-objects';
import { DeclaredCluster } from './declared-cluster';
import { NodeSetFacts } from './node-set-facts';
import { ObjectRef } from './object-ref';

/** The objects of a model, read and typed. */
export interface ModelFacts {
  readonly controllers: readonly ControllerFacts[];
  readonly accountings: readonly AccountingFacts[];
  readonly nodeSets: readonly NodeSetFacts[];
  readonly loginSets: readonly LoginSetFacts[];
  readonly restApis: readonly RestApiFacts[];
  readonly tokens: readonly TokenFacts[];
  readonly configMaps: readonly ConfigMapFacts[];
  readonly secrets: readonly SecretFacts[];
  readonly namespaces: readonly NamespaceFacts[];
  readonly services: readonly ServiceObjectFacts[];
  /** What scales NodeSets. */
  readonly autoscalers: readonly AutoscalerFacts[];
  /** Pods, as a live cluster shows them. */
  readonly pods: readonly ObjectFacts[];
  /** Every other object: known by address only. */
  readonly others: readonly ObjectRef[];
}

/**
 * What Kubernetes objects say about Slurm clusters. It is read from objects alone, so it is the same for our own output,
 * for `helm template` and for a live cluster.
 */
export class ClusterModel {
  /** One per Controller, ordered by namespace and name. */
  public readonly clusters: readonly DeclaredCluster[];
  private readonly byAddress = new Map<string, ObjectFacts>();

  constructor(public readonly facts: ModelFacts) {
    for (const object of this.slurmObjects.concat(facts.configMaps, facts.secrets, facts.namespaces, facts.services)) {
      this.byAddress.set(address(object.ref.kind, object.ref.namespace, object.ref.name), object);
    }
    const nodeSets = groupByController(facts.nodeSets);
    const loginSets = groupByController(facts.loginSets);
    const restApis = groupByController(facts.restApis);
    this.clusters = [...facts.controllers].sort(byAddressOrder).map(controller => {
      const key = `${controller.ref.namespace}/${controller.ref.name}`;
      return new DeclaredCluster(this, controller, {
        nodeSets: nodeSets.get(key) ?? [],
        loginSets: loginSets.get(key) ?? [],
        restApis: restApis.get(key) ?? [],
      });
    });
  }

  /** Clusters whose slurm.conf the operator writes; that of an external slurmctld is out of sight. */
  public get ownClusters(): DeclaredCluster[] {
    return this.clusters.filter(cluster => !cluster.controller.external);
  }

  /** Every Slinky object. */
  public get slurmObjects(): ObjectFacts[] {
    const { controllers, accountings, nodeSets, loginSets, restApis, tokens } = this.facts;
    return [...controllers, ...accountings, ...nodeSets, ...loginSets, ...restApis, ...tokens];
  }

  public configMap(namespace: string, name: string): ConfigMapFacts | undefined {
    return this.find<ConfigMapFacts>('ConfigMap', namespace, name);
  }

  public secret(namespace: string, name: string): SecretFacts | undefined {
    return this.find<SecretFacts>('Secret', namespace, name);
  }

  public namespace(name: string): NamespaceFacts | undefined {
    return this.find<NamespaceFacts>('Namespace', '', name);
  }

  public service(namespace: string, name: string): ServiceObjectFacts | undefined {
    return this.find<ServiceObjectFacts>('Service', namespace, name);
  }

  public accounting(namespace: string, name: string): AccountingFacts | undefined {
    return this.find<AccountingFacts>('Accounting', namespace, name);
  }

  /** The accounting policy for a Controller. */
  public accountingPolicy(namespace: string, controllerName: string): AccountingPolicyFacts | undefined {
    const configMap = this.facts.configMaps.find(({ ref, labels }) => ref.namespace === namespace && labels[POLICY_LABEL] === controllerName);
    return configMap && new AccountingPolicyFacts(configMap);
  }

  private find<T extends ObjectFacts>(kind: string, namespace: string, name: string): T | undefined {
    return this.byAddress.get(address(kind, namespace, name)) as T | undefined;
  }
}

function address(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function byAddressOrder(left: ObjectFacts, right: ObjectFacts): number {
  return compareText(left.ref.namespace, right.ref.namespace) || compareText(left.ref.name, right.ref.name);
}

function groupByController<T extends ObjectFacts & { readonly controllerName: string }>(objects: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const object of [...objects].sort(byAddressOrder)) {
    const key = `${object.ref.namespace}/${object.controllerName}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [object]);
    } else {
      group.push(object);
    }
  }
  return groups;
}
