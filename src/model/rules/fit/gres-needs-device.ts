import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** GPUs that Slurm hands out are asked of Kubernetes. */
export class GresNeedsDevice implements ILintRule {
  public readonly id = 'FIT-006';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'GPUs that Slurm hands out are asked of Kubernetes';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.filter(({ gpus }) => gpus.gresCount > 0 && gpus.limitCount === 0 && !gpus.hasClaims).map(({ ref, gpus }) => ({
      subject: ref,
      field: 'spec.slurmd.resources.limits',
      message: `Gres says ${gpus.gresCount === 1 ? '1 GPU' : `${gpus.gresCount} GPUs`}, but the slurmd container asks Kubernetes for none: another pod may hold the same GPUs, and the device files may be missing`,
      fix: `set limits nvidia.com/gpu: ${gpus.gresCount} on 'slurmd', or a resource claim`,
    }));
  }
}
