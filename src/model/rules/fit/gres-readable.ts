import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Gres of a NodeSet can be read. */
export class GresReadable implements ILintRule {
  public readonly id = 'FIT-023';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Gres of a NodeSet can be read';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(({ ref, gpus }) => gpus.issues.map(({ message, fix }) => ({
      subject: ref,
      field: 'spec.extraConf',
      message: `in Gres, ${message}`,
      fix,
    })));
  }
}
