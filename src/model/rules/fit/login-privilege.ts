import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { isWireObject } from '../../fields';
import { ILintRule, RuleFinding } from '../../rule';

/** Login pods, where users have a shell, are not privileged. */
export class LoginPrivilege implements ILintRule {
  public readonly id = 'FIT-020';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'login pods, where users have a shell, are not privileged';

  public check(model: ClusterModel): RuleFinding[] {
    const privileged = model.facts.loginSets.filter(({ pod: { container } }) => {
      const context = container.fields.securityContext;
      return isWireObject(context) && context.privileged === true;
    });
    return privileged.map(({ ref }) => ({
      subject: ref,
      field: 'spec.login.securityContext.privileged',
      message: 'the login container is privileged: whoever becomes root in it is root on the Kubernetes node',
      fix: 'remove \'privileged\', and add single capabilities if a tool needs them',
    }));
  }
}
