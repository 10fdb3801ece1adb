import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** An external slurmctld listens on 6817 and its keys are known. */
export class ExternalController implements ILintRule {
  public readonly id = 'OPR-007';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'an external slurmctld listens on 6817 and its keys are known';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.filter(({ controller }) => controller.external).flatMap(({ controller, restApis }) => {
      const port = controller.externalConfig?.port ?? 6817;
      const badPort: RuleFinding[] = restApis.length === 0 || port === 6817 ? [] : [{
        subject: controller.ref,
        field: 'spec.externalConfig.port',
        message: `'externalConfig.port' is ${port}, but the slurm.conf that the operator writes for slurmrestd always says 6817`,
        fix: 'let the external slurmctld listen on 6817',
      }];
      const keys = [
        ['slurmKeyRef', controller.slurmKeyRef, 'pods of workers, login and slurmrestd mount it'],
        ['jwtKeyRef', controller.jwtKeyRef, 'the operator signs its token for slurmrestd with it'],
      ] as const;
      const missing = keys.filter(([, ref]) => ref === undefined).map(([field,, use]): RuleFinding => ({
        subject: controller.ref,
        field: `spec.${field}`,
        message: `'${field}' is missing: the schema lets it pass, but ${use}`,
        fix: `set '${field}' to a Secret that holds the key of the external cluster`,
      }));
      return [...badPort, ...missing];
    });
  }
}
