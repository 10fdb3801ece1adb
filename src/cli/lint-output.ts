import type { CliIo } from './io';
import type { Manifests } from './manifests';
import { colours, count, json, printable } from './output';
import type { LintReport, ModelFinding } from '../model/lint';
import { LintSeverity } from '../slurm/finding';

/** The page of rules. Whoever reads an answer has the package, which holds no pages. */
const RULES_PAGE = 'https://github.com/slurm-constructs/slurm-constructs/blob/main/docs/rules.md';

/** Where a finding is explained: the page has a heading for each rule, but none for what parsers say; acknowledgements need no explanation. */
export function ruleLink({ ruleId, severity }: ModelFinding): string | undefined {
  if (ruleId.startsWith('LINT-')) {
    return undefined;
  }
  return /^(?:CONF|TOPO)-0/.test(ruleId) ? RULES_PAGE : `${RULES_PAGE}#${ruleId.toLowerCase()}-${severity}`;
}

/** The findings for people: object by object, in the order of the files. */
export function lintText(report: LintReport, manifests: Manifests, io: CliIo): string {
  const paint = colours(io);
  const lines: string[] = [];
  for (const group of bySubject([...report.findings, ...report.acknowledged])) {
    const [{ subject, file, line }] = group;
    lines.push(paint.bold(printable(subject)) + (file === undefined ? '' : ` ${paint.dim(printable(`${file}:${line ?? 1}`))}`));
    for (const finding of group) {
      const link = ruleLink(finding);
      const severity = finding.acknowledged !== undefined ? paint.dim('acknowledged')
        : finding.severity === LintSeverity.ERROR ? paint.red('error') : paint.yellow('warning');
      const place = finding.file === undefined ? '' : `${printable(finding.file)}:${fieldLine(finding, manifests)}: `;
      lines.push(`  ${place}${severity} ${paint.bold(finding.ruleId)}: ${printable(finding.message)}`);
      lines.push(finding.acknowledged !== undefined ? `    reason: ${printable(finding.acknowledged)}` : `    fix: ${printable(finding.fix)}`);
      if (link !== undefined) {
        lines.push(paint.dim(`    see: ${link}`));
      }
    }
    lines.push('');
  }
  return `${lines.join('\n')}${lines.length === 0 ? '' : '\n'}${totals(report, manifests)}\n`;
}

/** The findings for programs. */
export function lintJson(report: LintReport, manifests: Manifests): string {
  const sum = sums(report);
  return json({
    findings: inReadingOrder(report.findings).map(finding => plain(finding, manifests)),
    acknowledged: inReadingOrder(report.acknowledged).map(finding => plain(finding, manifests)),
    summary: { ...sum, objects: manifests.objects.length, files: files(manifests) },
  });
}

function plain(finding: ModelFinding, manifests: Manifests): unknown {
  const { ruleId, severity, subject, object, file, field, message, fix, acknowledged } = finding;
  return {
    ruleId,
    severity,
    subject,
    ...(object === undefined ? {} : { object: { kind: object.kind, namespace: object.namespace, name: object.name } }),
    ...(file === undefined ? {} : { file, line: fieldLine(finding, manifests) }),
    field,
    fieldLine: finding.fieldLine,
    message,
    fix,
    link: ruleLink(finding),
    acknowledged,
  };
}

/** Line of the field that a finding is about. */
export function fieldLine({ file, line, field, fieldLine: within }: ModelFinding, manifests: Manifests): number {
  return file === undefined || line === undefined || field === undefined ? line ?? 1 : manifests.lineOf(file, line, field, within);
}

function bySubject(findings: readonly ModelFinding[]): ModelFinding[][] {
  const groups = new Map<string, ModelFinding[]>();
  for (const finding of inReadingOrder(findings)) {
    const key = `${finding.subject} ${finding.file ?? ''}:${finding.line ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [finding]);
    } else {
      group.push(finding);
    }
  }
  return [...groups.values()];
}

// By file and object; within an object errors first.
function inReadingOrder(findings: readonly ModelFinding[]): ModelFinding[] {
  return [...findings].sort((left, right) => compare(left.file ?? '', right.file ?? '')
    || (left.line ?? 0) - (right.line ?? 0)
    || compare(left.subject, right.subject)
    || Number(left.severity === LintSeverity.WARNING) - Number(right.severity === LintSeverity.WARNING)
    || compare(left.ruleId, right.ruleId)
    || (left.fieldLine ?? 0) - (right.fieldLine ?? 0)
    || compare(left.message, right.message));
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function totals(report: LintReport, manifests: Manifests): string {
  const { errors, warnings, acknowledged } = sums(report);
  const seen = `${count(manifests.objects.length, 'object')} in ${count(files(manifests), 'file')}`;
  const parts = [count(errors, 'error'), count(warnings, 'warning'), ...(acknowledged === 0 ? [] : [`${acknowledged} acknowledged`])];
  return `${parts.join(', ')} (${seen})`;
}

function sums({ findings, acknowledged }: LintReport): { readonly errors: number; readonly warnings: number; readonly acknowledged: number } {
  const errors = findings.filter(({ severity }) => severity === LintSeverity.ERROR).length;
  return { errors, warnings: findings.length - errors, acknowledged: acknowledged.length };
}

function files({ objects }: Manifests): number {
  return new Set(objects.map(({ file }) => file)).size;
}
