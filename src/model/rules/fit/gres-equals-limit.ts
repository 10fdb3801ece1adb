import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import type { GpuFacts } from '../../gpu-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Slurm and Kubernetes count the same GPUs. */
export class GresEqualsLimit implements ILintRule {
  public readonly id = 'FIT-005';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Slurm and Kubernetes count the same GPUs';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets
      .filter(({ gpus }) => gpus.limitCount > 0 && gpus.gresCount > 0 && gpus.limitCount !== gpus.gresCount && !gpus.hasClaims && !areReplicas(gpus))
      .map(({ ref, gpus }) => ({
        subject: ref,
        field: 'spec.extraConf',
        message: `Gres says ${gpus.gresCount === 1 ? '1 GPU' : `${gpus.gresCount} GPUs`} but each pod gets ${gpus.limitCount}: ${gpus.gresCount > gpus.limitCount ? 'slurmd finds too few, and the nodes become INVALID' : 'the others stay idle for good'}`,
        fix: `make both ${gpus.limitCount}, or both ${gpus.gresCount}`,
      }));
  }
}

/** Whether Kubernetes counts every GPU several times, as NVIDIA's device plugin does when it shares them, and Slurm hands out as many shards. */
function areReplicas({ gres, gresCount, limitCount }: GpuFacts): boolean {
  return limitCount % gresCount === 0 && gres.filter(({ name }) => name === 'shard').reduce((sum, { count }) => sum + count, 0) === limitCount;
}
