import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { NodeSetFacts } from '../../node-set-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Every NodeSet of a Controller has its own name in Slurm. */
export class SlurmNodeSetNames implements ILintRule {
  public readonly id = 'OPR-013';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'every NodeSet of a Controller has its own name in Slurm';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.flatMap(({ nodeSets }) => {
      const byName = new Map<string, NodeSetFacts[]>();
      nodeSets.forEach(nodeSet => byName.set(nodeSet.slurmName, [...byName.get(nodeSet.slurmName) ?? [], nodeSet]));
      return [...byName].filter(([, same]) => same.length > 1).flatMap(([name, same]) => same.slice(1).map(({ ref }) => ({
        subject: ref,
        field: 'spec.template.spec.hostname',
        message: `both ${same[0].ref.name} and ${ref.name} are '${name}' in Slurm: double NodeSet and PartitionName lines, and nodes of the same names`,
        fix: `give it a hostname of its own, e.g. ${name}-b-`,
      })));
    });
  }
}
