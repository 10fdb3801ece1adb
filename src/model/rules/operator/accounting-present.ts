import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** The Accounting that a Controller names exists before it. */
export class AccountingPresent implements ILintRule {
  public readonly id = 'OPR-019';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'the Accounting that a Controller names exists before it';

  public check(model: ClusterModel): RuleFinding[] {
    const dangling = model.clusters.filter(({ controller, accounting }) => controller.accountingName !== undefined && accounting === undefined);
    return dangling.map(({ controller }) => ({
      subject: controller.ref,
      field: 'spec.accountingRef',
      message: `no Accounting '${controller.accountingName}' is among these manifests: until it exists slurmctld runs without accounting, and is restarted when it appears`,
      fix: `declare Accounting ${controller.accountingName} here, or apply it first`,
    }));
  }
}
