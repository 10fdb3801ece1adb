import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Objects are applied on the server side. */
export class ClientSideApply implements ILintRule {
  public readonly id = 'OPR-018';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'objects are applied on the server side';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, loginSets, restApis } = model.facts;
    return [...controllers, ...accountings, ...loginSets, ...restApis].filter(({ annotations }) => LAST_APPLIED in annotations).map(({ ref }) => ({
      subject: ref,
      field: 'metadata.annotations',
      message: `annotation ${LAST_APPLIED} is copied into the pod template, so every later change, however small, restarts the daemon`,
      fix: 'apply with kubectl apply --server-side, and remove the annotation once',
    }));
  }
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
