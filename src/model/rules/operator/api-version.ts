import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Slinky objects are of the version that the operator serves. */
export class ApiVersion implements ILintRule {
  public readonly id = 'OPR-039';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Slinky objects are of the version that the operator serves';

  public check(model: ClusterModel): RuleFinding[] {
    return model.slurmObjects.filter(({ apiVersion }) => apiVersion !== SERVED).map(({ ref, apiVersion }) => ({
      subject: ref,
      field: 'apiVersion',
      message: `apiVersion is ${apiVersion}, but operator 1.2 serves ${SERVED} only and converts nothing: the API server refuses the object`,
      fix: `write apiVersion: ${SERVED}, and check the fields against it`,
    }));
  }
}

const SERVED = 'slinky.slurm.net/v1beta1';
