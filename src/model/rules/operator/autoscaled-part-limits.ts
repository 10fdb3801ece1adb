import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Jobs wait for nodes that an autoscaler is yet to make. */
export class AutoscaledPartLimits implements ILintRule {
  public readonly id = 'OPR-044';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'jobs may wait for nodes that an autoscaler is yet to make';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => {
      const value = cluster.settings.find('EnforcePartLimits')?.value ?? 'NO';
      const scaled = cluster.nodeSets.find(({ autoscaler }) => autoscaler !== undefined);
      return scaled === undefined || value.toUpperCase() === 'NO' ? [] : [{
        subject: cluster.controller.ref,
        field: 'spec.extraConf',
        message: `EnforcePartLimits is ${value} and ${scaled.autoscaler!.ref.kind} '${scaled.autoscaler!.ref.name}' scales NodeSet '${scaled.ref.name}': slurmctld then refuses at once every job that is larger than the nodes of the moment, with none left every job, so nothing ever asks for more`,
        fix: 'leave EnforcePartLimits out, or write EnforcePartLimits=NO',
      }];
    });
  }
}
