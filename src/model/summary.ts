import type { ClusterModel } from './cluster-model';
import { DeclaredCluster } from './declared-cluster';
import { NodeSetFacts } from './node-set-facts';

/** What was declared, in numbers. */
export interface ModelSummary {
  readonly clusters: readonly ClusterSummary[];
}

/** One Slurm cluster in numbers. */
export interface ClusterSummary {
  readonly name: string;
  readonly namespace: string;
  /** `ClusterName` as slurmctld sees it. */
  readonly clusterName: string;
  readonly isExternal: boolean;
  readonly hasAccounting: boolean;
  readonly nodeSets: readonly NodeSetSummary[];
  readonly partitions: readonly PartitionSummary[];
  /** Login pods of all login sets. */
  readonly loginPods: number;
  /** Nodes of all node sets; undefined as soon as one of them follows the Kubernetes nodes. */
  readonly nodes?: number;
  /** GPUs of all nodes; undefined like `nodes`, if such a set has GPUs. */
  readonly gpus?: number;
}

/** One node set in numbers. */
export interface NodeSetSummary {
  /** Its name in Slurm. */
  readonly name: string;
  /** Nodes; undefined when there is one for each matching Kubernetes node. */
  readonly nodes?: number;
  /** Node names in brackets, e.g. `gpu-[0-127]`; empty when only the live cluster knows. */
  readonly nodeNames: string;
  /** GPUs of one node by Slurm's count. */
  readonly gpusPerNode: number;
  /** GPU types, e.g. `h100`; empty when untyped. */
  readonly gpuTypes: readonly string[];
  readonly gpus?: number;
  /** Partitions that hold it. */
  readonly partitions: readonly string[];
}

/** One partition in numbers. */
export interface PartitionSummary {
  readonly name: string;
  readonly isDefault: boolean;
  readonly nodeSets: readonly string[];
  readonly nodes?: number;
  readonly gpus?: number;
}

/** Says what a model declares, in numbers. */
export function summary(model: ClusterModel): ModelSummary {
  return { clusters: model.clusters.map(clusterSummary) };
}

function clusterSummary(cluster: DeclaredCluster): ClusterSummary {
  const { controller, nodeSets, partitions } = cluster;
  return {
    name: controller.ref.name,
    namespace: controller.ref.namespace,
    clusterName: controller.clusterName,
    isExternal: controller.external,
    hasAccounting: cluster.accounting !== undefined,
    nodeSets: nodeSets.map(nodeSet => ({
      name: nodeSet.slurmName,
      nodes: nodeSet.replicas,
      nodeNames: nodeSet.nodeNames.known ? nodeSet.nodeNames.folded : '',
      gpusPerNode: nodeSet.gpus.gresCount,
      gpuTypes: nodeSet.gpus.gres.flatMap(({ name, type }) => name === 'gpu' && type !== undefined ? [type] : []),
      gpus: gpusOf(nodeSet),
      partitions: partitions.filter(partition => partition.nodeSets.includes(nodeSet)).map(({ name }) => name),
    })),
    partitions: partitions.map(({ name, isDefault, nodeSets: held }) => ({
      name,
      isDefault,
      nodeSets: held.map(({ slurmName }) => slurmName),
      nodes: total(held.map(({ replicas }) => replicas)),
      gpus: total(held.map(gpusOf)),
    })),
    loginPods: cluster.loginSets.reduce((pods, { replicas }) => pods + replicas, 0),
    nodes: total(nodeSets.map(({ replicas }) => replicas)),
    gpus: total(nodeSets.map(gpusOf)),
  };
}

function gpusOf({ replicas, gpus }: NodeSetFacts): number | undefined {
  if (gpus.gresCount === 0) {
    return 0;
  }
  return replicas === undefined ? undefined : replicas * gpus.gresCount;
}

function total(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce((sum, count) => sum === undefined || count === undefined ? undefined : sum + count, 0);
}
