import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { DeclaredCluster } from '../../declared-cluster';
import { ILintRule, RuleFinding } from '../../rule';
import { includesFiles, readLogicalLines } from '../../slurm-text';

/** Partitions name NodeSets that exist. */
export class PartitionNodes implements ILintRule {
  public readonly id = 'FIT-017';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'partitions name NodeSets that exist';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => {
      const records = otherRecords(cluster);
      return records.hasNodes ? [] : cluster.partitions.flatMap(({ name, foreignNodes, line }) => {
        const unknown = foreignNodes.filter(word => !records.nodeSets.has(word));
        return unknown.length === 0 ? [] : [{
          subject: line.origin.object ?? cluster.controller.ref,
          field: line.origin.field ?? 'spec.extraConf',
          message: `partition '${name}' has Nodes=${unknown.join(',')}, but no NodeSet is called so, and nodes have no names before they register: slurmctld exits`,
          fix: cluster.nodeSets.length === 0 ? 'add the NodeSet' : `use ${cluster.nodeSets.map(({ slurmName }) => slurmName).slice(0, 5).join(', ')} or ALL`,
        }];
      });
    });
  }
}

function otherRecords(cluster: DeclaredCluster): { nodeSets: Set<string>; hasNodes: boolean } {
  const heads = readLogicalLines(cluster.controller.extraConf).map(({ pairs }) => pairs[0]);
  return {
    nodeSets: new Set(heads.filter(({ key }) => key.toLowerCase() === 'nodeset').map(({ value }) => value)),
    hasNodes: heads.some(({ key }) => key.toLowerCase() === 'nodename') || includesFiles(cluster.controller.extraConf),
  };
}
