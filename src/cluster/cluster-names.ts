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
