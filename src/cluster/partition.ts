import { Construct, IConstruct } from 'constructs';
import type { INodeSet } from './node-set';
import { PartitionOptions } from './partition-options';
import { PartitionValue, partitionValues } from './partition-values';
import type { SlurmCluster } from './slurm-cluster';
import { refuseAll, refuse } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import type { Topology } from '../topology';

/** A partition, as other parts refer to it. */
export interface IPartition extends IConstruct {
  /** Its name in Slurm. */
  readonly partitionName: string;
}

/** Properties of a partition. */
export interface PartitionProps extends PartitionOptions {
  /** Cluster that it belongs to. */
  readonly cluster: SlurmCluster;
}

/**
 * A partition of a cluster. Its line reaches slurm.conf through the operator when the manifests are applied; a partition on one node set
 * of the same name is written to that node set, any other to the Controller.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#SECTION_PARTITION-CONFIGURATION
 */
export class Partition extends Construct implements IPartition {
  /** Name in Slurm. */
  public readonly partitionName: string;

  /** @internal Undefined stands for all nodes. */
  public readonly _nodeSets?: INodeSet[];
  /** @internal What the user said of being the default. */
  public readonly _isDefault?: boolean;
  /** @internal */
  public readonly _topology?: Topology;
  /** @internal Whether a job has whole units of the topology for itself. */
  public readonly _isExclusiveByTopology: boolean;
  /** @internal */
  public readonly _values: PartitionValue[];

  public constructor(scope: Construct, id: string, props: PartitionProps) {
    super(scope, id);
    refuseOtherKinds(this, 'PartitionProps', props);
    const { values, problems } = partitionValues(props);
    this.partitionName = props.partitionName ?? id;
    this._nodeSets = props.nodeSets && [...props.nodeSets];
    this._isDefault = props.isDefault;
    this._topology = props.topology;
    // The enum's own text: its module has no other use here.
    this._isExclusiveByTopology = String(props.exclusive) === 'TOPO';
    this._values = values;
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(this.partitionName) || this.partitionName.toUpperCase() === 'DEFAULT') {
      problems.push({
        id: 'PART-001',
        what: `'${this.partitionName}' is not a partition name that slurm.conf can carry`,
        fix: "use letters, digits, '_', '-' and '.', such as 'train'",
      });
    }
    if (this._nodeSets?.length === 0) {
      problems.push({ id: 'PART-002', what: "'nodeSets' is empty: no job of the partition could ever start", fix: "name a node set, or leave 'nodeSets' out for all nodes" });
    }
    refuseAll(this, problems);
    const stranger = this._nodeSets?.find(nodeSet => nodeSet.cluster !== props.cluster);
    if (stranger) {
      refuse(this, {
        id: 'PART-003',
        what: `node set '${stranger.nodeSetName}' belongs to cluster '${stranger.cluster.name}', so slurmctld of '${props.cluster.name}' knows no such nodes and would not start`,
        fix: `use a node set of '${props.cluster.name}'`,
      });
    }
    if (new Set(this._nodeSets).size !== (this._nodeSets?.length ?? 0)) {
      refuse(this, { id: 'PART-004', what: "'nodeSets' names a node set twice", fix: 'name it once' });
    }
    props.cluster._addPartition(this);
  }
}
