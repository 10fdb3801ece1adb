import type { Partition } from './partition';
import { PartitionValue } from './partition-values';
import type { WorkerSet } from './worker-set';
import { Problem, refuse } from '../errors/refuse';
import { renderPartitionLine } from '../slurm/partition-line';
import { RenderedText } from '../slurm/slurm-conf-line';

/** Whether jobs without a partition go to this one: the only partition of a cluster need not say so. */
function isDefaultPartition(partition: Partition, all: Partition[]): boolean {
  return partition._isDefault ?? all.length === 1;
}

/** What a partition's node sets ask of its line. */
export interface AskedValues {
  readonly valuesOf: (partition: Partition) => PartitionValue[];
}

/** Keys of a partition's line after `Nodes`, sorted, with `Default` where it holds and what its node sets ask for. */
export function finalValues(partition: Partition, all: Partition[], asked: AskedValues): PartitionValue[] {
  const own = isDefaultPartition(partition, all) ? [{ key: 'Default', value: 'YES' }] : [];
  return [...own, ...partition._values, ...asked.valuesOf(partition)].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/**
 * Whether slurm-operator writes the partition itself: one with the name of its only node set. It stands on the NodeSet, so that its change
 * leaves the Controller alone.
 */
export function isOnNodeSet(partition: Partition): boolean {
  return partition._nodeSets?.length === 1 && partition._nodeSets[0].nodeSetName === partition.partitionName;
}

/** Lines of slurm.conf for the partitions that stand on no NodeSet. */
export function partitionLines(partitions: Partition[], asked: AskedValues): RenderedText[] {
  return [...partitions]
    .filter(partition => !isOnNodeSet(partition))
    .sort((one, other) => (one.partitionName < other.partitionName ? -1 : 1))
    .map(partition => renderPartitionLine({
      name: partition.partitionName,
      fields: [
        { key: 'Nodes', value: partition._nodeSets ? partition._nodeSets.map(nodeSet => nodeSet.nodeSetName).sort().join(',') : 'ALL' },
        ...finalValues(partition, partitions, asked),
      ],
    }));
}

/** Refuses a partition that cannot stand beside the others. */
export function refusePartition(partition: Partition, others: readonly Partition[], isExternal: boolean): void {
  if (isExternal) {
    refuse(partition, {
      id: 'CTLD-003',
      what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot write a partition into its slurm.conf',
      fix: `add it there: NodeSet=<set> Feature=<set> and PartitionName=${partition.partitionName} Nodes=<set>`,
    });
  }
  const twin = others.find(other => other.partitionName.toLowerCase() === partition.partitionName.toLowerCase());
  if (twin) {
    refuse(partition, { id: 'PART-005', what: `partition '${partition.partitionName}' exists already at '${twin.node.path}', and slurmctld does not start with two`, fix: 'rename one' });
  }
}

/** What is wrong with the partitions of a cluster together. */
export function partitionProblems(partitions: Partition[], workers: WorkerSet[]): Problem[] {
  const problems: Problem[] = [];
  if (partitions.length === 0) {
    problems.push({
      id: 'PART-020',
      what: 'the cluster has no partition, so slurmctld refuses every job',
      fix: "add one: cluster.addPartition('all')",
    });
  } else {
    const defaults = partitions.filter(partition => isDefaultPartition(partition, partitions));
    if (defaults.length === 0) {
      problems.push({
        id: 'PART-021',
        what: `none of the partitions ${names(partitions)} is the default, so jobs that name no partition are refused`,
        fix: "set 'isDefault: true' on one",
      });
    } else if (defaults.length > 1) {
      problems.push({
        id: 'PART-022',
        what: `the partitions ${names(defaults)} are all the default, and slurmctld takes whichever comes last`,
        fix: "set 'isDefault' on one of them only",
      });
    }
  }
  for (const partition of partitions.filter(each => each._nodeSets !== undefined)) {
    const namesake = workers.find(each => each.name === partition.partitionName);
    if (namesake && !partition._nodeSets!.some(nodeSet => nodeSet.nodeSetName === namesake.name)) {
      problems.push({
        id: 'PART-023',
        what: `partition '${partition.partitionName}' has the name of a node set that is not in it: users would look for those nodes there`,
        fix: 'rename the partition',
      });
    }
  }
  if (workers.length === 0) {
    problems.push({ id: 'NODE-050', what: 'the cluster has no node set, so no job can ever run', fix: "add one: cluster.addNodeSet('cpu')" });
  }
  return problems;
}

function names(partitions: Partition[]): string {
  return partitions.map(({ partitionName }) => `'${partitionName}'`).sort().join(', ');
}
