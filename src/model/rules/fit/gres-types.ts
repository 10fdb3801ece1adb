import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** GresTypes lists every GRES that nodes have. */
export class GresTypesListed implements ILintRule {
  public readonly id = 'FIT-002';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'GresTypes lists every GRES that nodes have';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ nodeSets, settings }) => {
      const listed = settings.words('GresTypes');
      return nodeSets.flatMap(nodeSet => {
        const unlisted = [...new Set(nodeSet.gpus.gres.map(({ name }) => name).filter(name => !listed.includes(name.toLowerCase())))];
        return unlisted.length === 0 ? [] : [{
          subject: nodeSet.ref,
          field: 'spec.extraConf',
          message: `the nodes have Gres=${unlisted.join(',')} but GresTypes ${listed.length === 0 ? 'is not set, which the operator no longer does since 1.2' : `is ${listed.join(',')}`}: Slurm drops it without a word (Gres=(null)) and refuses the jobs that ask for it`,
          fix: `add GresTypes=${[...new Set([...listed, ...unlisted])].sort().join(',')} to extraConf of the Controller`,
        }];
      });
    });
  }
}
