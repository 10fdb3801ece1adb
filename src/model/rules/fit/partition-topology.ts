import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { lastValue } from '../../partition-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Partitions choose topologies that exist. */
export class PartitionTopology implements ILintRule {
  public readonly id = 'FIT-025';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'partitions choose topologies that exist';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.filter(({ missingConfigMaps }) => !missingConfigMaps.some(({ role }) => role === FileRole.CONFIG)).flatMap(cluster =>
      cluster.partitions.flatMap(({ name, options, line }): RuleFinding[] => {
        const chosen = lastValue(options, 'Topology');
        const { names } = cluster.topologies;
        return chosen === undefined || names.includes(chosen) ? [] : [{
          subject: line.origin.object ?? cluster.controller.ref,
          field: line.origin.field ?? 'spec.extraConf',
          message: `partition '${name}' chooses Topology=${chosen}, but there is only ${names.join(', ') || 'none'}: slurmctld exits`,
          fix: `add a topology '${chosen}' to topology.yaml, or choose ${names[0] ?? 'none'}`,
        }];
      }));
  }
}
