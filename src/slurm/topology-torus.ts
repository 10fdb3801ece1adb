import { Hostlist } from './hostlist';
import { Axes, TorusRecord, TorusTopology } from './topology';
import { TopologyFindings } from './topology-findings';

const AXES: (keyof Axes)[] = ['x', 'y', 'z'];
const ORIGIN: Axes = { x: 0, y: 0, z: 0 };

/** Checks tori; returns the nodes in them. */
export function checkToruses(topology: TorusTopology, findings: TopologyFindings): Hostlist {
  if (topology.toruses.length === 0) {
    findings.error('TOPO-022', topology.name, topology.spans?.toruses ?? topology.spans?.torus3d, 'the topology has no torus, which is fatal in slurmctld', 'add a torus');
  }
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const torus of topology.toruses) {
    const refuse = (field: string, reason: string, fix: string) =>
      findings.error('TOPO-022', torus.name, torus.spans?.[field] ?? torus.spans?.name, `torus '${torus.name}' is fatal in slurmctld: ${reason}`, fix);
    if (torus.name === '' || names.has(torus.name)) {
      refuse('name', torus.name === '' ? 'it has no name' : 'its name is taken', 'give every torus a name of its own');
    }
    names.add(torus.name);
    if (AXES.some(axis => torus.dims[axis] < 1)) {
      refuse('dims', `its dimensions are ${text(torus.dims)}`, 'make every dimension 1 or more');
    } else {
      checkPlacements(torus, refuse);
    }
    const nodes = nodesOf(torus, findings, refuse);
    const shared = nodes.filter(node => seen.has(node) || !seen.add(node));
    if (shared.length > 0) {
      refuse('nodes', `'${Hostlist.fold(shared)}' stands in two places`, 'list every node once, in one torus');
    }
    if ((torus.placements ?? []).length === 0) {
      findings.warning('TOPO-023', torus.name, torus.spans?.name, `torus '${torus.name}' has no placements, so no job can run on it, not even on one node`,
        'add a placement for every size that jobs may have, 1x1x1 included');
    }
  }
  return Hostlist.fromNames(seen);
}

type Refuse = (field: string, reason: string, fix: string) => void;

function nodesOf(torus: TorusRecord, findings: TopologyFindings, refuse: Refuse): string[] {
  const { nodes, regions } = torus;
  if (nodes !== undefined && regions !== undefined) {
    refuse('regions', 'it has nodes and regions', 'keep one of them');
  }
  if (nodes !== undefined) {
    const list = findings.hostlist(torus, nodes, torus.spans?.nodes) ?? Hostlist.EMPTY;
    if (list.count !== volume(torus.dims)) {
      refuse('nodes', `${text(torus.dims)} has ${volume(torus.dims)} places but ${list.count} nodes are listed`, `list ${volume(torus.dims)} nodes`);
    }
    return list.expand();
  }
  const all: string[] = [];
  (regions ?? []).forEach((region, index) => {
    const place = `regions.${index}`;
    const list = findings.hostlist(torus, region.nodes, torus.spans?.[place]) ?? Hostlist.EMPTY;
    if (AXES.some(axis => region.dims[axis] < 1 || region.anchor[axis] < 0 || region.anchor[axis] + region.dims[axis] > torus.dims[axis])) {
      refuse(place, `region ${text(region.dims)} at ${text(region.anchor)} does not fit into ${text(torus.dims)}`, 'keep regions inside the torus');
    }
    if (list.count !== volume(region.dims)) {
      refuse(place, `region ${text(region.dims)} has ${volume(region.dims)} places but ${list.count} nodes are listed`, `list ${volume(region.dims)} nodes`);
    }
    const other = (regions ?? []).slice(0, index).find(each =>
      AXES.every(axis => region.anchor[axis] < each.anchor[axis] + each.dims[axis] && each.anchor[axis] < region.anchor[axis] + region.dims[axis]));
    if (other !== undefined) {
      refuse(place, `its regions at ${text(other.anchor)} and ${text(region.anchor)} overlap`, 'let every place belong to one region');
    }
    all.push(...list.names());
  });
  return all;
}

function checkPlacements(torus: TorusRecord, refuse: Refuse): void {
  (torus.placements ?? []).forEach(({ dims, anchorSeed = ORIGIN }, index) => {
    if (AXES.some(axis => dims[axis] < 1 || dims[axis] > torus.dims[axis])) {
      refuse(`placements.${index}`, `placement ${text(dims)} does not fit into ${text(torus.dims)}`, 'make every dimension 1 or more and no larger than the torus');
    } else if (AXES.some(axis => anchorSeed[axis] < 0 || anchorSeed[axis] >= torus.dims[axis])) {
      refuse(`placements.${index}`, `placement ${text(dims)} is anchored at ${text(anchorSeed)}, outside of ${text(torus.dims)}`, 'anchor it inside the torus');
    }
  });
}

function volume(dims: Axes): number {
  return dims.x * dims.y * dims.z;
}

function text(axes: Axes): string {
  return `${axes.x}x${axes.y}x${axes.z}`;
}
