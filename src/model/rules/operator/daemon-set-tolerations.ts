import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { TolerationFacts } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Workers in DaemonSet mode tolerate a node that is not ready for a moment. */
export class DaemonSetTolerations implements ILintRule {
  public readonly id = 'OPR-021';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'workers in DaemonSet mode tolerate a node that is not ready for a moment';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.filter(({ daemonSet }) => daemonSet).flatMap(nodeSet => {
      const missing = TAINTS.filter(taint => !nodeSet.pod.tolerations.some(toleration => tolerates(toleration, taint)));
      return missing.length === 0 ? [] : [{
        subject: nodeSet.ref,
        field: 'spec.template.spec.tolerations',
        message: `nothing tolerates ${missing.join(' and ')}: when a node is not ready the operator drains its pod and deletes it, jobs included`,
        fix: `add tolerations with operator Exists and effect NoExecute for ${missing.join(' and ')}`,
      }];
    });
  }
}

const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function tolerates({ key, operator, effect }: TolerationFacts, taint: string): boolean {
  return (effect === '' || effect === 'NoExecute') && (key === taint || (key === '' && operator === 'Exists'));
}
