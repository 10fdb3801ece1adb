import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/** Kinds that go first, in their order; all else follows by id. */
const firstKinds = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'PersistentVolume', 'PersistentVolumeClaim', 'Secret', 'ConfigMap'];

/**
 * Makes the children and dependencies of a construct come in an order of their own (what they are, then their paths) instead of the order in
 * which they were declared, so that moving a line of the program does not move the manifests. Dependencies still come first.
 *
 * cdk8s offers no such choice, and dependencies from object to object would do it only at an exponential price: its graph walks every path.
 */
export function keepOrder(construct: IConstruct): void {
  for (const list of ['children', 'dependencies'] as const) {
    const { node } = construct;
    if (!Object.prototype.hasOwnProperty.call(node, list)) {
      const declared = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), list)!.get!;
      const sorted = sortedOnce(list === 'children' ? byId : byPath);
      Object.defineProperty(node, list, { configurable: true, get: () => sorted(declared.call(node) as IConstruct[]) });
    }
  }
}

// cdk8s walks the whole app anew for every chart, and asks for them each time.
function sortedOnce(order: (one: IConstruct, other: IConstruct) => number): (constructs: IConstruct[]) => IConstruct[] {
  let known: { readonly declared: IConstruct[]; readonly sorted: IConstruct[] } = { declared: [], sorted: [] };
  return declared => {
    if (declared.length !== known.declared.length || declared.some((construct, index) => construct !== known.declared[index])) {
      known = { declared, sorted: [...declared].sort(order) };
    }
    return [...known.sorted];
  };
}

function byId(one: IConstruct, other: IConstruct): number {
  return rank(one) - rank(other) || (one.node.id < other.node.id ? -1 : 1);
}

function byPath(one: IConstruct, other: IConstruct): number {
  return rank(one) - rank(other) || (one.node.path < other.node.path ? -1 : 1);
}

function rank(construct: IConstruct): number {
  const position = construct instanceof ApiObject ? firstKinds.indexOf(construct.kind) : -1;
  return position < 0 ? firstKinds.length : position;
}
