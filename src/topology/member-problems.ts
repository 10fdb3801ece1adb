import { Topology, TopologyUnit } from './topology';
import { TopologyMembers } from './topology-members';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem } from '../errors/refuse';
import { Hostlist } from '../slurm/hostlist';

/** The nodes of a cluster, as far as they are known. */
export interface MemberView {
  readonly workers: readonly WorkerSet[];
  readonly nodesOf: (members: TopologyMembers) => string | undefined;
}

/** What is wrong with the nodes that a topology lists. */
export function memberProblems(cluster: SlurmCluster, topology: Topology, view: MemberView): Problem[] {
  return topology._units.flatMap(unit => {
    const { members } = unit;
    if (members === undefined) {
      return [];
    }
    if (unit.children !== undefined) {
      return [{ id: 'TOPO-104', what: `switch '${unit.name}' has both 'children' and 'members', and slurmctld would forget the children`, fix: 'put the nodes below a leaf switch of their own' }];
    }
    const wrong = [...nodeSetProblems(cluster, topology, unit, members, view), ...nameProblems(unit, members, view)];
    return wrong.length > 0 ? wrong : countProblems(topology, unit, members, view);
  });
}

function nodeSetProblems(cluster: SlurmCluster, topology: Topology, unit: TopologyUnit, members: TopologyMembers, { workers }: MemberView): Problem[] {
  return members._nodeSets.flatMap(nodeSet => {
    if (nodeSet.cluster !== cluster) {
      return [{
        id: 'TOPO-117',
        what: `'${unit.name}' lists node set '${nodeSet.nodeSetName}' of cluster '${nodeSet.cluster.name}', so slurmctld of '${cluster.name}' knows no such nodes`,
        fix: `use a node set of '${cluster.name}'`,
      }];
    }
    const set = workers.find(({ name }) => name === nodeSet.nodeSetName);
    if (set === undefined || [...set.nodeNames()].length === 0) {
      return [{
        id: 'TOPO-119',
        what: `'${unit.name}' lists node set '${nodeSet.nodeSetName}', whose nodes carry the names of Kubernetes nodes, which only Kubernetes knows`,
        fix: 'use TopologyMembers.annotated(), or name them: TopologyMembers.nodes(...)',
      }];
    }
    return set.isPlaced || topology._leaves.length < 2 ? [] : [{
      id: 'TOPO-113',
      what: `'${unit.name}' lists node set '${nodeSet.nodeSetName}', and nothing keeps its workers in one place: they may run in any rack`,
      fix: "give the node set a 'nodeSelector' that only that rack's machines match, or use TopologyMembers.annotated()",
    }];
  });
}

// The pods of a node set run wherever there is room, so the first 18 of 72 are in no rack in particular.
function nameProblems(unit: TopologyUnit, members: TopologyMembers, { workers }: MemberView): Problem[] {
  const listed = members._names === undefined ? undefined : Hostlist.parse(members._names).value;
  if (listed === undefined) {
    return [];
  }
  return workers.flatMap(set => {
    const own = [...set.nodeNames()];
    const inside = own.filter(name => listed.contains(name)).length;
    return inside === 0 || inside === own.length ? [] : [{
      id: 'TOPO-112',
      what: `'${unit.name}' lists ${inside} of the ${own.length} nodes of node set '${set.name}', whose workers may run on any of its machines: their numbers do not say where they are`,
      fix: 'make one node set for each rack and use TopologyMembers.nodeSets(...), or use TopologyMembers.annotated()',
    }];
  });
}

function countProblems(topology: Topology, unit: TopologyUnit, members: TopologyMembers, { nodesOf }: MemberView): Problem[] {
  const most = topology._mostNodesOfUnit;
  const count = Hostlist.parse(nodesOf(members) ?? '').value?.count ?? 0;
  return most === undefined || count <= most ? [] : [{
    id: 'TOPO-111',
    what: `rack '${unit.name}' has ${count} nodes, and one NVLink domain of NVL72 joins ${most}: jobs would be placed across two`,
    fix: `list at most ${most} nodes of four GPUs in a rack`,
  }];
}
