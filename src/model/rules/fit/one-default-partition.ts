import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** At most one partition is the default. */
export class OneDefaultPartition implements ILintRule {
  public readonly id = 'FIT-014';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'at most one partition is the default';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, partitions }) => {
      const defaults = partitions.filter(({ isDefault }) => isDefault);
      return defaults.length < 2 ? [] : [{
        subject: defaults[defaults.length - 1].line.origin.object ?? controller.ref,
        field: defaults[defaults.length - 1].line.origin.field ?? 'spec.extraConf',
        message: `partitions ${defaults.map(({ name }) => `'${name}'`).join(' and ')} all say Default=YES: slurmctld takes the last, '${defaults[defaults.length - 1].name}', without a warning`,
        fix: 'keep Default=YES on one of them',
      }];
    });
  }
}
