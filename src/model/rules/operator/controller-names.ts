import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ControllerFacts } from '../../component-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Controllers of all namespaces have different names. */
export class ControllerNames implements ILintRule {
  public readonly id = 'OPR-011';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'Controllers of all namespaces have different names';

  public check(model: ClusterModel): RuleFinding[] {
    const byName = new Map<string, ControllerFacts[]>();
    model.facts.controllers.forEach(controller => byName.set(controller.ref.name, [...byName.get(controller.ref.name) ?? [], controller]));
    return [...byName.values()].filter(same => same.length > 1).flatMap(same => same.map(({ ref }) => ({
      subject: ref,
      field: 'metadata.name',
      message: `namespaces ${same.map(other => other.ref.namespace).sort().join(' and ')} both hold a Controller '${ref.name}': an operator that watches both mixes up their workers, and rolling updates never run`,
      fix: 'rename one, or run one operator per namespace (operator.namespaces)',
    })));
  }
}
