import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** MaxNodeCount holds all nodes of the cluster. */
export class MaxNodeCount implements ILintRule {
  public readonly id = 'OPR-003';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'MaxNodeCount holds all nodes of the cluster';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => {
      const setting = cluster.settings.find('MaxNodeCount');
      const limit = Number(setting?.value ?? 1024);
      const nodes = cluster.nodeSets.reduce((total, nodeSet) => total + (nodeSet.replicas ?? 0), 0);
      const found = (message: string, fix: string): RuleFinding[] => [{ subject: cluster.controller.ref, field: 'spec.extraConf', message, fix }];
      if (limit > CEILING) {
        return found(`MaxNodeCount is ${limit}, above ${CEILING}: slurmctld exits`, `write MaxNodeCount=${CEILING} at most`);
      }
      return nodes <= limit ? [] : found(
        `the node sets ask for ${nodes} nodes but MaxNodeCount is ${limit}${setting?.line.origin.field === undefined ? ', the constant of the operator' : ''}: slurmctld refuses to register the others, and the operator recreates their pods over and over`,
        `add MaxNodeCount=${roomFor(nodes)} to extraConf`,
      );
    });
  }
}

const CEILING = 65536;

function roomFor(nodes: number): number {
  return Math.min(CEILING, 2 ** Math.ceil(Math.log2(nodes)));
}
