import type { ClusterModel } from './cluster-model';
import { ConfFinding, confFindings } from './conf-findings';
import { compareText } from './config-files';
import { objectLabel, ObjectRef } from './object-ref';
import { ILintRule } from './rule';
import { RULES } from './rules';
import { LintFinding, LintSeverity } from '../slurm/finding';

/** Someone has seen a warning and says why it may stay. */
export interface Acknowledgement {
  /** Id of the rule whose warnings may stay. */
  readonly ruleId: string;
  /** Why; shown wherever the warning would be. */
  readonly reason: string;
}

/** A finding about one Kubernetes object. */
export interface ModelFinding extends LintFinding {
  readonly subject: string;
  /** The object; absent for findings about acknowledgements. */
  readonly object?: ObjectRef;
  /** Field of the object. */
  readonly field?: string;
  /**
   * Line within the text that the field holds, counted from 1.
   *
   * @default - the finding is about the field as a whole
   */
  readonly fieldLine?: number;
  /** Reason given for letting it stay. */
  readonly acknowledged?: string;
}

/** The outcome of a lint run. */
export interface LintReport {
  /** What is wrong, sorted by subject, then rule id. */
  readonly findings: readonly ModelFinding[];
  /** Warnings that someone acknowledged, with the reason. */
  readonly acknowledged: readonly ModelFinding[];
}

/** Choices of a lint run. */
export interface LintOptions {
  readonly acknowledgements?: readonly Acknowledgement[];
  /**
   * Rules to run.
   *
   * @default - all, and the parser of Slurm's configuration files
   */
  readonly rules?: readonly ILintRule[];
}

/** Runs the rules over a model. */
export function lint(model: ClusterModel, options: LintOptions = {}): LintReport {
  const rules = options.rules ?? RULES;
  const acknowledgements = options.acknowledgements ?? [];
  const reasons = new Map(acknowledgements.filter(({ reason }) => reason.trim() !== '').map(({ ruleId, reason }) => [ruleId, reason]));
  const findings: ModelFinding[] = [];
  const acknowledged: ModelFinding[] = [];
  const found = rules.flatMap(rule => run(rule, model)).concat(options.rules === undefined ? confFindings(model).map(fromParser) : []);
  for (const finding of found) {
    const reason = finding.severity === LintSeverity.WARNING ? reasons.get(finding.ruleId) : undefined;
    if (reason === undefined) {
      findings.push(finding);
    } else {
      acknowledged.push({ ...finding, acknowledged: reason });
    }
  }
  const matched = new Set(acknowledged.map(finding => finding.ruleId));
  findings.push(...acknowledgements.flatMap(acknowledgement => judge(acknowledgement, rules, matched)));
  return { findings: findings.sort(bySubject), acknowledged: acknowledged.sort(bySubject) };
}

/** A finding as one line: place, subject, rule id, what, and how to fix it. */
export function modelFindingText(finding: ModelFinding): string {
  const construct = finding.object?.construct;
  const file = finding.file === undefined ? '' : `${finding.file}${finding.line === undefined ? '' : `:${finding.line}`} `;
  return `${file}[${construct ?? finding.subject}] ${finding.ruleId}: ${finding.message}; ${finding.fix}`;
}

function run(rule: ILintRule, model: ClusterModel): ModelFinding[] {
  try {
    return rule.check(model).map(({ subject, field, fieldLine, message, fix }) => ({
      ruleId: rule.id,
      severity: rule.severity,
      subject: objectLabel(subject),
      object: subject,
      field,
      fieldLine,
      message,
      fix,
      file: subject.file,
      line: subject.line,
    }));
  } catch (error) {
    throw new Error(`bug in slurm-constructs: rule ${rule.id} failed instead of answering`, { cause: error });
  }
}

function fromParser(finding: ConfFinding): ModelFinding {
  const { object, subject } = finding;
  return { ...finding, message: subject === undefined || finding.message.includes(subject) ? finding.message : `${subject}: ${finding.message}`, subject: objectLabel(object), file: object.file, line: object.line };
}

function judge({ ruleId, reason }: Acknowledgement, rules: readonly ILintRule[], matched: ReadonlySet<string>): ModelFinding[] {
  const subject = `acknowledgement of ${ruleId}`;
  const rule = rules.find(candidate => candidate.id === ruleId);
  if (reason.trim() === '') {
    return [{ ruleId: 'LINT-001', severity: LintSeverity.ERROR, subject, message: 'the reason is empty, so nobody will know why the warning may stay', fix: 'say in a sentence why it does not matter here' }];
  }
  if (rule === undefined && !/^(CONF|TOPO)-\d{3}$/.test(ruleId)) {
    return [{ ruleId: 'LINT-002', severity: LintSeverity.WARNING, subject, message: `there is no rule '${ruleId}'`, fix: 'use an id of docs/rules.md, such as OPR-015' }];
  }
  if (rule?.severity === LintSeverity.ERROR) {
    return [{ ruleId: 'LINT-003', severity: LintSeverity.ERROR, subject, message: `${ruleId} is an error, and only warnings can be acknowledged`, fix: 'remove the acknowledgement and what the rule finds' }];
  }
  return matched.has(ruleId) ? [] : [{ ruleId: 'LINT-004', severity: LintSeverity.WARNING, subject, message: 'nothing matches it any more', fix: 'remove the acknowledgement' }];
}

function bySubject(left: ModelFinding, right: ModelFinding): number {
  return compareText(left.object?.construct ?? left.subject, right.object?.construct ?? right.subject)
    || compareText(left.ruleId, right.ruleId)
    || compareText(left.message, right.message);
}
