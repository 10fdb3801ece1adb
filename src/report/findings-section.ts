import { counted } from './amounts';
import { html, Html } from './html';
import { LintReport, ModelFinding } from '../model/lint';
import { LintSeverity } from '../slurm/finding';

/** Where more is to be read about a finding; undefined when nothing is. */
export type FindingLink = (finding: ModelFinding) => string | undefined;

/** Finds the line of a file that a finding is about. */
export type FindingLine = (finding: ModelFinding) => number | undefined;

/** What the rules find, errors first. */
export function findingsSection({ findings, acknowledged }: LintReport, link: FindingLink, line: FindingLine): Html {
  if (findings.length + acknowledged.length === 0) {
    return html`<p class="fine">No rule has anything to say against these manifests.</p>`;
  }
  const errors = findings.filter(({ severity }) => severity === LintSeverity.ERROR);
  const warnings = findings.filter(({ severity }) => severity === LintSeverity.WARNING);
  return html`<ul class="findings">${[errors, warnings, acknowledged].flatMap(alike => [...byRule(alike).values()]).map(group => [
    ...group.slice(0, group.length > SHOWN + 1 ? SHOWN : group.length).map(finding => findingHtml(finding, link(finding), line(finding))),
    ...group.length > SHOWN + 1 ? [moreHtml(group.slice(SHOWN), line)] : [],
  ]).flat()}</ul>`;
}

/** Findings of one rule that are shown in full; a fault in a thousand node sets is one fault. */
const SHOWN = 3;

function byRule(findings: readonly ModelFinding[]): Map<string, ModelFinding[]> {
  const groups = new Map<string, ModelFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.ruleId) ?? [];
    group.push(finding);
    groups.set(finding.ruleId, group);
  }
  return groups;
}

function moreHtml(findings: readonly ModelFinding[], line: FindingLine): Html {
  const [first] = findings;
  return html`<li class="${first.acknowledged === undefined ? first.severity : 'acknowledged'}"><details><summary>${counted(findings.length, 'more finding')} of ${first.ruleId}</summary><ul class="plain">${
    findings.map(finding => html`<li>${finding.subject} <code>${placeOf(finding, line(finding))}</code>${finding.message !== first.message && html` ${finding.message}`}</li>`)}</ul></details></li>`;
}

function placeOf({ file, object, line }: ModelFinding, fieldLine: number | undefined): string | undefined {
  return file === undefined ? object?.construct : `${file}:${fieldLine ?? line ?? 1}`;
}

/** Findings in a few words, for the head of the page. */
export function verdict({ findings, acknowledged }: LintReport): Html {
  const errors = findings.filter(({ severity }) => severity === LintSeverity.ERROR).length;
  const warnings = findings.length - errors;
  const words = [
    ...errors > 0 ? [counted(errors, 'error')] : [],
    ...warnings > 0 ? [counted(warnings, 'warning')] : [],
    ...findings.length === 0 ? ['No findings'] : [],
    ...acknowledged.length > 0 ? [`${acknowledged.length} acknowledged`] : [],
  ];
  const kind = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'fine';
  return html`<a class="verdict ${kind}" href="#findings">${SIGNS[kind]} ${words.join(', ')}</a>`;
}

const SIGNS = { error: '✕', warning: '!', fine: '✓' };

function findingHtml(finding: ModelFinding, link: string | undefined, line: number | undefined): Html {
  const { ruleId, severity, subject, message, fix, field, acknowledged } = finding;
  const kind = acknowledged === undefined ? severity : 'acknowledged';
  const place = placeOf(finding, line);
  return html`<li class="${kind}"><p class="head"><span class="badge">${kind}</span> ${link === undefined ? html`<b>${ruleId}</b>` : html`<a href="${link}">${ruleId}</a>`} <span>${subject}${field !== undefined && html` <code>${field}</code>`}</span></p><p>${message}</p><p class="fix">${
    acknowledged === undefined ? html`<b>Fix:</b> ${fix}` : html`<b>Stays:</b> ${acknowledged}`}</p>${place !== undefined && html`<p class="note"><code>${place}</code></p>`}</li>`;
}
