import { LintFinding } from './finding';
import { Hostlist } from './hostlist';
import { Topology, TopologyKind } from './topology';
import { checkBlocks } from './topology-block';
import { TopologyContext, TopologyFindings, TopologyForm } from './topology-findings';
import { checkRings } from './topology-ring';
import { checkToruses } from './topology-torus';
import { checkTree } from './topology-tree';

/** Everything slurmctld would refuse, ignore or do unexpectedly with these topologies, in the order of the topologies. */
export function checkTopologies(topologies: readonly Topology[], context: TopologyContext): LintFinding[] {
  const findings = new TopologyFindings(context);
  if (context.form === TopologyForm.YAML) {
    checkNames(topologies, findings);
    checkDefaults(topologies, findings);
  }
  for (const topology of topologies) {
    const nodes = nodesOf(topology, findings);
    if (nodes !== undefined && context.knownNodes !== undefined) {
      checkKnownNodes(topology, nodes, context.knownNodes, findings);
    }
  }
  return findings.list;
}

function nodesOf(topology: Topology, findings: TopologyFindings): Hostlist | undefined {
  switch (topology.kind) {
    case TopologyKind.TREE: return checkTree(topology, findings);
    case TopologyKind.BLOCK: return checkBlocks(topology, findings);
    case TopologyKind.RING: return checkRings(topology, findings);
    case TopologyKind.TORUS3D: return checkToruses(topology, findings);
    case TopologyKind.FLAT: return undefined;
  }
}

function checkNames(topologies: readonly Topology[], findings: TopologyFindings): void {
  const names = new Set<string>();
  for (const { name, spans } of topologies) {
    if (name === '') {
      findings.warning('TOPO-009', undefined, spans?.entry, 'a topology has no name, so no partition can choose it', 'add \'topology: <name>\'');
    } else if (names.has(name)) {
      findings.warning('TOPO-009', name, spans?.topology, `topology '${name}' is defined twice and the first one wins`, 'give every topology a name of its own');
    }
    names.add(name);
  }
}

function checkDefaults(topologies: readonly Topology[], findings: TopologyFindings): void {
  const defaults = topologies.filter(topology => topology.isClusterDefault);
  if (defaults.length > 1) {
    const [first, second] = defaults;
    findings.warning('TOPO-009', second.name, second.spans?.cluster_default,
      `'${second.name}' is a cluster default behind '${first.name}', which wins`, 'keep \'cluster_default: true\' on one of them');
  } else if (defaults.length === 0 && topologies.length > 1) {
    const [first] = topologies;
    findings.warning('TOPO-009', first.name, first.spans?.entry, `no topology is the cluster default, so '${first.name}' is, as the first`, 'say \'cluster_default: true\' on one of them');
  }
}

function checkKnownNodes(topology: Topology, nodes: Hostlist, known: Hostlist, findings: TopologyFindings): void {
  const unknown = nodes.minus(known);
  if (!unknown.isEmpty) {
    findings.warning('TOPO-031', topology.name, topology.spans?.entry, `topology '${topology.name}' names '${unknown.fold()}', which slurm.conf does not define`,
      'define these nodes or drop them here; dynamic nodes join with Topology= of their own');
  }
  const outside = known.minus(nodes);
  const unit = { tree: 'leaf switch', block: 'block', ring: 'ring', torus3d: 'torus', flat: '' }[topology.kind];
  if (!outside.isEmpty && topology.kind !== TopologyKind.TORUS3D) {
    findings.warning('TOPO-016', topology.name, topology.spans?.entry,
      `'${outside.fold()}' is in no ${unit} of topology '${topology.name}', so multi-node jobs do not use it`, `add it to a ${unit}`);
  }
}
