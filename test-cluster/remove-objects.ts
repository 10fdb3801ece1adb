import { AuthoredObject, pathOf } from './declared-manifests';
import { eventually } from './kube-api';
import { RealCluster } from './real-cluster';

/** Namespaces of the API server itself, which stay. */
const KEPT = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Removes objects with the namespaces that they are in, all that others made there for them, and every machine, and waits until nothing of it is left. */
export async function removeAll(cluster: RealCluster, objects: readonly AuthoredObject[]): Promise<void> {
  const { api } = cluster;
  const named = objects.flatMap(({ kind, metadata }) => metadata.namespace ?? (kind === 'Namespace' ? metadata.name : []));
  const namespaces = [...new Set(named)].filter(name => !KEPT.includes(name)).map(name => `/api/v1/namespaces/${name}`);
  const others = objects.filter(({ kind, metadata }) => kind !== 'Namespace' && (metadata.namespace === undefined || KEPT.includes(metadata.namespace))).map(pathOf);
  const machines = (await api.list('/api/v1/nodes')).map(({ metadata }) => `/api/v1/nodes/${metadata.name}`);
  const paths = [...namespaces, ...others, ...machines];
  // While nobody makes them anew. The end of a namespace would wait for half of what pods are given for their own.
  await cluster.stopControllers();
  await Promise.all(namespaces.map(async namespace => removePods(cluster, namespace)));
  await Promise.all(paths.map(async path => api.remove(path)));
  await cluster.startControllers();
  await Promise.all(paths.map(async path => eventually(`end of ${path}`, async () => await api.find(path) === undefined, 120)));
  await cluster.stopControllers();
}

async function removePods({ api }: RealCluster, namespace: string): Promise<void> {
  await api.remove(`${namespace}/pods?gracePeriodSeconds=0`);
  // A Job wants to have counted its pods before they go, which it never does where nothing runs them.
  const counted = (await api.list(`${namespace}/pods`)).filter(({ metadata }) => metadata.finalizers !== undefined);
  await Promise.all(counted.map(async ({ metadata }) => api.merge(`${namespace}/pods/${metadata.name}`, { metadata: { finalizers: null } })));
}
