import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Container } from './container';
import { PodTemplate } from './pod-template';
import { LocalObjectReference, SecretKeySelector } from './references';
import { SlinkyRenderer, slinkyProps } from './slinky-object';
import { UpdateStrategy } from './update-strategy';

/** How many pods a NodeSet has. */
export enum ScalingMode {
  /** `replicas` pods with ordinals, wherever the scheduler puts them. */
  STATEFUL_SET = 'StatefulSet',
  /** One pod on each Kubernetes node that matches. */
  DAEMON_SET = 'DaemonSet',
}

/** What becomes of Slurm's record of a node that is gone. */
export enum PruneSlurmNodeRecords {
  /** It stays. */
  NEVER = 'Never',
  /** It is deleted once the Kubernetes node is gone; acts in DaemonSet mode only. */
  NODE_NOT_FOUND = 'NodeNotFound',
}

/** What becomes of a PersistentVolumeClaim the operator created. */
export enum RetentionPolicy {
  /** It stays, with its data. */
  RETAIN = 'Retain',
  /** It is deleted. */
  DELETE = 'Delete',
}

/** Spec of a `NodeSet`: slurmd pods of one shape, which are Slurm nodes. */
export interface NodeSetSpec {
  /** The `Controller` the nodes belong to; cannot be changed later. */
  readonly controllerRef: LocalObjectReference;

  /**
   * Number of pods; unused in DaemonSet mode.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Whether pods are counted or follow the Kubernetes nodes. A change recreates all pods.
   *
   * @default ScalingMode.STATEFUL_SET
   */
  readonly scalingMode?: ScalingMode;

  /**
   * slurmd's container. Needs an `image`; its cpu and memory limits become the size of the Slurm node.
   *
   * @default - the operator's container as it is
   */
  readonly slurmd?: Container;

  /**
   * SSH into the nodes.
   *
   * @default - none
   */
  readonly ssh?: NodeSetSsh;

  /**
   * The sidecar that prints slurmd's log file. Needs an `image`.
   *
   * @default - the operator's container as it is
   */
  readonly logfile?: Container;

  /**
   * Changes to the pods. `spec.hostname` is the prefix of the node names and may end in `-`.
   *
   * @default - the operator's pods as they are
   */
  readonly template?: PodTemplate;

  /**
   * Words of the node's definition, `Key=Value` with single spaces between; anything else crashes operator v1.2.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurmd.html
   */
  readonly extraConf?: string;

  /**
   * The partition of these nodes alone.
   *
   * @default - none
   */
  readonly partition?: PartitionOnNodeSet;

  /**
   * Claims each pod gets its own copy of; cannot be changed later.
   *
   * @default - none
   */
  readonly volumeClaimTemplates?: k8s.KubePersistentVolumeClaimProps[];

  /**
   * How pods move to a changed template.
   *
   * @default - a rolling update, a quarter of the pods at a time
   */
  readonly updateStrategy?: UpdateStrategy;

  /**
   * Number of old revisions to keep.
   *
   * @default 0
   */
  readonly revisionHistoryLimit?: number;

  /**
   * What becomes of the claims of `volumeClaimTemplates`.
   *
   * @default - they stay
   */
  readonly persistentVolumeClaimRetentionPolicy?: PersistentVolumeClaimRetentionPolicy;

  /**
   * Seconds a pod must be ready before it counts as available.
   *
   * @default 0
   */
  readonly minReadySeconds?: number;

  /**
   * Digits an ordinal is padded to with zeros, 0 or more; for StatefulSet mode.
   *
   * @default 0
   */
  readonly ordinalPadding?: number;

  /**
   * Keeps each ordinal on the Kubernetes node it first ran on; for StatefulSet mode.
   *
   * @default false
   */
  readonly pinToNode?: boolean;

  /**
   * Keeps pods with running jobs from being evicted, by the cluster's PodDisruptionBudget.
   *
   * @default true
   */
  readonly workloadDisruptionProtection?: boolean;

  /**
   * What becomes of Slurm's records of nodes that are gone; acts in DaemonSet mode only.
   *
   * @default PruneSlurmNodeRecords.NEVER
   */
  readonly pruneSlurmNodeRecords?: PruneSlurmNodeRecords;

  /**
   * Allows more than one slurmd on a Kubernetes node; false adds an anti-affinity against it.
   *
   * @default false
   */
  readonly oversubscribeNode?: boolean;
}

/** SSH into the nodes of a NodeSet. Leave the whole struct out where it is not used. */
export interface NodeSetSsh {
  /** Whether sshd runs beside slurmd. */
  readonly enabled: boolean;

  /** The sssd.conf that tells the nodes who the users are. */
  readonly sssdConfRef: SecretKeySelector;

  /**
   * Lines put at the end of sshd_config, as they are.
   *
   * @default - none
   */
  readonly extraSshdConfig?: string;
}

/** The partition that holds just the nodes of one NodeSet and bears its name. */
export interface PartitionOnNodeSet {
  /** Whether slurm.conf gets the partition. */
  readonly enabled: boolean;

  /**
   * Words after `Nodes=` on the partition's line: one line, never empty.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#SECTION_PARTITION-CONFIGURATION
   */
  readonly config?: string;
}

/** What becomes of the claims of a NodeSet's `volumeClaimTemplates`. */
export interface PersistentVolumeClaimRetentionPolicy {
  /**
   * When the NodeSet is deleted.
   *
   * @default RetentionPolicy.RETAIN
   */
  readonly whenDeleted?: RetentionPolicy;

  /**
   * When a pod goes because `replicas` shrank.
   *
   * @default RetentionPolicy.RETAIN
   */
  readonly whenScaled?: RetentionPolicy;
}

/** Properties of the L1 `NodeSet`. */
export interface NodeSetProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: NodeSetSpec;
}

/**
 * slurmd pods of one shape: kind `NodeSet` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_nodesets.yaml
 */
export class NodeSet extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: NodeSetProps) {
    super(scope, id, slinkyProps('NodeSet', props.metadata));
    this.renderer = new SlinkyRenderer(this, props.spec);
  }

  /**
   * Changes the rendered object by RFC 6902 operations, which see field names as Kubernetes spells them.
   *
   * An operation that finds no such path, or that changes nothing, is an error at synthesis.
   */
  public addJsonPatch(...ops: JsonPatch[]): void {
    this.renderer.patch(ops);
  }

  /** Renders the object as Kubernetes reads it. */
  public toJson(): any {
    return this.renderer.render();
  }
}
