import { Volume } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import * as slinky from '../slinky';
import { MountOptions } from '../storage';
import { NodeSetOptions } from './node-set-options';
import type { SlurmCluster } from './slurm-cluster';
import { WorkerSet } from './worker-set';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';

/** A set of equal Slurm nodes, as other parts refer to it. */
export interface INodeSet extends IConstruct {
  /** Cluster that it belongs to. */
  readonly cluster: SlurmCluster;
  /** Name in Slurm. */
  readonly nodeSetName: string;
  /** The custom resource. */
  readonly resource: slinky.NodeSet;
}

/** Properties of a node set. */
export interface NodeSetProps extends NodeSetOptions {
  /** Cluster that it belongs to. */
  readonly cluster: SlurmCluster;
}

/**
 * A set of equal Slurm nodes: pods with slurmd that register with the cluster's slurmctld.
 *
 * @see https://slurm.schedmd.com/dynamic_nodes.html
 */
export class NodeSet extends Construct implements INodeSet {
  public readonly cluster: SlurmCluster;
  public readonly nodeSetName: string;
  public readonly resource: slinky.NodeSet;
  private readonly workers: WorkerSet;

  public constructor(scope: Construct, id: string, props: NodeSetProps) {
    super(scope, id);
    refuseOtherKinds(this, 'NodeSetProps', props);
    this.cluster = props.cluster;
    this.workers = new WorkerSet(this, id, props.cluster, props);
    this.nodeSetName = this.workers.name;
    this.resource = this.workers.resource;
  }

  /**
   * Mounts a volume in every worker of the set.
   *
   * @param path where the workers see it
   */
  public mount(path: string, volume: Volume, options: MountOptions = {}): void {
    this.workers.mounts.add(path, volume, options);
  }
}

checksArguments(NodeSet, 'NodeSet');
