import { Hostlist } from './hostlist';
import { RingTopology } from './topology';
import { TopologyFindings } from './topology-findings';

const MAX_RING = 16;

/** Checks rings; returns the nodes on them. */
export function checkRings(topology: RingTopology, findings: TopologyFindings): Hostlist {
  if (topology.rings.length === 0) {
    findings.error('TOPO-021', topology.name, topology.spans?.rings ?? topology.spans?.ring, 'the topology has no rings, which is fatal in slurmctld', 'add a ring');
  }
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const ring of topology.rings) {
    if (names.has(ring.name)) {
      findings.error('TOPO-021', ring.name, ring.spans?.ring, `ring '${ring.name}' is defined twice, which is fatal in slurmctld`, 'give every ring a name of its own');
    }
    names.add(ring.name);
    const nodes = ring.nodes === undefined ? Hostlist.EMPTY : findings.hostlist(ring, ring.nodes, ring.spans?.nodes) ?? Hostlist.EMPTY;
    if (nodes.count > MAX_RING) {
      findings.error('TOPO-021', ring.name, ring.spans?.nodes, `ring '${ring.name}' has ${nodes.count} nodes but slurmctld takes ${MAX_RING}`, 'split it into rings of at most 16 nodes');
    }
    const shared = nodes.expand().filter(node => seen.has(node) || !seen.add(node));
    if (shared.length > 0) {
      findings.warning('TOPO-028', ring.name, ring.spans?.nodes, `'${Hostlist.fold(shared)}' stands on ring '${ring.name}' and on another place`,
        'list every node on one ring, once');
    }
  }
  return Hostlist.fromNames(seen);
}
