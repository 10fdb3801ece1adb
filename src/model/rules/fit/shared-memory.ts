import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { mountAt } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** GPU workers have more than 64 MiB of /dev/shm. */
export class SharedMemory implements ILintRule {
  public readonly id = 'FIT-007';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'GPU workers have more than 64 MiB of /dev/shm';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets
      .filter(({ gpus, pod }) => gpus.limitCount + gpus.gresCount > 0 && mountAt(pod, '/dev/shm') === undefined)
      .map(({ ref }) => ({
        subject: ref,
        field: 'spec.slurmd.volumeMounts',
        message: '/dev/shm is left at 64 MiB, where NCCL and data loaders of several processes fail with a bus error',
        fix: 'mount an emptyDir with medium Memory and a sizeLimit such as 64Gi at /dev/shm',
      }));
  }
}
