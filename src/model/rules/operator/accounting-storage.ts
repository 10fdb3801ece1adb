import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Slurmdbd knows its database. */
export class AccountingStorage implements ILintRule {
  public readonly id = 'OPR-041';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'slurmdbd knows its database';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.accountings.filter(({ external }) => !external).flatMap(({ ref, storage }) => {
      const missing = [
        ...(storage?.host ? [] : ['host']),
        ...(storage?.username ? [] : ['username']),
        ...(storage?.passwordKeyRef?.name ? [] : ['passwordKeyRef']),
      ];
      return missing.length === 0 ? [] : [{
        subject: ref,
        field: 'spec.storageConfig',
        message: `'storageConfig' lacks ${missing.join(', ')}: the schema lets some of that pass, but the operator writes no slurmdbd.conf that works`,
        fix: 'set host, username and passwordKeyRef of the database',
      }];
    });
  }
}
