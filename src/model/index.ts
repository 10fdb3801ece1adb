export { type LintFinding, LintSeverity } from '../slurm/finding';
