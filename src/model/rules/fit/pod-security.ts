import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** The namespace lets privileged workers in. */
export class PodSecurityLevel implements ILintRule {
  public readonly id = 'FIT-013';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'the namespace lets privileged workers in';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.namespaces.flatMap(({ ref, enforcedPodSecurity }) => {
      const workers = model.facts.nodeSets.filter(nodeSet => nodeSet.ref.namespace === ref.name);
      return workers.length === 0 || enforcedPodSecurity === undefined || enforcedPodSecurity === 'privileged' ? [] : [{
        subject: ref,
        field: 'metadata.labels',
        message: `Pod Security level '${enforcedPodSecurity}' is enforced, but the operator makes every slurmd pod privileged: the API server refuses the pods of ${workers.map(({ slurmName }) => slurmName).join(', ')}`,
        fix: 'set label pod-security.kubernetes.io/enforce: privileged',
      }];
    });
  }
}
