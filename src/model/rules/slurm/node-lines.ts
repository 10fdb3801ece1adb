import { DeclaredCluster } from '../../declared-cluster';
import { PredictedLine } from '../../predict/predicted-file';
import { Assignment, readLogicalLines } from '../../slurm-text';

/** A record line of slurm.conf that neither is a partition nor comes from a NodeSet. */
export interface ConfRecord {
  /** What follows the first key: a hostlist, a name. */
  readonly name: string;
  /** Its other keys, those of DEFAULT lines before it first. */
  readonly options: readonly Assignment[];
  readonly line: PredictedLine;
}

/** The NodeName lines of a cluster, which only users write. */
export function nodeLines(cluster: DeclaredCluster): readonly ConfRecord[] {
  return userLines(cluster, 'NodeName');
}

/** The lines of a cluster that start with a key, if a user writes any: most write none, and slurm.conf need not be read again. */
export function userLines(cluster: DeclaredCluster, firstKey: string): readonly ConfRecord[] {
  return cluster.controller.extraConf.toLowerCase().includes(firstKey.toLowerCase()) ? recordLines(cluster, firstKey) : [];
}

/** All lines that start with a key, with the options of the DEFAULT lines before them; DEFAULT lines themselves are left out. */
export function recordLines(cluster: DeclaredCluster, firstKey: string): ConfRecord[] {
  let defaults: readonly Assignment[] = [];
  return readLogicalLines(cluster.slurmConf.text).flatMap(({ pairs: [first, ...rest], line }) => {
    if (first.key.toLowerCase() !== firstKey.toLowerCase()) {
      return [];
    }
    const options = [...defaults, ...rest];
    if (first.value.toUpperCase() === 'DEFAULT') {
      defaults = options;
      return [];
    }
    return [{ name: first.value, options, line: cluster.slurmConf.lines[line - 1] }];
  });
}
