import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Slurm and Kubernetes count the same GPUs. */
export class GresEqualsLimit implements ILintRule {
  public readonly id = 'FIT-005';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Slurm and Kubernetes count the same GPUs';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets
      .filter(({ gpus }) => gpus.limitCount > 0 && gpus.gresCount > 0 && gpus.limitCount !== gpus.gresCount && !gpus.hasClaims)
      .map(({ ref, gpus }) => ({
        subject: ref,
        field: 'spec.extraConf',
        message: `Gres says ${gpus.gresCount === 1 ? '1 GPU' : `${gpus.gresCount} GPUs`} but each pod gets ${gpus.limitCount}: ${gpus.gresCount > gpus.limitCount ? 'slurmd finds too few, and the nodes become INVALID' : 'the others stay idle for good'}`,
        fix: `make both ${gpus.limitCount}, or both ${gpus.gresCount}`,
      }));
  }
}
