import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Every Controller has a RestApi. */
export class RestApiPresent implements ILintRule {
  public readonly id = 'OPR-017';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'every Controller has a RestApi';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.filter(({ restApis }) => restApis.length === 0).map(({ controller }) => ({
      subject: controller.ref,
      field: 'metadata.name',
      message: `no RestApi refers to Controller '${controller.ref.name}': the operator cannot drain, so it kills the jobs of every pod that it removes`,
      fix: `add a RestApi with controllerRef.name ${controller.ref.name}`,
    }));
  }
}
