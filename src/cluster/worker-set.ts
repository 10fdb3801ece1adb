import { Lazy, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import type { Construct } from 'constructs';
import { problemsOf } from './findings';
import { SlurmComponent } from './images';
import { memoryBudget } from './memory-budget';
import { NodeGres, NodeSetOptions } from './node-set-options';
import { Scaling } from './scaling';
import type { SlurmCluster } from './slurm-cluster';
import { UpdateStrategy } from './update-strategy';
import { sshPortLines, workerProblems } from './worker-problems';
import { NodeSetAutoscaler } from '../autoscaling/node-set-autoscaler';
import { PodAdditions } from '../containers/container-setup';
import { Problem, refuseAll } from '../errors/refuse';
import type { Gpu } from '../gpu';
import { BoundNetwork, bindNetwork } from '../network/bound-network';
import { daemonContainer, millis, sidecarContainer } from '../pods/daemon-container';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { quantity, sizeText } from '../pods/quantities';
import * as slinky from '../slinky';
import { renderNodeFields } from '../slurm/node-line';
import { renderPartitionFields } from '../slurm/partition-line';
import { Mounts } from '../storage/mounts';

/** What GPUs add to the workers of a set. */
export interface WorkerDevices {
  readonly gres: NodeGres[];
  readonly limits: { [resource: string]: number };
  readonly sharedMemory?: Size;
  readonly tolerations: k8s.Toleration[];
  readonly nodeSelector: { [label: string]: string };
  /** Dynamic resource claims that slurmd uses. */
  readonly claims?: slinky.PodResourceClaim[];
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
}

// With own tolerations the operator's base list is lost; nodes that operator 1.1 tainted still need it.
const operatorsToleration: k8s.Toleration = { key: 'nodeset.slinky.slurm.net/worker', operator: 'Equal', effect: 'NoExecute' };

// Without them the operator drains and deletes the pod of a node that is briefly not ready.
const daemonSetTolerations: k8s.Toleration[] = ['not-ready', 'unreachable'].map(state => ({
  key: `node.kubernetes.io/${state}`, operator: 'Exists', effect: 'NoExecute',
}));

/** Renders the NodeSet resource of a node set of any kind. */
export class WorkerSet {
  public readonly name: string;
  public readonly scaling: Scaling;
  public readonly resource: slinky.NodeSet;
  public readonly mounts: Mounts;
  public readonly gres: NodeGres[];
  private readonly network: BoundNetwork;
  private readonly containers: PodAdditions;
  private readonly options: NodeSetOptions;

  public constructor(
    private readonly construct: Construct,
    id: string,
    private readonly cluster: SlurmCluster,
    own: NodeSetOptions,
    private readonly devices?: WorkerDevices,
  ) {
    this.name = own.nodeSetName ?? id;
    this.scaling = own.scaling ?? Scaling.fixed(1);
    this.gres = [...devices?.gres ?? [], ...own.gres ?? []];
    this.mounts = new Mounts(construct);
    this.network = bindNetwork(construct, cluster, {
      name: this.name, gpu: devices?.gpu, gpusPerNode: devices?.gpusPerNode, options: own, isDaemonSet: this.scaling._mode === 'DaemonSet',
    });
    const bare = cluster._containers.hasContainers && !cluster._containers.runsOn(own.imageStorage);
    const options = bare ? { ...this.network.options, image: own.image ?? cluster._images.plain(SlurmComponent.SLURMD) } : this.network.options;
    this.options = options;
    this.containers = cluster._containers.worker({
      construct,
      name: this.name,
      storage: own.imageStorage,
      image: own.image ?? cluster._images.own(SlurmComponent.SLURMD),
      ownImages: cluster._images.isOwn(SlurmComponent.SLURMD),
      sharesMachines: own.oversubscribeNode ?? false,
      paths: this.network.containerPaths,
      usesMps: this.gres.some(({ name }) => name === 'mps'),
    });
    refuseAll(construct, [
      ...workerProblems(this.name, cluster, options, this.scaling),
      ...this.memory().problems,
      ...problemsOf(renderNodeFields(this.nodeFields()).findings),
    ]);
    this.mountVolumes();
    // Rendered once early, so that what this set alone can tell is told at the user's line.
    this.spec();
    cluster._addWorkers(this, construct);
    this.resource = new slinky.NodeSet(construct, 'Resource', {
      metadata: resourceMetadata(`${cluster.name}-worker-${this.name}`, options),
      spec: Lazy.any({ produce: () => this.spec() }),
    });
    this.resource.addDependency(
      cluster.controller,
      ...cluster._sharedFileSystems.flatMap(({ dependencies }) => dependencies),
      ...options.ssh ? cluster._identity.dependencies : [],
      ...this.network.dependencies,
      ...this.containers.dependencies,
    );
    if (this.scaling._auto) {
      new NodeSetAutoscaler(construct, 'Autoscaler', this, cluster, this.scaling._auto);
    }
  }

  /** The construct whose path names this set. */
  public get owner(): IConstruct {
    return this.construct;
  }

  /** CPUs of a node, where they are said. */
  public get cpus(): number | undefined {
    return this.options.cpu && Math.floor(millis(this.options.cpu.amount) / 1000);
  }

  /** Model of its GPUs, where it has some. */
  public get gpu(): Gpu | undefined {
    return this.devices?.gpu;
  }

  public get hasSsh(): boolean {
    return this.options.ssh !== undefined;
  }

  /** The cloud whose network it has, if it has one of a cloud. */
  public get cloud(): string | undefined {
    return this.options.network?._cloud;
  }

  /** Whether jobs on it need locked memory for RDMA. */
  public get hasRdma(): boolean {
    return this.network.hasRdma;
  }

  /** Labels by which the user keeps its pods to some machines. */
  public get ownNodeSelector(): { [label: string]: string } {
    return { ...this.options.nodeSelector, ...this.options.podTemplate?.spec?.nodeSelector };
  }

  /** Names of the nodes where they are known before the cluster runs. */
  public * nodeNames(): Generator<string> {
    const nodes = this.scaling._mode === 'DaemonSet' || this.options.hostNetwork ? 0 : this.scaling.maxNodes;
    for (let ordinal = 0; ordinal < nodes; ordinal++) {
      yield `${this.name}-${String(ordinal).padStart(this.options.ordinalPadding ?? 0, '0')}`;
    }
  }

  private get sharedMemory(): Size | undefined {
    return this.options.sharedMemory ?? this.devices?.sharedMemory;
  }

  private get memoryLimit(): Size | undefined {
    return this.options.memory ?? this.options.resources?.memory?.limit;
  }

  private memory(): { jobs?: number; problems: Problem[] } {
    if (!this.memoryLimit) {
      return { problems: [] };
    }
    const { budget, problems } = memoryBudget({
      limit: this.memoryLimit,
      sharedMemory: this.sharedMemory,
      headroom: this.options.memoryHeadroom,
      hugePages: this.network.hugePages,
      volumes: this.containers.memory,
    });
    return { jobs: budget.jobs, problems };
  }

  private mountVolumes(): void {
    for (const fileSystem of this.cluster._sharedFileSystems) {
      this.mounts.addShared(fileSystem);
    }
    if (this.sharedMemory) {
      this.mounts.addRaw({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: quantity(sizeText(this.sharedMemory)) } }, { name: 'shm', mountPath: '/dev/shm' });
    }
    const identity = this.options.ssh && this.cluster._identity;
    identity?.volumes.forEach(volume => this.mounts.addRaw(volume, identity.volumeMounts.find(mount => mount.name === volume.name)));
    [...this.network.volumes, ...this.containers.volumes].forEach(({ volume, mount }) => this.mounts.addRaw(volume, mount));
    for (const claim of this.options.volumeClaims ?? []) {
      this.mounts.addClaimMount({ name: claim.name, mountPath: claim.mountPath });
    }
  }

  private get claims(): slinky.PodResourceClaim[] | undefined {
    const claims = [...this.devices?.claims ?? [], ...this.network.claims];
    return claims.length > 0 ? claims : undefined;
  }

  private spec(): slinky.NodeSetSpec {
    const { options, cluster, scaling } = this;
    const identity = options.ssh ? cluster._identity : undefined;
    const daemonSet = scaling._mode === 'DaemonSet';
    const tolerations = [...daemonSet ? daemonSetTolerations : [], ...this.devices?.tolerations ?? []];
    const jobs = this.memory().jobs;
    const partition = cluster._partitionOn(this);
    return {
      controllerRef: { name: cluster.name },
      scalingMode: daemonSet ? slinky.ScalingMode.DAEMON_SET : slinky.ScalingMode.STATEFUL_SET,
      replicas: scaling.nodes,
      slurmd: daemonContainer(this.construct, cluster, SlurmComponent.SLURMD, options, {
        requests: this.limits(),
        limits: this.limits(),
        claims: this.claims?.map(({ name }) => ({ name })),
        // The image tells Slurm to keep everything beyond POD_MEMORY from jobs, so the daemon's share and /dev/shm are left out of it here.
        env: [...jobs === undefined ? [] : [{ name: 'POD_MEMORY', value: String(jobs) }], ...this.network.env],
        volumeMounts: this.mounts.volumeMounts,
      }),
      logfile: sidecarContainer(cluster),
      template: podTemplate(this.construct, cluster, options, {
        hostname: `${this.name}-`,
        nodeSelector: { ...this.devices?.nodeSelector, ...this.network.nodeSelector },
        tolerations: tolerations.length > 0 || options.tolerations?.length ? [operatorsToleration, ...tolerations] : [],
        volumes: this.mounts.volumes,
        resourceClaims: this.claims,
        initContainers: [...identity?.initContainers ?? [], ...this.containers.initContainers],
        annotations: { ...identity?.annotations, ...this.network.annotations },
      }),
      extraConf: renderNodeFields(this.nodeFields()).text || undefined,
      partition: partition && { enabled: true, config: renderPartitionFields(partition).text || undefined },
      ssh: identity && {
        enabled: true,
        sssdConfRef: identity.sssdConfRef,
        extraSshdConfig: [...sshPortLines(options), ...identity.extraSshdConfig, ...options.ssh?.extraSshdConfig ?? []].join('\n') || undefined,
      },
      updateStrategy: (options.updateStrategy ?? UpdateStrategy.rollingUpdate())._toKube(),
      ordinalPadding: options.ordinalPadding,
      pinToNode: options.pinToNode,
      oversubscribeNode: options.oversubscribeNode,
      workloadDisruptionProtection: options.workloadDisruptionProtection,
      pruneSlurmNodeRecords: options.pruneSlurmNodeRecords ? slinky.PruneSlurmNodeRecords.NODE_NOT_FOUND : undefined,
      minReadySeconds: options.minReady?.toSeconds(),
      revisionHistoryLimit: options.revisionHistoryLimit,
      volumeClaimTemplates: options.volumeClaims?.map(claim => ({
        metadata: { name: claim.name },
        spec: {
          accessModes: claim.accessModes ?? ['ReadWriteOnce'],
          storageClassName: claim.storageClassName,
          resources: { requests: { storage: quantity(sizeText(claim.size)) } },
        },
      })),
      persistentVolumeClaimRetentionPolicy: options.deleteVolumeClaims
        ? { whenDeleted: slinky.RetentionPolicy.DELETE, whenScaled: slinky.RetentionPolicy.DELETE }
        : undefined,
    };
  }

  private limits(): { [name: string]: k8s.Quantity } {
    const { cpu, memory } = this.options;
    return {
      ...cpu ? { cpu: quantity(cpu.amount) } : {},
      ...memory ? { memory: quantity(sizeText(memory)) } : {},
      ...Object.fromEntries(Object.entries({ ...this.devices?.limits, ...this.network.limits }).map(([name, count]) => [name, quantity(count)])),
    };
  }

  private nodeFields(): { key: string; value: string }[] {
    const { features, weight, extraNodeConf } = this.options;
    const fields = Object.entries(extraNodeConf ?? {}).map(([key, value]) => ({ key, value }));
    if (features?.length) {
      fields.push({ key: 'Features', value: features.join(',') });
    }
    if (this.gres.length > 0) {
      fields.push({ key: 'Gres', value: this.gres.map(({ name, type, count }) => [name, type, count].filter(part => part !== undefined).join(':')).join(',') });
    }
    if (weight !== undefined) {
      fields.push({ key: 'Weight', value: String(weight) });
    }
    return fields.sort((one, other) => (one.key < other.key ? -1 : 1));
  }
}
