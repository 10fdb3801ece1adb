import { Hostlist } from './hostlist';
import { SwitchRecord, TreeTopology } from './topology';
import { TopologyFindings, TopologyForm } from './topology-findings';

const MAX_DEPTH = 20;
const MAX_NAME = 64;

/** Checks the switches of a tree; returns its nodes. */
export function checkTree(tree: TreeTopology, findings: TopologyFindings): Hostlist {
  if (tree.switches.length === 0) {
    findings.error('TOPO-017', tree.name, tree.spans?.switches ?? tree.spans?.tree, 'the tree has no switches, which is fatal in slurmctld', 'add a switch with its nodes');
    return Hostlist.EMPTY;
  }
  const children = new Map<SwitchRecord, string[]>();
  const byName = new Map<string, SwitchRecord>();
  for (const each of tree.switches) {
    checkName(each, byName, findings);
    children.set(each, childrenOf(each, findings));
  }
  const known = new Set(byName.keys());
  const sound = tree.switches.map(each => checkChildren(each, children.get(each) ?? [], known, findings)).every(Boolean);
  if (sound) {
    checkShape(tree, children, byName, findings);
  }
  return leafNodes(tree, findings);
}

function checkName(each: SwitchRecord, byName: Map<string, SwitchRecord>, findings: TopologyFindings): void {
  if (byName.has(each.name)) {
    findings.error('TOPO-017', each.name, each.spans?.switch, `switch '${each.name}' is defined twice, which is fatal in slurmctld`, 'give every switch a name of its own');
  } else {
    byName.set(each.name, each);
  }
  if (each.name.length > MAX_NAME) {
    const message = `the name of switch '${each.name.slice(0, 20)}...' has ${each.name.length} characters but ${MAX_NAME} is the limit`;
    if (findings.context.form === TopologyForm.CONF) {
      findings.error('TOPO-029', each.name, each.spans?.switch, `${message}, above which slurmctld stops`, 'shorten it');
    } else {
      findings.warning('TOPO-029', each.name, each.spans?.switch, message, 'shorten it');
    }
  }
}

function childrenOf(each: SwitchRecord, findings: TopologyFindings): string[] {
  if (each.children !== undefined && each.nodes !== undefined) {
    const message = `switch '${each.name}' has nodes and switches below it`;
    const fix = 'put the nodes under a leaf switch of their own';
    if (findings.context.form === TopologyForm.CONF) {
      findings.error('TOPO-018', each.name, each.spans?.children, `${message}, which is fatal in slurmctld`, fix);
    } else {
      findings.warning('TOPO-018', each.name, each.spans?.children, `${message}, so slurmctld ignores the switches`, fix);
    }
    return [];
  }
  return each.children === undefined ? [] : findings.hostlist(each, each.children, each.spans?.children)?.expand() ?? [];
}

function checkChildren(each: SwitchRecord, children: string[], known: Set<string>, findings: TopologyFindings): boolean {
  const wrong = children.filter(child => child === each.name || !known.has(child));
  if (wrong.length === 0) {
    return true;
  }
  const message = wrong[0] === each.name
    ? `switch '${each.name}' is its own child`
    : `switch '${each.name}' has the child '${Hostlist.fold(wrong)}', which is no switch`;
  findings.error('TOPO-017', each.name, each.spans?.children, `${message}; that is fatal in slurmctld`, 'name switches that this tree defines');
  return false;
}

function checkShape(tree: TreeTopology, children: Map<SwitchRecord, string[]>, byName: Map<string, SwitchRecord>, findings: TopologyFindings): void {
  const below = (each: SwitchRecord) => (children.get(each) ?? []).map(name => byName.get(name)).filter(child => child !== undefined);
  const parents = new Set(tree.switches.flatMap(below));
  const roots = tree.switches.filter(each => !parents.has(each));
  const depths = new Map<SwitchRecord, number>();
  let level = roots;
  // By levels, so that a loop ends the walk at the depth limit instead of never.
  for (let depth = 1; level.length > 0 && depth <= MAX_DEPTH + 1; depth++) {
    level.forEach(each => depths.set(each, depth));
    level = [...new Set(level.flatMap(below))];
  }
  const unreached = tree.switches.find(each => !depths.has(each));
  const deep = tree.switches.find(each => (depths.get(each) ?? 0) > MAX_DEPTH);
  const bad = unreached ?? deep;
  if (bad !== undefined) {
    const message = unreached !== undefined
      ? `switch '${bad.name}' is part of a loop, which is fatal in slurmctld`
      : `switch '${bad.name}' stands below more than ${MAX_DEPTH} levels or in a loop, which is fatal in slurmctld`;
    findings.error('TOPO-017', bad.name, bad.spans?.switch, message, 'let every switch have switches of a lower level only');
  } else if (roots.length > 1) {
    const names = roots.map(root => root.name);
    findings.warning('TOPO-019', tree.name, roots[1].spans?.switch,
      `the tree has ${roots.length} roots (${shortList(names)}), so no job can span the nodes below two of them`,
      `add a switch with the children ${shortList([Hostlist.fold(names)])} if their networks are joined`);
  }
}

function leafNodes(tree: TreeTopology, findings: TopologyFindings): Hostlist {
  const owner = new Map<string, string>();
  for (const each of tree.switches) {
    const nodes = each.nodes === undefined ? undefined : findings.hostlist(each, each.nodes, each.spans?.nodes);
    const shared: string[] = [];
    for (const node of nodes?.names() ?? []) {
      if (owner.has(node)) {
        shared.push(node);
      }
      owner.set(node, each.name);
    }
    if (shared.length > 0) {
      findings.warning('TOPO-020', each.name, each.spans?.nodes, `'${Hostlist.fold(shared)}' stands under switch '${each.name}' and another leaf switch`,
        'list every node under one leaf switch');
    }
  }
  return Hostlist.fromNames(owner.keys());
}

function shortList(names: string[]): string {
  const text = names.join(', ');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
