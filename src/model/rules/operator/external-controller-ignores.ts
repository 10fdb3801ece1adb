import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** An external Controller carries no settings that are ignored. */
export class ExternalControllerIgnores implements ILintRule {
  public readonly id = 'OPR-034';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'an external Controller carries no settings that are ignored';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.filter(({ controller }) => controller.external).flatMap(({ controller, nodeSets }) => {
      const ignored = [
        ...(controller.extraConf === '' ? [] : ['extraConf']),
        ...(controller.configFileRefs.length === 0 ? [] : ['configFileRefs']),
        ...(controller.prologScriptRefs.length === 0 ? [] : ['prologScriptRefs']),
        ...(controller.epilogScriptRefs.length === 0 ? [] : ['epilogScriptRefs']),
      ];
      const partitions = nodeSets.filter(({ partition }) => partition?.enabled);
      return [
        ...ignored.map((field): RuleFinding => ({
          subject: controller.ref,
          field: `spec.${field}`,
          message: `'${field}' does nothing on an external Controller: the operator writes a minimal slurm.conf for slurmrestd only`,
          fix: 'set it in the slurm.conf of the external slurmctld',
        })),
        ...partitions.map(({ ref, slurmName }): RuleFinding => ({
          subject: ref,
          field: 'spec.partition',
          message: '\'partition\' does nothing with an external Controller',
          fix: `add NodeSet=${slurmName} Feature=${slurmName} and PartitionName=${slurmName} Nodes=${slurmName} to the external slurm.conf, and disable it here`,
        })),
      ];
    });
  }
}
