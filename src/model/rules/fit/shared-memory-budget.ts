import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { isWireObject } from '../../fields';
import { mountAt } from '../../pod-facts';
import { quantityValue } from '../../quantity';
import { ILintRule, RuleFinding } from '../../rule';

/** /dev/shm fits into the memory of the pod. */
export class SharedMemoryBudget implements ILintRule {
  public readonly id = 'FIT-019';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = '/dev/shm fits into the memory of the pod';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(({ ref, pod }) => {
      const limit = pod.container.limits.memory ?? pod.limits.memory;
      const volume = mountAt(pod, '/dev/shm')?.volume;
      if (limit === undefined || volume?.type !== 'emptyDir' || !isWireObject(volume.source) || volume.source.medium !== 'Memory') {
        return [];
      }
      const size = volume.source.sizeLimit === undefined ? undefined : quantityValue(String(volume.source.sizeLimit));
      return size !== undefined && size < limit ? [] : [{
        subject: ref,
        field: 'spec.template.spec.volumes',
        message: `/dev/shm may grow to ${size === undefined ? 'any size' : String(volume.source.sizeLimit)}, but it counts against the memory limit of the pod: filling it kills the jobs of the node`,
        fix: 'set a sizeLimit below the memory limit, and leave it out of RealMemory',
      }];
    });
  }
}
