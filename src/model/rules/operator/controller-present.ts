import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** The Controller that an object refers to exists. */
export class ControllerPresent implements ILintRule {
  public readonly id = 'OPR-043';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'the Controller that an object refers to exists';

  public check(model: ClusterModel): RuleFinding[] {
    const { nodeSets, loginSets, restApis, controllers } = model.facts;
    const known = new Set(controllers.map(({ ref }) => `${ref.namespace}/${ref.name}`));
    return [...nodeSets, ...loginSets, ...restApis]
      .filter(({ ref, controllerName }) => controllerName !== '' && !known.has(`${ref.namespace}/${controllerName}`))
      .map(({ ref, controllerName }) => {
        const near = controllers.filter(controller => controller.ref.namespace === ref.namespace).map(controller => controller.ref.name);
        return {
          subject: ref,
          field: 'spec.controllerRef',
          message: `no Controller '${controllerName}' is among these manifests in namespace ${ref.namespace}: until it exists the operator leaves the object alone`,
          fix: near.length === 0 ? `declare Controller ${controllerName} in the same namespace` : `refer to ${near.sort().join(' or ')}`,
        };
      });
  }
}
