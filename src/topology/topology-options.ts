import { k8s } from 'cdk8s-plus-28';
import { TopologyMembers } from './topology-members';

/** What every topology that partitions can choose has. */
export interface TopologyOptions {
  /**
   * Name that partitions, and the annotations of Kubernetes nodes, refer to.
   *
   * @default - `block`, `tree`, `flat` or `nvl72`, after the factory
   */
  readonly name?: string;

  /**
   * Whether it places the jobs of partitions that choose no topology.
   *
   * @default - true for the only topology of a cluster, otherwise false
   */
  readonly isClusterDefault?: boolean;
}

/** A block: nodes behind one fast network, such as a rack. */
export interface TopologyBlock {
  /** Name, at most 64 characters, unique in its topology. */
  readonly name: string;

  /** Its nodes. @default TopologyMembers.annotated() */
  readonly members?: TopologyMembers;
}

/** A switch: a leaf with nodes, or one with switches below it. */
export interface TopologySwitch {
  /** Name, at most 64 characters, unique in its topology. */
  readonly name: string;

  /** Switches below. @default - none: a leaf */
  readonly children?: TopologySwitch[];

  /** Nodes of a leaf. @default TopologyMembers.annotated() */
  readonly members?: TopologyMembers;
}

/**
 * Blocks of nodes. A job gets the fewest blocks that can hold it, or waits.
 *
 * @see https://slurm.schedmd.com/topology.html#block
 */
export interface BlockTopologyProps extends TopologyOptions {
  /** Blocks in their order, which is meaningful: neighbours form the larger units of `blockSizes`. */
  readonly blocks: TopologyBlock[];

  /**
   * Nodes that jobs can count on in a block, and then, on request, larger units of neighbouring blocks: each size is the first times a power of two.
   * `[18]` lets a job combine any blocks, `[18, 36]` makes jobs of 19 to 36 nodes wait for a pair. Slurm: `block_sizes`.
   *
   * @default - the nodes of the smallest block alone, where topology.yaml lists the nodes of all
   * @see https://slurm.schedmd.com/topology.yaml.html
   */
  readonly blockSizes?: number[];

  /**
   * Whether nodes are numbered block by block, and with them the tasks of a job and the lists of nodes. Cluster default only.
   * Slurm: `TopologyParam=BlockAsNodeRank`.
   *
   * @default false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TopologyParam
   */
  readonly blockAsNodeRank?: boolean;
}

/**
 * Switches over nodes. A job gets as few leaf switches as it can; `--switches` makes it wait for that.
 *
 * @see https://slurm.schedmd.com/topology.html#hierarchical
 */
export interface TreeTopologyProps extends TopologyOptions {
  /** Switches at the top. No job crosses two of them. */
  readonly switches: TopologySwitch[];

  /**
   * Whether nodes are numbered switch by switch, and with them the tasks of a job and the lists of nodes. Slurm: `TopologyParam=SwitchAsNodeRank`.
   *
   * @default false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TopologyParam
   */
  readonly switchAsNodeRank?: boolean;
}

/** No structure: every node is as near as any other. */
export interface FlatTopologyProps extends TopologyOptions {
  /**
   * Whether the nodes of a step are ordered by name. Slurm 26.05: `alpha_step_rank`.
   *
   * @default false
   * @see https://slurm.schedmd.com/topology.yaml.html
   */
  readonly alphaStepRank?: boolean;
}

/** Racks of 18 compute trays with 4 GPUs each, joined by NVLink (GB200 NVL72, GB300 NVL72). */
export interface Nvl72TopologyProps extends TopologyOptions {
  /** The racks. */
  readonly racks: TopologyBlock[];

  /**
   * Trays of every rack that jobs do not count on, so that a job of a whole rack still starts when one of them is out. A job may use them all the same.
   *
   * @default 0
   */
  readonly spareTrays?: number;

  /**
   * Whether nodes are numbered rack by rack, and with them the tasks of a job. Slurm: `TopologyParam=BlockAsNodeRank`.
   *
   * @default - true for the cluster's default topology
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TopologyParam
   */
  readonly blockAsNodeRank?: boolean;
}

/** How the pod runs that tells Kubernetes nodes their places in the topologies. */
export interface NodeAnnotatorOptions {
  /**
   * Image with `sh`, `curl` and `awk`.
   *
   * @default 'docker.io/curlimages/curl:8.16.0'
   */
  readonly image?: string;

  /** Labels that the Kubernetes node of the pod must have, besides `kubernetes.io/os: linux`. @default - none */
  readonly nodeSelector?: { [key: string]: string };

  /** Taints that the pod accepts. @default - none */
  readonly tolerations?: k8s.Toleration[];
}
