/** A warning that somebody has seen and lets stand. */
export interface AcknowledgedWarning {
  /** Id of the rule, e.g. `OPR-015`. */
  readonly ruleId: string;
  /** Why it does not matter here. */
  readonly reason: string;
}
