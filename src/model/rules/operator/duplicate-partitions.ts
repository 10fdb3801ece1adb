import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { PredictedLine } from '../../predict/predicted-file';
import { ILintRule, RuleFinding } from '../../rule';

/** Every partition is defined once. */
export class DuplicatePartitions implements ILintRule {
  public readonly id = 'OPR-014';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'every partition is defined once';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, partitions }) => {
      const first = new Map<string, PredictedLine>();
      return partitions.flatMap(({ name, line }): RuleFinding[] => {
        const earlier = first.get(name);
        if (earlier === undefined) {
          first.set(name, line);
          return [];
        }
        return [{
          subject: line.origin.object ?? controller.ref,
          field: line.origin.field ?? 'spec.extraConf',
          message: `partition '${name}' is defined by ${place(earlier)} and again by ${place(line)}: slurmctld exits`,
          fix: 'remove one of them, e.g. set \'partition.enabled\' of the NodeSet to false',
        }];
      });
    });
  }
}

function place({ origin }: PredictedLine): string {
  return origin.object === undefined ? 'the operator' : `${origin.field} of ${origin.object.kind} ${origin.object.name}`;
}
