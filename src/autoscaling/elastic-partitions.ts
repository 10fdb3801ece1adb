import type { TresCounts } from '../accounting';
import { IPartition, Partition } from '../cluster/partition';
import type { PartitionValue } from '../cluster/partition-values';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem } from '../errors/refuse';

/** Partitions that hold a node set. */
export function partitionsOf(nodeSet: string, partitions: readonly IPartition[]): Partition[] {
  return partitions.filter((partition): partition is Partition => partition instanceof Partition
    && (partition._nodeSets === undefined || partition._nodeSets.some(each => each.nodeSetName === nodeSet)));
}

/** Node sets that a partition holds. */
export function heldBy(partition: Partition, workers: readonly WorkerSet[]): WorkerSet[] {
  return workers.filter(({ name }) => partitionsOf(name, [partition]).length > 0);
}

/** What all nodes of a partition with a node set that grows can have together; nothing for other partitions. */
export function roomOf(partition: Partition, workers: readonly WorkerSet[]): TresCounts & { readonly nodes: number } | undefined {
  const held = heldBy(partition, workers);
  if (!held.some(({ scaling }) => scaling._auto !== undefined)) {
    return undefined;
  }
  const sum = (ofNode: (workers: WorkerSet) => number): number => held.reduce((total, each) => total + each.scaling.maxNodes * ofNode(each), 0);
  const gpus = sum(gpusOf);
  return {
    nodes: sum(() => 1),
    ...gpus > 0 ? { gpus } : {},
    ...held.every(({ cpus }) => cpus !== undefined) ? { cpus: sum(({ cpus }) => cpus!) } : {},
  };
}

/** GPUs of a node. */
export function gpusOf({ gres }: WorkerSet): number {
  return gres.filter(({ name }) => name === 'gpu').reduce((sum, { count }) => sum + count, 0);
}

/** `MaxNodes` of a partition with a node set that grows: slurmctld sees the nodes of the moment, and cannot know how many there can be. */
export function elasticLimit(partition: Partition, workers: readonly WorkerSet[]): PartitionValue[] {
  const most = roomOf(partition, workers)?.nodes;
  return most === undefined || partition._values.some(({ key }) => key === 'MaxNodes') ? [] : [{ key: 'MaxNodes', value: String(most) }];
}

/** Partitions that promise more nodes than they can ever have. */
export function elasticProblems(partitions: readonly Partition[], workers: readonly WorkerSet[]): Problem[] {
  return partitions.flatMap(partition => {
    const most = roomOf(partition, workers)?.nodes;
    const said = Number(partition._values.find(({ key }) => key === 'MaxNodes')?.value);
    return most === undefined || !(said > most) ? [] : [{
      id: 'AUTO-015',
      what: `'maxNodes' of partition '${partition.partitionName}' is ${said}, and its node sets can have ${most} nodes at most: larger jobs would wait for ever`,
      fix: `use ${most} or fewer, leave it out, or raise 'max' of the node set`,
    }];
  });
}
