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
  readonly labelsOf: (members: TopologyMembers) => { [label: string]: string }[];
}

type Labels = { readonly [label: string]: string };

/** What is wrong with the nodes that a topology says are in its units. */
export function memberProblems(cluster: SlurmCluster, topology: Topology, view: MemberView): Problem[] {
  const problems = topology._units.flatMap(unit => {
    const { members } = unit;
    if (members === undefined) {
      return [];
    }
    if (unit.children !== undefined) {
      return [{ id: 'TOPO-104', what: `switch '${unit.name}' has both 'children' and 'members', and slurmctld would forget the children`, fix: 'put the nodes below a leaf switch of their own' }];
    }
    return [...nodeSetProblems(cluster, unit, members, view), ...labelProblems(unit, members), ...nameProblems(unit, members, view)];
  });
  return problems.length > 0 ? problems : [...sizeProblems(topology, view), ...nvlinkProblems(topology, view), ...overlapProblems(topology, view)];
}

function nodeSetProblems(cluster: SlurmCluster, unit: TopologyUnit, members: TopologyMembers, { workers }: MemberView): Problem[] {
  return members._nodeSets.flatMap(nodeSet => {
    if (nodeSet.cluster !== cluster) {
      return [{
        id: 'TOPO-117',
        what: `'${unit.name}' lists node set '${nodeSet.nodeSetName}' of cluster '${nodeSet.cluster.name}', so slurmctld of '${cluster.name}' knows no such nodes`,
        fix: `use a node set of '${cluster.name}'`,
      }];
    }
    const set = workers.find(({ name }) => name === nodeSet.nodeSetName);
    return Object.keys(set?.ownNodeSelector ?? {}).length > 0 ? [] : [{
      id: 'TOPO-113',
      what: `'${unit.name}' lists node set '${nodeSet.nodeSetName}', which has no 'nodeSelector': its workers may run on any machine, so none can be said to be there`,
      fix: "give the node set a 'nodeSelector' that only the machines there match",
    }];
  });
}

function labelProblems(unit: TopologyUnit, { _labels: labels }: TopologyMembers): Problem[] {
  const bad = Object.entries(labels ?? {}).find(([label, value]) => !/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(label)
    || !/^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/.test(value));
  if (labels === undefined || (bad === undefined && Object.keys(labels).length > 0)) {
    return [];
  }
  return [{
    id: 'TOPO-119',
    what: bad === undefined ? `'${unit.name}' names no label, so every Kubernetes node would be there` : `'${bad[0]}=${bad[1]}' of '${unit.name}' is no label that a Kubernetes node can have`,
    fix: "use e.g. TopologyMembers.labelled({ 'topology.example.com/rack': 'r1' })",
  }];
}

// slurmctld reads the lists before it makes the nodes, and looks at them again only when it is reconfigured.
function nameProblems(unit: TopologyUnit, members: TopologyMembers, { workers }: MemberView): Problem[] {
  const listed = members._names === undefined ? undefined : Hostlist.parse(members._names).value;
  const set = listed && workers.find(each => [...each.nodeNames()].some(name => listed.contains(name)));
  return set === undefined ? [] : [{
    id: 'TOPO-112',
    what: `'${unit.name}' lists nodes of node set '${set.name}' by name: they register after slurmctld has read the list and without a place, so jobs get them as if they stood in no block or switch`,
    fix: 'make one node set for each rack and use TopologyMembers.nodeSets(...), or use TopologyMembers.labelled(...)',
  }];
}

function sizeProblems(topology: Topology, { nodesOf }: MemberView): Problem[] {
  const most = topology._mostNodesOfUnit;
  return topology._leaves.flatMap(({ name, members }) => {
    const count = Hostlist.parse(members && nodesOf(members) || '').value?.count;
    if (count === 0 && topology._isSizedByNodes) {
      return [{
        id: 'TOPO-103',
        what: `'blockSizes' is left out, and the nodes of block '${name}' are not known before the cluster runs, so slurmctld could not tell how large a block is`,
        fix: "set 'blockSizes', e.g. [18]",
      }];
    }
    return most === undefined || count === undefined || count <= most ? [] : [{
      id: 'TOPO-111',
      what: `rack '${name}' has ${count} nodes, and one NVLink domain of NVL72 joins ${most}: jobs would be placed across two`,
      fix: `list at most ${most} nodes of four GPUs in a rack`,
    }];
  }).slice(0, 1);
}

// Only racks whose NVLink joins trays are blocks of eighteen.
function nvlinkProblems(topology: Topology, { workers }: MemberView): Problem[] {
  const inside = topology._mostNodesOfUnit === undefined ? [] : topology._leaves.flatMap(({ members }) => members?._nodeSets ?? []);
  const set = workers.find(({ name, gpu }) => gpu?.multiNodeNvlink === false && inside.some(({ nodeSetName }) => nodeSetName === name));
  return set === undefined ? [] : [{
    id: 'TOPO-125',
    what: `node set '${set.name}' stands in a rack of Topology.nvl72, and NVLink of ${set.gpu!.name} ends at the node: such racks have no NVLink to keep jobs in`,
    fix: 'use Topology.block() for them; for GPUs of that kind which are not in the catalogue Gpu.custom({ multiNodeNvlink: true, ... })',
  }];
}

function overlapProblems(topology: Topology, { labelsOf }: MemberView): Problem[] {
  const selectors = topology._leaves.flatMap(({ name, members }) => (members ? labelsOf(members) : []).map(labels => ({ name, labels })));
  const pair = selectors
    .flatMap((one, index) => selectors.slice(index + 1).map(other => ({ one, other })))
    .find(({ one, other }) => one.name !== other.name && (includes(one.labels, other.labels) || includes(other.labels, one.labels)));
  return pair === undefined ? [] : [{
    id: 'TOPO-123',
    what: `'${pair.one.name}' and '${pair.other.name}' of topology '${topology.name}' take Kubernetes nodes by labels of which one set holds the other, so the same nodes would be in both`,
    fix: 'let each have a label value of its own',
  }];
}

function includes(labels: Labels, others: Labels): boolean {
  return Object.entries(others).every(([label, value]) => labels[label] === value);
}
