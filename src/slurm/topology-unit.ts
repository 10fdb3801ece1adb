import { Parsed, shifted, TextIssue, unreadable } from './text-issue';
import { recordsOf, Topology, TopologyKind } from './topology';

const MAX_RING_POSITION = 15;

/** Where a node stands in one topology: one entry of a node's `Topology=`. */
export interface TopologyUnit {
  /** Name of the topology; `default` for the one of a topology.conf. */
  readonly topology: string;
  /** The block; the switches from a known one down to the leaf; the ring and position; the torus and x, y, z. */
  readonly path: string[];
}

/**
 * Reads the `Topology=` of a node: `<topology>:<unit>` with commas.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#OPT_Topology
 */
export function parseTopologyUnits(text: string): Parsed<TopologyUnit[]> {
  const units: TopologyUnit[] = [];
  let offset = 0;
  for (const entry of text === '' ? [] : text.split(',')) {
    const [topology, ...path] = entry.split(':');
    if (path.length === 0 || [topology, ...path].some(part => !/^\S+$/.test(part))) {
      return unreadable(`'${entry}' is not a place in a topology`, 'write it as <topology>:<block, switch or ring>', offset, entry.length);
    }
    units.push({ topology, path });
    offset += entry.length + 1;
  }
  return { value: units, issues: [] };
}

/** The text of a node's `Topology=`. */
export function renderTopologyUnits(units: TopologyUnit[]): string {
  return units.map(({ topology, path }) => [topology, ...path].join(':')).join(',');
}

/** What slurmctld would refuse in a node's `Topology=`, given the topologies of the cluster; reads the text first. */
export function checkTopologyUnits(text: string, topologies: readonly Topology[]): TextIssue[] {
  const { value: units, issues } = parseTopologyUnits(text);
  let offset = 0;
  const problems = (units ?? []).flatMap(unit => {
    const length = renderTopologyUnits([unit]).length;
    const problem = unitProblem(unit, topologies);
    const found = problem === undefined ? [] : [shifted({ ...problem, offset: 0, length }, offset)];
    offset += length + 1;
    return found;
  });
  return [...issues, ...problems];
}

function unitProblem({ topology: name, path }: TopologyUnit, topologies: readonly Topology[]): { message: string; fix: string } | undefined {
  const topology = topologies.find(each => each.name === name);
  if (topology === undefined) {
    const names = topologies.map(each => each.name);
    return {
      message: `there is no topology '${name}', which is fatal in slurmctld`,
      fix: names.length === 0 ? 'remove it, the cluster has no topology' : `use one of ${names.join(', ')}`,
    };
  }
  const [unit] = path;
  const names = recordsOf(topology).map(record => record.name);
  const isKnown = names.includes(unit);
  switch (topology.kind) {
    case TopologyKind.BLOCK:
      return path.length > 1 || !isKnown
        ? { message: `topology '${name}' has no block '${path.join(':')}', and a node cannot create one`, fix: `use one of its blocks, such as ${names[0] ?? 'b1'}` }
        : undefined;
    case TopologyKind.TREE:
      return isKnown
        ? leafProblem(unit, path, topology.switches)
        : { message: `topology '${name}' has no switch '${unit}' to start from`, fix: `start from one of its switches, such as ${names[0] ?? 's1'}` };
    case TopologyKind.RING:
      return path.length > 2 || (path[1] !== undefined && !(/^\d+$/.test(path[1]) && Number(path[1]) <= MAX_RING_POSITION))
        ? { message: `'${path.slice(1).join(':')}' is no position on a ring`, fix: `use a position from 0 to ${MAX_RING_POSITION}` }
        : undefined;
    case TopologyKind.TORUS3D: {
      const torus = topology.toruses.find(each => each.name === unit);
      const places = path.slice(1).map(Number);
      const sizes = torus === undefined ? [] : [torus.dims.x, torus.dims.y, torus.dims.z];
      const inside = torus !== undefined && places.length === 3
        && sizes.every((size, axis) => Number.isInteger(places[axis]) && places[axis] >= 0 && places[axis] < size);
      return inside ? undefined : { message: `'${path.join(':')}' is no place in topology '${name}'`, fix: 'write <torus>:<x>:<y>:<z> inside its dimensions' };
    }
    case TopologyKind.FLAT:
      return undefined;
  }
}

function leafProblem(unit: string, path: string[], switches: readonly { name: string; children?: string; nodes?: string }[]) {
  const last = switches.find(each => each.name === path[path.length - 1]);
  if (last?.children !== undefined) {
    return { message: `switch '${last.name}' has switches below it, so it cannot hold nodes`, fix: `go down to a leaf, such as ${unit}:<leaf>` };
  }
  const parent = switches.find(each => each.name === path[path.length - 2]);
  return last === undefined && parent?.nodes !== undefined
    ? { message: `switch '${parent.name}' holds nodes, so it cannot get switches below it`, fix: `end at '${parent.name}'` }
    : undefined;
}
