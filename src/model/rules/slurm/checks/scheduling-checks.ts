import { LintSeverity } from '../../../../slurm/finding';
import { TimeLimit } from '../../../../slurm/time-limit';
import { DeclaredCluster } from '../../../declared-cluster';
import { nodeMemoryMiB } from '../../../node-memory';
import { NodeSetFacts } from '../../../node-set-facts';
import { lastValue, PartitionFacts } from '../../../partition-facts';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck, finding } from '../cluster-check';

const DEFAULT_MEMORY = ['DefMemPerCPU', 'DefMemPerGPU', 'DefMemPerNode'];

/** Checks that look at all partitions of a cluster together. */
export const SCHEDULING_CHECKS: readonly ClusterCheck[] = [
  {
    id: 'PRE-009',
    severity: LintSeverity.WARNING,
    title: 'preemption by partition has partitions of different tiers',
    find: cluster => {
      const tiers = new Set(cluster.partitions.map(({ options }) => lastValue(options, 'PriorityTier') ?? lastValue(options, 'Priority') ?? '1'));
      return cluster.settings.value('PreemptType').toLowerCase() !== 'preempt/partition_prio' || seesTooLittle(cluster) || tiers.size !== 1 ? [] : [finding(
        cluster,
        cluster.settings.find('PreemptType')?.line,
        `PreemptType=preempt/partition_prio but every partition has PriorityTier=${[...tiers][0]}: nothing is ever preempted`,
        'give the partition that may preempt a higher PriorityTier',
      )];
    },
  },
  {
    id: 'PRIO-014',
    severity: LintSeverity.WARNING,
    title: 'the partition factor of the priority differs between partitions',
    find: cluster => {
      const weight = cluster.settings.value('PriorityWeightPartition', '0');
      return !(Number(weight) > 0) || seesTooLittle(cluster) || cluster.partitions.some(({ options }) => ['PriorityJobFactor', 'Priority'].some(key => lastValue(options, key) !== undefined)) ? [] : [finding(
        cluster,
        cluster.settings.find('PriorityWeightPartition')?.line,
        `PriorityWeightPartition=${weight} but no partition has a PriorityJobFactor: the weight is the same for every job`,
        'add PriorityJobFactor to the partitions that go first',
      )];
    },
  },
  {
    id: 'SCH-005',
    severity: LintSeverity.WARNING,
    title: 'the backfill scheduler plans as far ahead as jobs may run',
    find: cluster => {
      const { settings, partitions } = cluster;
      const window = Number(/(?:^|,)\s*bf_window=(\d+)/i.exec(settings.value('SchedulerParameters'))?.[1] ?? 1440);
      const longest = longestTime(partitions);
      return longest === undefined || longest.minutes <= window || settings.value('SchedulerType', 'sched/backfill').toLowerCase() !== 'sched/backfill' || includesFiles(cluster.controller.extraConf) ? [] : [finding(
        cluster,
        settings.find('SchedulerParameters')?.line,
        `jobs of partition '${longest.partition.name}' may run ${longest.minutes} minutes, but backfill plans ${window} minutes ahead (1440 unless bf_window says else): long jobs may starve behind short ones`,
        `add bf_window=${longest.minutes} to SchedulerParameters, and bf_resolution=600 to keep the plan small`,
      )];
    },
  },
  {
    id: 'SEL-008',
    severity: LintSeverity.WARNING,
    title: 'jobs on nodes of several GPUs have a default memory',
    find: cluster => {
      const { settings, nodeSets } = cluster;
      const consumed = settings.words('SelectTypeParameters').filter(word => /^cr_(cpu|core|socket|memory)/.test(word));
      if ((consumed.length > 0 && !consumed.some(word => word.endsWith('_memory'))) || DEFAULT_MEMORY.some(key => settings.find(key) !== undefined) || includesFiles(cluster.controller.extraConf)) {
        return [];
      }
      const shared = cluster.partitions.filter(partition => !limitsMemory(partition));
      const sets = nodeSets.filter(nodeSet => nodeSet.gpus.gresCount > 1 && shared.some(partition => partition.nodeSets.includes(nodeSet)));
      return sets.length === 0 ? [] : [finding(
        cluster,
        settings.find('SelectTypeParameters')?.line,
        `no DefMemPerGPU, DefMemPerCPU or DefMemPerNode is set: a job without --mem takes all memory of its node, so on ${sets.map(({ slurmName }) => slurmName).join(', ')} a job of one GPU leaves the others idle`,
        `add DefMemPerGPU=${memoryPerGpu(sets)}`,
      )];
    },
  },
];

function limitsMemory({ options }: PartitionFacts): boolean {
  return DEFAULT_MEMORY.some(key => lastValue(options, key) !== undefined)
    || ['OverSubscribe', 'Shared', 'Exclusive'].some(key => /^(exclusive|node)$/i.test(lastValue(options, key) ?? ''));
}

function memoryPerGpu(sets: readonly NodeSetFacts[]): string {
  const shares = sets.map(nodeSet => Math.floor((nodeMemoryMiB(nodeSet) ?? 0) / nodeSet.gpus.gresCount));
  return shares.every(share => share > 0) ? String(Math.min(...shares)) : '<MiB of a node, divided by its GPUs>';
}

function longestTime(partitions: readonly PartitionFacts[]): { readonly partition: PartitionFacts; readonly minutes: number } | undefined {
  return partitions.flatMap(partition => {
    const limit = TimeLimit.parse(lastValue(partition.options, 'MaxTime') ?? 'UNLIMITED').value?.totalMinutes;
    return limit === undefined ? [] : [{ partition, minutes: limit }];
  }).sort((left, right) => right.minutes - left.minutes).at(0);
}

function seesTooLittle({ controller, partitions }: DeclaredCluster): boolean {
  return includesFiles(controller.extraConf) || partitions.length === 0;
}
