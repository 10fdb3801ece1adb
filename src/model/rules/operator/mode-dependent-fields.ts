import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Fields of a NodeSet act in its scaling mode. */
export class ModeDependentFields implements ILintRule {
  public readonly id = 'OPR-035';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'fields of a NodeSet act in its scaling mode';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(nodeSet => {
      const idle = nodeSet.daemonSet
        ? [...(nodeSet.pinToNode ? ['pinToNode'] : []), ...(nodeSet.ordinalPadding > 0 ? ['ordinalPadding'] : [])]
        : (nodeSet.pruneSlurmNodeRecords === 'Never' ? [] : ['pruneSlurmNodeRecords']);
      return idle.map(field => ({
        subject: nodeSet.ref,
        field: `spec.${field}`,
        message: `'${field}' does nothing in ${nodeSet.daemonSet ? 'DaemonSet' : 'StatefulSet'} mode`,
        fix: `remove it, or use scalingMode ${nodeSet.daemonSet ? 'StatefulSet' : 'DaemonSet'}`,
      }));
    });
  }
}
