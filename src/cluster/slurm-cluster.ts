import { ApiObject, Chart, Lazy } from 'cdk8s';
import { IConfigMap } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { Accounting, AccountingPolicy, AccountingPolicyOptions } from '../accounting';
import { AuthKeys, JwtToken, JwtTokenOptions } from '../auth';
import { clusterNameProblems, takenNameProblems } from './cluster-names';
import { ConfLine } from './controller-conf';
import { ControllerResource } from './controller-resource';
import { SlurmComponent, SlurmImage } from './images';
import { lintAtSynthesis } from './lint-at-synthesis';
import { MetricsOptions } from './metrics-options';
import { NodeSet } from './node-set';
import { NodeSetOptions } from './node-set-options';
import { IPartition, Partition } from './partition';
import { PartitionOptions } from './partition-options';
import { PartitionValue } from './partition-values';
import { ResolvedImages } from './resolved-images';
import { RestApi } from './rest-api';
import { Script } from './script';
import { SlurmClusterProps, SlurmPreset } from './slurm-cluster-props';
import { SlurmNamespace } from './slurm-namespace';
import { SlurmVersion } from './slurm-version';
import { keepOrder } from './synthesis-order';
import { BoundKeys } from '../auth/bound-keys';
import { ClusterContainers } from '../containers/cluster-containers';
import { problemText, refuse, refuseAll, refuseIfThrows } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';
import { GpuNodeSet, GpuNodeSetOptions } from '../gpu';
import { GpuShare } from '../gpu/gres-conf';
import { Identity } from '../identity';
import { BoundIdentity } from '../identity/identity-setup';
import { LoginSet, LoginSetOptions } from '../login';
import * as slinky from '../slinky';
import { WorkerSet } from './worker-set';
import type { ClusterAutoscaling } from '../autoscaling/cluster-autoscaling';
import { BoundFileSystem, bindFileSystems } from '../storage/shared-file-system';
import { Topology } from '../topology';

/**
 * A Slurm cluster on Kubernetes, run by the Slinky slurm-operator: slurmctld, slurmrestd, and on request accounting; node sets,
 * partitions and login hosts are added to it.
 *
 * @see https://slurm.schedmd.com/overview.html
 */
export class SlurmCluster extends Construct {
  /** Name of its objects in Kubernetes. */
  public readonly name: string;
  /** Namespace of all its objects: the chart's. */
  public readonly namespace: string;
  /** Name in Slurm. */
  public readonly clusterName: string;
  /** Version of Slurm of its stock images. */
  public readonly slurmVersion: SlurmVersion;
  /** Whether slurmctld runs outside Kubernetes. */
  public readonly isExternal: boolean;
  /** The Controller resource. */
  public readonly controller: slinky.Controller;
  /** slurmrestd. */
  public readonly restApi: RestApi;
  /** Accounting, if there is any. */
  public readonly accounting?: Accounting;

  /** @internal */
  public readonly _images: ResolvedImages;
  /** @internal */
  public readonly _slurmctldImage: SlurmImage;
  /** @internal */
  public readonly _priorityClassName?: string;
  /** @internal */
  public readonly _metrics?: MetricsOptions;
  /** @internal */
  public readonly _keys: BoundKeys;
  /** @internal */
  public readonly _containers: ClusterContainers;
  /** @internal */
  public readonly _jwksKeyRef?: slinky.ConfigMapKeySelector;
  /** @internal */
  public readonly _sharedFileSystems: BoundFileSystem[];
  private readonly parts: ControllerResource;
  private readonly identity: Identity;
  private boundIdentity?: BoundIdentity;

  public constructor(scope: Construct, id: string, props: SlurmClusterProps = {}) {
    super(scope, id);
    refuseOtherKinds(this, 'SlurmClusterProps', props);
    const chart = refuseIfThrows(this, () => Chart.of(this), reason => ({ id: 'NS-003', what: `it stands in no chart (${reason})`, fix: 'create it inside a Chart' }));
    const namespace = chart.namespace || refuse(this, {
      id: 'NS-001',
      what: 'its chart has no namespace, and a cluster lives in one: slurm-operator writes it into host names and keys',
      fix: "use new Chart(app, 'training', { namespace: 'slurm' })",
    });
    this.name = props.name ?? id;
    this.namespace = namespace;
    this.clusterName = props.clusterName ?? `${namespace}_${this.name}`;
    this.slurmVersion = props.slurmVersion ?? SlurmVersion.V26_05;
    this.isExternal = props.externalController !== undefined;
    this._images = new ResolvedImages(this.slurmVersion, props.images, props.jobContainers?._imageSuffix);
    this._slurmctldImage = this._images.image(SlurmComponent.SLURMCTLD, props.controller?.image);
    this._priorityClassName = props.priorityClassName;
    this._metrics = props.metrics;
    this._sharedFileSystems = bindFileSystems(this, this, props.sharedFileSystems);
    this.identity = props.identity ?? Identity.localFiles();
    const namespacePolicy = props.namespace ?? SlurmNamespace.create();
    refuseAll(this, [
      ...clusterNameProblems(this.name, this.clusterName, props.clusterName !== undefined),
      ...takenNameProblems(this),
      ...namespacePolicy._problems(namespace),
      ...this._images.problems(),
      ...props.jwks?._problems() ?? [],
      ...this.identity._problems(),
    ]);

    namespacePolicy._bind(chart, namespace);
    this._keys = (props.authKeys ?? AuthKeys.createOnce())._bind(this, this);
    this._jwksKeyRef = props.jwks?._keyRef();
    this.accounting = props.accounting && new Accounting(this, 'Accounting', { ...props.accounting, cluster: this });
    this._containers = new ClusterContainers({
      construct: this, name: this.name, namespace, sidecarImage: this._images.sidecar, pullPolicy: this._images.pullPolicy, isExternal: this.isExternal,
    }, props);
    this.parts = new ControllerResource(this, props);
    this.controller = new slinky.Controller(this, 'Controller', {
      metadata: this.parts.metadata(),
      spec: Lazy.any({ produce: () => this.parts.spec() }),
    });
    this.controller.addDependency(...this._keys.dependencies, ...this.accounting ? [this.accounting] : []);
    this.restApi = new RestApi(this, 'RestApi', { ...props.restApi, cluster: this });
    this.parts.addInitialFiles();
    [chart, this, this.controller].forEach(keepOrder);
    lintAtSynthesis(chart, props.acknowledgedWarnings ?? [], {
      construct: this,
      ruleIds: ['STOR-010'],
      find: () => this.parts.homeWarnings(),
      // Who takes the operator's own lines knows what it no longer writes.
      answered: props.preset === SlurmPreset.OPERATOR ? ['OPR-004'] : [],
    });
    this.node.addValidation({ validate: () => this.parts.problems().map(problemText) });
  }

  /** Adds a set of nodes without GPUs. */
  public addNodeSet(id: string, options: NodeSetOptions = {}): NodeSet {
    return new NodeSet(this.place(id), id, { ...options, cluster: this });
  }

  /** Adds a set of nodes with GPUs. */
  public addGpuNodeSet(id: string, options: GpuNodeSetOptions): GpuNodeSet {
    return new GpuNodeSet(this.place(id), id, { ...options, cluster: this });
  }

  /** Adds a partition. */
  public addPartition(id: string, options: PartitionOptions = {}): Partition {
    return new Partition(this.place(id, 'Partitions'), id, { ...options, cluster: this });
  }

  /** Adds login hosts. */
  public addLoginSet(id: string, options: LoginSetOptions = {}): LoginSet {
    return new LoginSet(this.place(id, 'LoginSets'), id, { ...options, cluster: this });
  }

  /** Adds the accounts, users and QOS of the cluster, with their limits; there is one such policy to a cluster. */
  public addAccountingPolicy(id: string, options: AccountingPolicyOptions = {}): AccountingPolicy {
    return new AccountingPolicy(this.place(id), id, { ...options, cluster: this });
  }

  /** Adds a token that lets a program use Slurm as some user. */
  public addJwtToken(id: string, options: JwtTokenOptions): JwtToken {
    return new JwtToken(this.place(id, 'JwtTokens'), id, { ...options, cluster: this });
  }

  /**
   * Adds a script that slurmd runs as root on every node before a job.
   *
   * @param name decides the order among prologs, e.g. `10-scratch.sh`
   */
  public addProlog(name: string, script: Script): void {
    this.parts.prologs.add(name, script);
  }

  /** Adds a script that slurmd runs as root on every node after a job. */
  public addEpilog(name: string, script: Script): void {
    this.parts.epilogs.add(name, script);
  }

  /** Adds a script that slurmctld runs when it starts a job. */
  public addSlurmctldProlog(name: string, script: Script): void {
    this.parts.slurmctldPrologs.add(name, script);
  }

  /** Adds a script that slurmctld runs when a job has ended. */
  public addSlurmctldEpilog(name: string, script: Script): void {
    this.parts.slurmctldEpilogs.add(name, script);
  }

  /**
   * Adds a file to /etc/slurm of slurmctld, which hands it to all nodes and login hosts.
   *
   * @param file its name, e.g. `plugstack.conf`
   */
  public addConfigFile(file: string, text: string): void {
    this.parts.addConfigFile(file, text);
  }

  /** Adds the files of a ConfigMap that somebody else keeps to /etc/slurm. It must exist before the cluster. */
  public addConfigMap(configMap: IConfigMap): void {
    this.parts.addConfigMap(configMap);
  }

  /** @internal Whether topologies are declared here, not only in a file that somebody else writes. */
  public get _hasOwnTopologies(): boolean {
    return this.parts.hasOwnTopologies;
  }

  /** @internal Adds the files of a ConfigMap that somebody else fills, after it is made here. */
  public _addConfigMapOf(configMap: ApiObject): void {
    this.parts.addConfigMap({ name: configMap.name });
    this.controller.addDependency(configMap);
  }

  /** Adds a topology that partitions can choose. Of several, one is the cluster's default. */
  public addTopology(topology: Topology): void {
    this.parts.addTopology(topology);
  }

  /** Partitions declared so far. */
  public get partitions(): IPartition[] {
    return [...this.parts.partitions];
  }

  /** @internal Users of the cluster, bound when the first host needs them. */
  public get _identity(): BoundIdentity {
    this.boundIdentity ??= this.identity._bind(this, this);
    return this.boundIdentity;
  }

  /** @internal */
  public get _sideImage(): string {
    return this._images.sidecar;
  }

  /** @internal */
  public get _homeBase(): string | undefined {
    return this.identity._homeBase;
  }

  /** @internal */
  public _addWorkers(workers: WorkerSet, construct: IConstruct): void {
    this.parts.addWorkers(workers, construct);
  }

  /** @internal */
  public _partitionOn(workers: WorkerSet): PartitionValue[] | undefined {
    return this.parts.partitionOn(workers);
  }

  /** @internal Adds a prolog and an epilog whose texts are final only at synthesis. */
  public _addJobScripts(name: string, prolog: () => string, epilog: () => string): void {
    this.parts.prologs.addLater(name, prolog);
    this.parts.epilogs.addLater(name, epilog);
  }

  /** @internal Shows every node set with GPUs, also those that come later. */
  public _onGpus(visit: (share: GpuShare) => void): void {
    this.parts.gpus.visit(visit);
  }

  /** @internal Shows every node set, also those that come later. */
  public _onWorkers(visit: (workers: WorkerSet) => void): void {
    this.parts.visitWorkers(visit);
  }

  /** @internal Adds lines of slurm.conf, under the user's own. */
  public _addConf(lines: () => ConfLine[]): void {
    this.parts.addConf(lines);
  }

  /** @internal What node sets that grow and shrink ask of the whole. */
  public get _autoscaling(): ClusterAutoscaling {
    return this.parts.autoscaling;
  }

  /** @internal What the user has written for a key of slurm.conf. */
  public _ownConfValue(key: string): string | undefined {
    return this.parts.ownConfValue(key);
  }

  /** @internal */
  public _addGpus(share: GpuShare): void {
    this.parts.addGpus(share);
  }

  /** @internal */
  public _addPartition(partition: Partition): void {
    this.parts.addPartition(partition);
  }

  // Partitions and node sets often share a name, so they have rooms of their own.
  private place(id: string, room?: string): Construct {
    const scope = room === undefined ? this : (this.node.tryFindChild(room) ?? new Construct(this, room)) as Construct;
    keepOrder(scope);
    if (scope.node.tryFindChild(id)) {
      refuse(this, { id: 'NAME-006', what: `there is something with the id '${id}' already`, fix: 'choose another id' });
    }
    return scope;
  }
}

checksArguments(SlurmCluster, 'SlurmCluster');
