import { LintSeverity } from '../../../../slurm/finding';
import { lastValue } from '../../../partition-facts';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck, finding } from '../cluster-check';

/** Checks of what partitions name. */
export const PARTITION_NAMES: readonly ClusterCheck[] = [
  {
    id: 'PART-118',
    severity: LintSeverity.WARNING,
    title: 'Alternate names a partition',
    find: cluster => cluster.partitions.flatMap(({ name, options, line }) => {
      const alternate = lastValue(options, 'Alternate');
      const isKnown = alternate === undefined || cluster.partitions.some(other => other.name === alternate);
      return isKnown || includesFiles(cluster.controller.extraConf) ? [] : [finding(
        cluster, line, `partition '${name}' names Alternate=${alternate}, which is no partition: jobs stay where they are, without a word`, `use one of ${cluster.partitions.map(other => other.name).slice(0, 5).join(', ')}`,
      )];
    }),
  },
  {
    id: 'PART-122',
    severity: LintSeverity.WARNING,
    title: 'a partition has nodes',
    find: cluster => cluster.partitions.filter(({ nodes }) => nodes === '').map(({ name, line }) => finding(
      cluster, line, `partition '${name}' has no Nodes: no job can run in it, and slurmctld says nothing`, 'add Nodes=ALL, or the names of NodeSets',
    )),
  },
];
