/** How much a finding weighs. */
export enum LintSeverity {
  /** A daemon, the operator or the API server refuses it, or work is lost: synthesis stops. */
  ERROR = 'error',
  /** It runs, but not as the person who wrote it expects. */
  WARNING = 'warning',
}

/** One thing that is wrong, as data; the words for a terminal or a report come later. */
export interface LintFinding {
  /** Rule id such as `CONF-001`. Ids are API: never renamed, never used twice. */
  readonly ruleId: string;
  /** Whether it stops synthesis. */
  readonly severity: LintSeverity;
  /** The value seen and why it cannot work: who refuses it, or what happens instead. Lower case start, no full stop. */
  readonly message: string;
  /** What to write instead, with a concrete value. */
  readonly fix: string;
  /**
   * What the finding is about: a key, a node set, a partition, an object.
   *
   * @default - the file or the object as a whole
   */
  readonly subject?: string;
  /**
   * File the text came from.
   *
   * @default - the text has no file
   */
  readonly file?: string;
  /**
   * Line in that file, counted from 1.
   *
   * @default - the finding has no position
   */
  readonly line?: number;
  /**
   * Column in that line in UTF-16 units, counted from 1.
   *
   * @default - the whole line
   */
  readonly column?: number;
}

/** A finding as one line: place, rule id, what, and how to fix it. */
export function findingText(finding: LintFinding): string {
  const { file, line, column } = finding;
  const place = [file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':');
  return `${place === '' ? '' : `${place} `}${finding.ruleId}: ${finding.message}; ${finding.fix}`;
}

/** Findings in reading order: by file, place, then rule id. Returns a copy. */
export function sortedFindings(findings: LintFinding[]): LintFinding[] {
  return [...findings].sort((a, b) =>
    compareText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compareText(a.ruleId, b.ruleId));
}

// By code unit: the same order on every machine, whatever its locale.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
