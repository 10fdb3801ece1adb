import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** A change of configuration does not restart slurmctld. */
export class InplaceReconfigure implements ILintRule {
  public readonly id = 'OPR-015';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'a change of configuration does not restart slurmctld';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.filter(({ controller }) => !controller.inplaceReconfigure).map(({ controller }) => ({
      subject: controller.ref,
      field: 'spec.inplaceReconfigure',
      message: '\'inplaceReconfigure\' is off: every added node set, partition or line of configuration restarts slurmctld, while new content of a referenced ConfigMap is not noticed at all',
      fix: 'set \'inplaceReconfigure: true\' and an image for \'reconfigure\'',
    }));
  }
}
