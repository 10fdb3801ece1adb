import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** No node carries the name of another NodeSet as a feature. */
export class ForeignFeatures implements ILintRule {
  public readonly id = 'OPR-012';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'no node carries the name of another NodeSet as a feature';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.flatMap(({ nodeSets }) => {
      const names = new Set(nodeSets.map(({ slurmName }) => slurmName));
      return nodeSets.flatMap(nodeSet => nodeSet.features.filter(feature => feature !== nodeSet.slurmName && names.has(feature)).map(feature => ({
        subject: nodeSet.ref,
        field: 'spec.extraConf',
        message: `feature '${feature}' is the name of another NodeSet, and slurm.conf says NodeSet=${feature} Feature=${feature}: these nodes join its partitions too`,
        fix: `name the feature otherwise, e.g. Features=${feature}-like`,
      })));
    });
  }
}
