import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** GPUs that Kubernetes gives to a NodeSet are known to Slurm. */
export class GpuLimitNeedsGres implements ILintRule {
  public readonly id = 'FIT-001';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'GPUs that Kubernetes gives to a NodeSet are known to Slurm';

  public check(model: ClusterModel): RuleFinding[] {
    const unknown = model.facts.nodeSets.filter(({ gpus }) => gpus.limitCount > 0 && gpus.gresCount === 0 && gpus.issues.length === 0);
    return unknown.map(({ ref, gpus }) => ({
      subject: ref,
      field: 'spec.extraConf',
      message: `each pod gets ${gpus.resources.map(({ name, count }) => `${count} ${name}`).join(' and ')}, but extraConf has no Gres=gpu: Slurm knows no GPU there and refuses every job that asks for one`,
      fix: `add Gres=gpu:${gpus.limitCount} to extraConf`,
    }));
  }
}
