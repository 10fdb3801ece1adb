import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Login pods keep the address from which they fetch their configuration. */
export class SackdOptions implements ILintRule {
  public readonly id = 'OPR-032';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'login pods keep the address from which they fetch their configuration';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.loginSets.filter(({ pod }) => pod.container.env.some(({ name, value }) => name === 'SACKD_OPTIONS' && !value?.includes('--conf-server'))).map(({ ref, controllerName }) => ({
      subject: ref,
      field: 'spec.login.env',
      message: `SACKD_OPTIONS replaces the operator's '--conf-server ${controllerName}-controller.${ref.namespace}:6817', so login pods get no configuration`,
      fix: 'remove SACKD_OPTIONS, or repeat the --conf-server option in it',
    }));
  }
}
