import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';
import { includesFiles } from '../../slurm-text';

/** The cluster has a partition. */
export class PartitionPresent implements ILintRule {
  public readonly id = 'FIT-016';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'the cluster has a partition';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters
      .filter(({ controller, partitions, nodeSets }) => partitions.length === 0 && nodeSets.length > 0 && !includesFiles(controller.extraConf))
      .map(({ controller, nodeSets }) => ({
        subject: controller.ref,
        field: 'spec.extraConf',
        message: 'no partition is defined, and since 1.2 neither chart nor operator defines one: no job can be submitted',
        fix: `set 'partition.enabled' on NodeSet ${nodeSets[0].ref.name}, or add PartitionName=all Nodes=ALL Default=YES MaxTime=UNLIMITED to extraConf`,
      }));
  }
}
