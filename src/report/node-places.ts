import { ReportedSet } from './reported-set';
import { DeclaredCluster } from '../model/declared-cluster';
import { Hostlist } from '../slurm/hostlist';
import { clusterDefaultOf, SwitchRecord, Topology, TopologyKind, TopologyRecord } from '../slurm/topology';

/** A node on the map. */
export interface PlacedNode {
  readonly name: string;
  readonly set: ReportedSet;
  /** Partitions that hold it, by their numbers in slurm.conf. */
  readonly partitions: readonly number[];
  /** Whether it comes and goes with an autoscaler. */
  readonly comesAndGoes: boolean;
}

/** A block, a switch with what is below it, or nodes that nothing but their names puts together. */
export interface Place {
  readonly name: string;
  /** What it is called: `block`, `switch`; empty for nodes that stand in none. */
  readonly kind: string;
  readonly nodes: readonly PlacedNode[];
  readonly places: readonly Place[];
}

/** Where the nodes of a cluster are. */
export interface NodePlaces {
  /** The topology that is drawn; absent when there is none but flat ones. */
  readonly topology?: Topology;
  readonly places: readonly Place[];
  /** Places that list no nodes: the live cluster knows who is there. */
  readonly empty: readonly string[];
  /** Nodes of the topology that no node set and no line of slurm.conf declares. */
  readonly strangers: readonly string[];
  readonly count: number;
}

/** Most nodes that are drawn one by one; Slurm itself knows no more than twice as many. */
export const MOST_DRAWN = 32_768;

const KIND_NAMES: { readonly [kind in TopologyKind]: string } = {
  [TopologyKind.TREE]: 'switch',
  [TopologyKind.BLOCK]: 'block',
  [TopologyKind.RING]: 'ring',
  [TopologyKind.TORUS3D]: 'torus',
  [TopologyKind.FLAT]: '',
};

/** Finds the place of every node in the topology that partitions use when they name none, else in the first that has a structure. */
export function nodePlaces(cluster: DeclaredCluster, sets: readonly ReportedSet[]): NodePlaces {
  const count = sets.reduce((sum, { nodes }) => sum + nodes.most, 0);
  const { topologies } = cluster.topologies;
  const byDefault = clusterDefaultOf(topologies);
  const topology = byDefault?.kind === TopologyKind.FLAT ? topologies.find(({ kind }) => kind !== TopologyKind.FLAT) : byDefault;
  if (count > MOST_DRAWN) {
    return { topology, places: [], empty: [], strangers: [], count };
  }
  const unplaced = placedNodes(cluster, sets);
  const finder = new PlaceFinder(unplaced);
  const places = topology === undefined ? [] : finder.placesOf(topology);
  const rest = new Map(sets.map(set => [set, [] as PlacedNode[]]));
  unplaced.forEach(node => rest.get(node.set)?.push(node));
  return { topology, places: [...places, ...[...rest.values()].flatMap(inChunks)], empty: finder.empty, strangers: finder.strangers, count };
}

/** All nodes of a place and of those below it. */
export function nodesBelow(place: Place): readonly PlacedNode[] {
  return place.places.length === 0 ? place.nodes : [...place.nodes, ...place.places.flatMap(nodesBelow)];
}

function placedNodes(cluster: DeclaredCluster, sets: readonly ReportedSet[]): Map<string, PlacedNode> {
  const byName = new Map<string, number[]>();
  cluster.partitions.forEach(({ foreignNodes }, index) => foreignNodes
    .map(word => Hostlist.parse(word).value)
    .filter(list => list !== undefined && list.count <= MOST_DRAWN)
    .forEach(list => list?.expand().forEach(name => byName.set(name, [...byName.get(name) ?? [], index]))));
  const nodes = new Map<string, PlacedNode>();
  for (const set of sets) {
    const ofSet = cluster.partitions.flatMap(({ nodeSets, nodes: words }, index) =>
      (set.facts === undefined ? /(?:^|,)\s*ALL\s*(?:,|$)/i.test(words) : nodeSets.includes(set.facts)) ? [index] : []);
    for (let ordinal = 0; ordinal < set.nodes.most; ordinal++) {
      const name = set.nameAt(ordinal);
      const own = byName.get(name);
      // Two sets may claim one name; the map shows both, as both are declared.
      nodes.set(nodes.has(name) ? `${name}\n${set.index}` : name, {
        name,
        set,
        partitions: own === undefined ? ofSet : [...new Set([...ofSet, ...own])].sort((left, right) => left - right),
        comesAndGoes: ordinal >= set.nodes.least,
      });
    }
  }
  return nodes;
}

class PlaceFinder {
  public readonly empty: string[] = [];
  public readonly strangers: string[] = [];

  private readonly known: ReadonlySet<string>;

  /** @param unplaced nodes by name; those that get a place leave it */
  constructor(private readonly unplaced: Map<string, PlacedNode>) {
    this.known = new Set(unplaced.keys());
  }

  public placesOf(topology: Topology): Place[] {
    const kind = KIND_NAMES[topology.kind];
    switch (topology.kind) {
      case TopologyKind.TREE: return this.switches(topology.switches);
      case TopologyKind.TORUS3D:
        return topology.toruses.flatMap(torus => this.place(kind, { ...torus, nodes: torus.nodes ?? torus.regions?.map(({ nodes }) => nodes).join(',') }));
      case TopologyKind.BLOCK: return topology.blocks.flatMap(block => this.place(kind, block));
      case TopologyKind.RING: return topology.rings.flatMap(ring => this.place(kind, ring));
      case TopologyKind.FLAT: return [];
    }
  }

  private switches(records: readonly SwitchRecord[]): Place[] {
    const byName = new Map(records.map(each => [each.name, each]));
    const below = new Map(records.map(each => [each.name, Hostlist.parse(each.children ?? '').value?.expand() ?? []]));
    const children = new Set([...below.values()].flat());
    // A loop, which slurmctld refuses, must not make this endless.
    const seen = new Set<string>();
    const placeOf = (each: SwitchRecord): Place[] => {
      if (seen.has(each.name)) {
        return [];
      }
      seen.add(each.name);
      const places = (below.get(each.name) ?? []).flatMap(name => byName.has(name) ? placeOf(byName.get(name)!) : []);
      const nodes = each.nodes === undefined ? [] : this.nodes(each.nodes);
      if (places.length === 0 && nodes.length === 0) {
        this.empty.push(each.name);
        return [];
      }
      return [{ name: each.name, kind: KIND_NAMES[TopologyKind.TREE], nodes, places }];
    };
    const roots = records.filter(({ name }) => !children.has(name));
    return [...roots, ...records].flatMap(placeOf);
  }

  private place(kind: string, record: TopologyRecord): Place[] {
    const nodes = this.nodes(record.nodes ?? '');
    if (nodes.length === 0) {
      this.empty.push(record.name);
      return [];
    }
    return [{ name: record.name, kind, nodes, places: [] }];
  }

  private nodes(text: string): PlacedNode[] {
    return (Hostlist.parse(text).value?.expand() ?? []).flatMap(name => {
      const node = this.unplaced.get(name);
      if (node === undefined) {
        // A node that stands in two places is drawn in the first.
        this.strangers.push(...this.known.has(name) ? [] : [name]);
        return [];
      }
      this.unplaced.delete(name);
      return [node];
    });
  }
}

const CHUNKS = 40;
const CHUNK_SIZES = [64, 256];

// Nodes in the order of their names, in groups that an eye can count.
function inChunks(nodes: readonly PlacedNode[]): Place[] {
  const size = CHUNK_SIZES.find(each => nodes.length <= each * CHUNKS) ?? 1024;
  return Array.from({ length: Math.ceil(nodes.length / size) }, (_, chunk) => {
    const part = nodes.slice(chunk * size, (chunk + 1) * size);
    const { set } = part[0];
    const first = chunk * size;
    const name = nodes.length <= size ? set.name : set.facts?.nodeNames.known === false ? `${set.name} ${first + 1} to ${first + part.length}` : Hostlist.fold(part.map(node => node.name));
    return { name, kind: '', nodes: part, places: [] };
  });
}
