import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** The state of slurmctld has a volume that can be made. */
export class Persistence implements ILintRule {
  public readonly id = 'OPR-026';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'the state of slurmctld has a volume that can be made';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller }) => {
      const persistence = controller.persistence;
      if (persistence !== undefined && (!persistence.enabled || persistence.existingClaim !== '')) {
        return [];
      }
      const missing = [
        ...(persistence?.accessModes.length ? [] : ['accessModes']),
        ...(persistence?.size === undefined ? ['resources.requests.storage'] : []),
      ];
      return missing.length === 0 ? [] : [{
        subject: controller.ref,
        field: 'spec.persistence',
        message: `'persistence' lacks ${missing.join(' and ')}, and the operator has no default for it: the API server refuses the volume claim and slurmctld never starts`,
        fix: 'set accessModes [ReadWriteOnce] and a size such as 4Gi, or name an \'existingClaim\'',
      }];
    });
  }
}
