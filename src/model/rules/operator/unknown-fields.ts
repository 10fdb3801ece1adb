import { LintSeverity } from '../../../slurm/finding';
import { didYouMean } from '../../../slurm/spelling';
import type { ClusterModel } from '../../cluster-model';
import { isWireObject, WireObject } from '../../fields';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';
import { NESTED_FIELDS, REMOVED_FIELDS, SPEC_FIELDS } from '../../slinky-fields';

/** Fields of Slinky objects are ones that their schema knows. */
export class UnknownFields implements ILintRule {
  public readonly id = 'OPR-040';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'fields of Slinky objects are ones that their schema knows';

  public check(model: ClusterModel): RuleFinding[] {
    return model.slurmObjects.flatMap(object => unknown(object.ref, object.spec, '', SPEC_FIELDS[object.ref.kind]));
  }
}

function unknown(ref: ObjectRef, value: WireObject, path: string, known: readonly string[]): RuleFinding[] {
  return Object.keys(value).flatMap(key => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (!known.includes(key)) {
      return [{ subject: ref, field: `spec.${inner}`, message: `${ref.kind} has no field '${inner}': the API server drops it without a word`, fix: remedy(ref.kind, inner, key, known) }];
    }
    const field = value[key];
    const nested = NESTED_FIELDS[inner];
    return nested === undefined || !isWireObject(field) ? [] : unknown(ref, field, inner, nested);
  });
}

function remedy(kind: string, path: string, key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  return REMOVED_FIELDS[`${kind}.${path}`] ?? (near === undefined ? `remove it; there are ${known.join(', ')}` : `did you mean '${near}'?`);
}
