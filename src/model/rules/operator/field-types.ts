import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Fields hold the type that the schema says. */
export class FieldTypes implements ILintRule {
  public readonly id = 'OPR-037';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'fields hold the type that the schema says';

  public check(model: ClusterModel): RuleFinding[] {
    return model.slurmObjects.concat(model.facts.configMaps).flatMap(({ ref, fieldProblems }) => fieldProblems.map(({ path, expected, found }) => ({
      subject: ref,
      field: path,
      message: `'${path}' is ${found}, but must be ${expected}: the API server or the operator refuses the object`,
      fix: expected === 'a string' ? 'put the value in quotes' : `write ${expected}`,
    })));
  }
}
