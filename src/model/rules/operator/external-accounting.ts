import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** An external slurmdbd has an address that slurmctld can reach. */
export class ExternalAccounting implements ILintRule {
  public readonly id = 'OPR-006';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'an external slurmdbd has an address that slurmctld can reach';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => {
      const { accounting, controller } = cluster;
      if (!accounting?.external || cluster.settings.find('AccountingStorageHost')?.line.origin.field === 'spec.extraConf') {
        return [];
      }
      const service = `${accounting.ref.name}-accounting`;
      const host = accounting.externalConfig?.host ?? 'slurmdbd.example.com';
      const port = accounting.externalConfig?.port ?? 6819;
      if (model.service(controller.ref.namespace, service) !== undefined && port === 6819) {
        return [];
      }
      return [{
        subject: accounting.ref,
        field: 'spec.externalConfig',
        message: `the operator never uses 'externalConfig': slurm.conf says AccountingStorageHost=${service}, and no Service of that name exists`,
        fix: `add AccountingStorageHost=${host} and AccountingStoragePort=${port} to extraConf of Controller ${controller.ref.name}`,
      }];
    });
  }
}
