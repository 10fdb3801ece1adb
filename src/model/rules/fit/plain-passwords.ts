import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';
import { readAssignments } from '../../slurm-text';

/** No password stands in extraConf. */
export class PlainPasswords implements ILintRule {
  public readonly id = 'FIT-021';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'no password stands in extraConf';

  public check(model: ClusterModel): RuleFinding[] {
    return [...model.facts.controllers, ...model.facts.accountings].flatMap(({ ref, extraConf }) => readAssignments(extraConf)
      .filter(({ key }) => /^(Storage|AccountingStorage|JobComp)Pass$/i.test(key))
      .map(({ key, line }) => ({
        subject: ref,
        field: 'spec.extraConf',
        message: `line ${line} of extraConf holds ${key} in plain text, and everybody who may read the object or the repository reads it`,
        fix: 'remove it, and put the password into a Secret: \'storageConfig.passwordKeyRef\'',
      })));
  }
}
