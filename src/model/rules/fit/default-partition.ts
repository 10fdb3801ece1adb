import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** One partition is the default. */
export class DefaultPartition implements ILintRule {
  public readonly id = 'FIT-015';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'one partition is the default';

  public check(model: ClusterModel): RuleFinding[] {
    const undecided = model.ownClusters.filter(({ partitions }) => partitions.length > 0 && !partitions.some(({ isDefault }) => isDefault));
    return undecided.map(({ controller, partitions }) => ({
      subject: controller.ref,
      field: 'spec.extraConf',
      message: `none of ${partitions.map(({ name }) => `'${name}'`).join(', ')} says Default=YES: slurmctld logs an error, and jobs without -p are refused`,
      fix: `add Default=YES to partition '${partitions[0].name}'`,
    }));
  }
}
