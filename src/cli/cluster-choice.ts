import { InputError } from './input-error';
import type { DeclaredCluster } from '../model/declared-cluster';

/** The clusters that `--cluster` means: by name of the Controller, `namespace/name` or ClusterName; all without it. */
export function chosenClusters(clusters: readonly DeclaredCluster[], name: string | undefined): readonly DeclaredCluster[] {
  if (clusters.length === 0) {
    throw new InputError('no Controller among the manifests, and a cluster is made of what refers to one; give the manifest with kind: Controller too');
  }
  const isMeant = (cluster: DeclaredCluster): boolean =>
    name === undefined || [cluster.controller.ref.name, fullName(cluster), cluster.controller.clusterName].includes(name);
  const chosen = clusters.filter(isMeant);
  if (chosen.length === 0) {
    throw new InputError(`no cluster '${name}' among the manifests; they declare ${listed(clusters)}`);
  }
  return chosen;
}

/**
 * The one cluster that `--cluster` means, or that there is.
 *
 * @param option how the user chooses one
 */
export function oneCluster(clusters: readonly DeclaredCluster[], name: string | undefined, option: string): DeclaredCluster {
  const chosen = chosenClusters(clusters, name);
  if (chosen.length > 1) {
    throw new InputError(name === undefined
      ? `the manifests declare ${clusters.length} clusters; choose one with ${option}: ${listed(clusters)}`
      : `'${name}' means ${chosen.length} clusters; choose one as namespace/name: ${listed(chosen)}`);
  }
  return chosen[0];
}

function fullName({ controller }: DeclaredCluster): string {
  return `${controller.ref.namespace}/${controller.ref.name}`;
}

function listed(clusters: readonly DeclaredCluster[]): string {
  return clusters.map(fullName).join(', ');
}
