import { IPartition, Partition } from '../cluster/partition';
import type { PartitionValue } from '../cluster/partition-values';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem } from '../errors/refuse';

/** Partitions that hold a node set. */
export function partitionsOf(nodeSet: string, partitions: readonly IPartition[]): Partition[] {
  return partitions.filter((partition): partition is Partition => partition instanceof Partition
    && (partition._nodeSets === undefined || partition._nodeSets.some(each => each.nodeSetName === nodeSet)));
}

/** `MaxNodes` of a partition with a node set that grows: slurmctld sees the nodes of the moment, and cannot know how many there can be. */
export function elasticLimit(partition: Partition, workers: readonly WorkerSet[]): PartitionValue[] {
  const most = mostNodesOf(partition, workers);
  return most === undefined || partition._values.some(({ key }) => key === 'MaxNodes') ? [] : [{ key: 'MaxNodes', value: String(most) }];
}

/** Partitions that promise more nodes than they can ever have. */
export function elasticProblems(partitions: readonly Partition[], workers: readonly WorkerSet[]): Problem[] {
  return partitions.flatMap(partition => {
    const most = mostNodesOf(partition, workers);
    const said = Number(partition._values.find(({ key }) => key === 'MaxNodes')?.value);
    return most === undefined || !(said > most) ? [] : [{
      id: 'AUTO-015',
      what: `'maxNodes' of partition '${partition.partitionName}' is ${said}, and its node sets can have ${most} nodes at most: larger jobs would wait for ever`,
      fix: `use ${most} or fewer, leave it out, or raise 'max' of the node set`,
    }];
  });
}

function mostNodesOf(partition: Partition, workers: readonly WorkerSet[]): number | undefined {
  const held = workers.filter(({ name }) => partitionsOf(name, [partition]).length > 0);
  return held.some(({ scaling }) => scaling._auto !== undefined) ? held.reduce((sum, { scaling }) => sum + scaling.maxNodes, 0) : undefined;
}
