import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { ILintRule, RuleFinding } from '../../rule';

/** The ConfigMaps that a Controller names exist before it. */
export class ConfigMapsPresent implements ILintRule {
  public readonly id = 'OPR-020';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'the ConfigMaps that a Controller names exist before it';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => cluster.missingConfigMaps.map(({ name, role }) => ({
      subject: cluster.controller.ref,
      field: `spec.${role}`,
      message: role === FileRole.CONFIG
        ? `ConfigMap '${name}' is not among these manifests: if it is not there first, admission refuses the Controller`
        : `ConfigMap '${name}' is not among these manifests: until it exists the operator writes no slurm.conf and slurmctld does not start`,
      fix: `declare ConfigMap ${name} here, or apply it first`,
    })));
  }
}
