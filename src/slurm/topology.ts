import { SourceSpan } from './source-span';

/** What a topology is made of; the value is its key in topology.yaml. */
export enum TopologyKind {
  /** Switches over nodes: jobs get as few leaf switches as possible. */
  TREE = 'tree',
  /** Blocks of nodes that aggregate by powers of two: jobs get no more blocks than they need. */
  BLOCK = 'block',
  /** Nodes in rings: jobs get neighbours. Slurm 26.05. */
  RING = 'ring',
  /** Nodes in a 3D torus: jobs get one of the listed placements. Slurm 26.05. */
  TORUS3D = 'torus3d',
  /** No structure. */
  FLAT = 'flat',
}

/** Where the fields of a record stand in the file, by the field's key there; absent for topologies made in a program. */
export interface FieldSpans {
  readonly [key: string]: SourceSpan | undefined;
}

/** What every named record has. */
export interface TopologyRecord {
  /** Name of the switch, block, ring or torus. */
  readonly name: string;
  /** Hostlist of its nodes. */
  readonly nodes?: string;
  /** Places in the file. */
  readonly spans?: FieldSpans;
}

/** A switch: a leaf with nodes, or an inner one with children. */
export interface SwitchRecord extends TopologyRecord {
  /** Hostlist of switches below. */
  readonly children?: string;
  /** Written in topology.conf, used by nobody. */
  readonly linkSpeed?: string;
}

/** A block; a ring has the same fields. */
export type BlockRecord = TopologyRecord;

/** A ring: the order of nodes is their order on it. */
export type RingRecord = TopologyRecord;

/** Numbers along the three axes. */
export interface Axes {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A box of a torus that has nodes of its own. */
export interface TorusRegion {
  /** Lowest corner. */
  readonly anchor: Axes;
  /** Extent. */
  readonly dims: Axes;
  /** Hostlist; x runs fastest. */
  readonly nodes: string;
}

/** A shape that jobs may take. */
export interface TorusPlacement {
  /** Extent. */
  readonly dims: Axes;
  /** Lowest corner of the first place. Default: the origin. */
  readonly anchorSeed?: Axes;
  /** Distance between places. Default: the extent. */
  readonly anchorSpacing?: Axes;
}

/** A torus: nodes given at once or by region. */
export interface TorusRecord extends TopologyRecord {
  /** Extent. */
  readonly dims: Axes;
  /** Boxes with their nodes, instead of `nodes`. */
  readonly regions?: TorusRegion[];
  /** Shapes that jobs may take; without any no job can run. */
  readonly placements?: TorusPlacement[];
}

/** What every topology has. */
export interface TopologyEntry {
  /** Name that partitions and nodes refer to; `default` for a topology.conf, empty when the file gives none. */
  readonly name: string;
  /** Whether partitions without `Topology=` use it. */
  readonly isClusterDefault?: boolean;
  /** Places in the file. */
  readonly spans?: FieldSpans;
}

/** Switches over nodes. */
export interface TreeTopology extends TopologyEntry {
  readonly kind: TopologyKind.TREE;
  readonly switches: SwitchRecord[];
}

/** Blocks of nodes; their order is meaningful, neighbours aggregate. */
export interface BlockTopology extends TopologyEntry {
  readonly kind: TopologyKind.BLOCK;
  /** Nodes planned per block, then the aggregated sizes. Default: powers of two times the size of the first block. */
  readonly blockSizes?: number[];
  readonly blocks: BlockRecord[];
}

/** Nodes in rings. */
export interface RingTopology extends TopologyEntry {
  readonly kind: TopologyKind.RING;
  readonly rings: RingRecord[];
}

/** Nodes in tori. */
export interface TorusTopology extends TopologyEntry {
  readonly kind: TopologyKind.TORUS3D;
  readonly toruses: TorusRecord[];
}

/** No structure. */
export interface FlatTopology extends TopologyEntry {
  readonly kind: TopologyKind.FLAT;
  /** Order the nodes of a step by name instead of node table. Slurm 26.05. */
  readonly alphaStepRank?: boolean;
}

/** One topology of a cluster. */
export type Topology = TreeTopology | BlockTopology | RingTopology | TorusTopology | FlatTopology;

/** Named records of a topology: switches, blocks, rings or tori. */
export function recordsOf(topology: Topology): TopologyRecord[] {
  switch (topology.kind) {
    case TopologyKind.TREE: return topology.switches;
    case TopologyKind.BLOCK: return topology.blocks;
    case TopologyKind.RING: return topology.rings;
    case TopologyKind.TORUS3D: return topology.toruses;
    case TopologyKind.FLAT: return [];
  }
}

/** The topology in force where nothing else is said: the first that says so, else the first. */
export function clusterDefaultOf(topologies: readonly Topology[]): Topology | undefined {
  return topologies.find(topology => topology.isClusterDefault) ?? topologies[0];
}

/** The topology a partition uses; undefined when its `Topology=` names none, which is fatal in slurmctld. */
export function topologyOfPartition(topologies: readonly Topology[], name?: string): Topology | undefined {
  return name === undefined ? clusterDefaultOf(topologies) : topologies.find(topology => topology.name === name);
}
