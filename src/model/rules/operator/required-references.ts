import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { KeyRefFacts } from '../../component-facts';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';

/** Slinky objects name the Secrets they cannot do without. */
export class RequiredReferences implements ILintRule {
  public readonly id = 'OPR-042';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Slinky objects name the Secrets they cannot do without';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, loginSets, tokens } = model.facts;
    return [
      ...[...controllers, ...accountings].filter(({ external }) => !external).flatMap(({ ref, slurmKeyRef, jwtKeyRef }) => [
        ...required(ref, 'slurmKeyRef', slurmKeyRef, 'the schema'),
        ...required(ref, 'jwtKeyRef', jwtKeyRef, 'the schema'),
      ]),
      ...loginSets.flatMap(({ ref, sssdConfRef }) => required(ref, 'sssdConfRef', sssdConfRef, 'the webhook')),
      ...tokens.flatMap(({ ref, jwtKeyRef }) => required(ref, 'jwtKeyRef', jwtKeyRef, 'the schema')),
    ];
  }
}

function required(subject: ObjectRef, field: string, value: KeyRefFacts | undefined, who: string): RuleFinding[] {
  return value?.name ? [] : [{
    subject,
    field: `spec.${field}`,
    message: value === undefined
      ? `'${field}' is missing, and ${who} refuses the object`
      : `'${field}' has an empty name, which the schema lets pass: no pod that mounts it ever starts`,
    fix: `set ${field}.name and ${field}.key`,
  }];
}
