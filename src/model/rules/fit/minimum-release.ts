import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { parseImage } from '../../image-version';
import { ILintRule, RuleFinding } from '../../rule';

/** Slurm is new enough for the operator. */
export class MinimumRelease implements ILintRule {
  public readonly id = 'FIT-022';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Slurm is new enough for the operator';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, nodeSets, loginSets, restApis } = model.facts;
    return [...controllers, ...accountings, ...nodeSets, ...loginSets, ...restApis].flatMap(({ ref, pod }) => {
      const found = parseImage(pod.container.image ?? '').release;
      return found === undefined || found >= MINIMUM ? [] : [{
        subject: ref,
        field: `spec.${pod.daemon}.image`,
        message: `${pod.daemon} is of release ${found}, but operator 1.2 needs ${MINIMUM}: its probes and its REST version are not there before`,
        fix: `use a ${MINIMUM} or 26.05 image`,
      }];
    });
  }
}

const MINIMUM = '25.11';
