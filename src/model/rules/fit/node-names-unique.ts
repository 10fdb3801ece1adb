import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { NodeSetFacts } from '../../node-set-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** No two NodeSets make nodes of the same name. */
export class NodeNamesUnique implements ILintRule {
  public readonly id = 'FIT-010';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'no two NodeSets make nodes of the same name';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.flatMap(({ nodeSets }) => [...alike(nodeSets).values()].filter(sets => sets.length > 1).flatMap(sets => {
      const owners = new Map<string, NodeSetFacts>();
      return sets.flatMap((nodeSet): RuleFinding[] => {
        for (const name of nodeSet.nodeNames) {
          const owner = owners.get(name);
          if (owner !== undefined && owner !== nodeSet && owner.slurmName !== nodeSet.slurmName) {
            return [{
              subject: nodeSet.ref,
              field: 'spec.template.spec.hostname',
              message: `node '${name}' is made by NodeSet ${owner.ref.name} as well: Slurm sees one node that two pods fight for`,
              fix: `give it a hostname of its own, e.g. ${nodeSet.slurmName}-b-`,
            }];
          }
          owners.set(name, nodeSet);
        }
        return [];
      });
    }));
  }
}

// Only prefixes that differ in trailing digits can give equal names: 'gpu-' and 'gpu-1' both give gpu-10.
function alike(nodeSets: readonly NodeSetFacts[]): Map<string, NodeSetFacts[]> {
  const groups = new Map<string, NodeSetFacts[]>();
  for (const nodeSet of nodeSets) {
    const stem = nodeSet.nodeNames.prefix?.replace(/\d+$/, '');
    if (stem !== undefined) {
      groups.set(stem, [...groups.get(stem) ?? [], nodeSet]);
    }
  }
  return groups;
}
