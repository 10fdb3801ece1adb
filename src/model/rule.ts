import type { ClusterModel } from './cluster-model';
import { ObjectRef } from './object-ref';
import { LintSeverity } from '../slurm/finding';

/** What a rule found wrong with one object. */
export interface RuleFinding {
  readonly subject: ObjectRef;
  /** The field that is wrong, e.g. `spec.extraConf`. */
  readonly field: string;
  /**
   * Line within the text that the field holds, counted from 1.
   *
   * @default - the finding is about the field as a whole
   */
  readonly fieldLine?: number;
  /** The value seen, and who refuses it or what happens instead. */
  readonly message: string;
  /** What to write instead, with a concrete value. */
  readonly fix: string;
}

/** One thing that can be wrong with a cluster, as code. */
export interface ILintRule {
  /** Never renamed, never used twice. */
  readonly id: string;
  readonly severity: LintSeverity;
  /** What holds when the rule is silent. */
  readonly title: string;
  /** Must be pure. A rule that throws is a bug of ours. */
  check(model: ClusterModel): RuleFinding[];
}
