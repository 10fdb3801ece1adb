import { Condition } from './condition';
import { ConfSubject, SubjectKind, subjects } from './conf-subject';
import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Things that must not be said together, or not one without the other. */
export interface Conflict {
  readonly in: SubjectKind;
  /** All must hold; the first one that is written is where a finding points. */
  readonly when: readonly Condition[];
  /** What happens: who refuses it, or what does not work. */
  readonly effect: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A rule that is no more than conflicts. */
export interface ConflictRow extends Conflict {
  readonly id: string;
  readonly severity: LintSeverity;
  readonly title: string;
  /** Other ways to the same fault. */
  readonly also?: readonly Conflict[];
}

/** Finds the conflicts of one row of the tables in this folder. */
export class ConflictRule implements ILintRule {
  public readonly id: string;
  public readonly severity: LintSeverity;
  public readonly title: string;
  private readonly conflicts: readonly Conflict[];

  constructor(row: ConflictRow) {
    this.id = row.id;
    this.severity = row.severity;
    this.title = row.title;
    this.conflicts = [row, ...row.also ?? []];
  }

  public check(model: ClusterModel): RuleFinding[] {
    return this.conflicts.flatMap(conflict => {
      const silent = new Set<ConfSubject['keys']>();
      return subjects(model, conflict.in).flatMap(subject => {
        const findings = silent.has(subject.keys) ? [] : found(conflict, subject);
        if (findings.length === 0) {
          silent.add(subject.keys);
        }
        return findings;
      });
    });
  }
}

function found({ when, effect, fix }: Conflict, subject: ConfSubject): RuleFinding[] {
  const present: string[] = [];
  const absent: string[] = [];
  for (const condition of when) {
    const keys = subject.keys[condition.place];
    const text = keys === undefined ? undefined : condition.holds(keys);
    if (text === undefined) {
      return [];
    }
    (condition.isAbsence ? absent : present).push(text);
  }
  const { key, place } = when.find(({ isAbsence }) => !isAbsence) ?? when[0];
  const origin = subject.keys[place]?.line(key)?.origin;
  return [{
    subject: origin?.object ?? subject.object,
    field: origin?.field ?? subject.field,
    ...(origin?.fieldLine === undefined ? {} : { fieldLine: origin.fieldLine }),
    message: `${subject.label}${present[0] ?? ''}${present.length < 2 ? '' : ` with ${present.slice(1).join(' and ')}`}${absent.length === 0 ? '' : ` without ${absent.join(' or ')}`}: ${effect}`,
    fix,
  }];
}
