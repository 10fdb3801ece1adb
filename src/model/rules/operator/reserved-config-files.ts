import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { ILintRule, RuleFinding } from '../../rule';

/** User config files leave slurm.conf and slurmdbd.conf to the operator. */
export class ReservedConfigFiles implements ILintRule {
  public readonly id = 'OPR-030';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'user config files leave slurm.conf and slurmdbd.conf to the operator';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, files }) => files
      .filter(({ name, role }) => role === FileRole.CONFIG && (name === 'slurm.conf' || name === 'slurmdbd.conf'))
      .map(({ name, configMap }) => ({
        subject: configMap.ref,
        field: `data["${name}"]`,
        message: `ConfigMap ${configMap.ref.name} holds '${name}', and the webhook refuses Controller ${controller.ref.name} for it`,
        fix: `move its lines to 'extraConf' of the ${name === 'slurm.conf' ? 'Controller' : 'Accounting'}`,
      })));
  }
}
