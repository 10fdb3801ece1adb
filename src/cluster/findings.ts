import { Problem } from '../errors/refuse';
import { LintFinding, LintSeverity } from '../slurm/finding';

/** What the Slurm language says against a value, as reasons to refuse a construct. */
export function problemsOf(findings: LintFinding[]): Problem[] {
  return findings
    .filter(finding => finding.severity === LintSeverity.ERROR)
    .map(({ ruleId, message, fix }) => ({ id: ruleId, what: message, fix }));
}
