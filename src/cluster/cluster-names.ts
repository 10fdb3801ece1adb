import { IConstruct } from 'constructs';
import { Problem } from '../errors/refuse';

/** What is wrong with a cluster's names. */
export function clusterNameProblems(name: string, clusterName: string, isOwnClusterName: boolean): Problem[] {
  const problems: Problem[] = [];
  // Services and StatefulSets carry the name: a revision label adds '-controller-' and ten characters to it.
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > 41) {
    problems.push({
      id: 'NAME-001',
      what: `cluster name '${name}' is not one that Kubernetes takes for Services: lower-case letters, digits and '-', a letter first, and 41 characters with what slurm-operator adds`,
      fix: "set 'name', e.g. 'slurm'",
    });
  }
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(clusterName) || clusterName.length > 40) {
    problems.push({
      id: 'NAME-002',
      what: `'clusterName' is '${clusterName}' (${clusterName.length} characters), and slurm-operator's webhook and the accounting database take 40 lower-case letters, digits, '_' and '-'`,
      fix: isOwnClusterName ? "use e.g. 'training'" : "set 'clusterName', e.g. 'training'",
    });
  }
  return problems;
}

interface NamedCluster extends IConstruct {
  readonly name: string;
  readonly namespace: string;
}

const clustersOf = new WeakMap<IConstruct, Map<string, NamedCluster>>();

/**
 * Why a name is taken by another cluster of the app. slurm-operator lists the node sets of a Controller over all namespaces, so two Controllers of
 * one name stop each other's rolling updates.
 */
export function takenNameProblems(cluster: NamedCluster): Problem[] {
  const { root } = cluster.node;
  const known = clustersOf.get(root) ?? new Map<string, NamedCluster>();
  clustersOf.set(root, known);
  const other = known.get(cluster.name);
  if (other === undefined) {
    known.set(cluster.name, cluster);
  }
  // Equal namespaces stand for different Kubernetes clusters, such as a trial and production, or are told as double objects.
  return other === undefined || other.namespace === cluster.namespace ? [] : [{
    id: 'NAME-004',
    what: `'${other.node.path}' in namespace '${other.namespace}' has the name '${cluster.name}' too, and slurm-operator confuses Controllers of one name: rolling updates would never run`,
    fix: "give one of them another 'name'; clusters for different Kubernetes clusters belong into different apps",
  }];
}
