import { KeywordTable, keyword, nearestKeyword } from './catalog';
import { LintFinding, LintSeverity } from './finding';
import { Keyword } from './keywords/keyword';
import { valueProblems } from './value-check';

/** A value as constructs hold it: lists are joined by commas, booleans become YES and NO (1 and 0 for number keys). */
export type ConfValue = string | number | boolean | readonly string[];

/** One key and its value, before it is text. */
export interface Assignment {
  /** The key, in any case. */
  readonly key: string;
  /** The value without quotes. */
  readonly value: ConfValue;
}

/** Text ready for a file, and what is wrong with it. The text is complete even when there are findings. */
export interface RenderedText {
  readonly text: string;
  readonly findings: LintFinding[];
}

/**
 * `Key=value` in the catalog's spelling. The value is quoted when it holds a blank; what the grammar cannot hold
 * (line ends, `#`, backslashes, quotes inside) is a finding, and so is a key or value the catalog refuses.
 */
export function assignment(key: string, value: ConfValue, table: KeywordTable = KeywordTable.SLURM_CONF): RenderedText {
  const known = keyword(table, key);
  const name = known?.name ?? key;
  const text = valueText(known, value);
  const findings = [
    ...(known === undefined ? [unknownKey(table, key)] : []),
    ...listFindings(name, value),
    ...textFindings(name, text),
    ...(known === undefined ? [] : valueProblems(table, known, text).map(problem => ({ ...problem, subject: name }))),
  ];
  return { text: `${name}=${quoted(text)}`, findings };
}

/** One line a key, in the given order. */
export function assignments(entries: readonly Assignment[], table: KeywordTable = KeywordTable.SLURM_CONF): RenderedText {
  const lines = entries.map(entry => assignment(entry.key, entry.value, table));
  return { text: lines.map(line => `${line.text}\n`).join(''), findings: lines.flatMap(line => line.findings) };
}

/** The value as it stands in the file, without quotes. */
export function valueText(key: Keyword | undefined, value: ConfValue): string {
  if (typeof value === 'boolean') {
    const isNumber = key !== undefined && /^uint/.test(key.kind);
    if (isNumber) return value ? '1' : '0';
    return value ? 'YES' : 'NO';
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : value.join(',');
}

/** The value with double quotes around it when it holds blanks and has none yet. */
export function quoted(text: string): string {
  return /[ \t]/.test(text) && !isQuoted(text) ? `"${text}"` : text;
}

function isQuoted(text: string): boolean {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"');
}

/** The finding for a key that the table does not know. */
export function unknownKey(table: KeywordTable, key: string): LintFinding {
  const nearest = nearestKeyword(table, key);
  return {
    ruleId: 'CONF-001',
    severity: LintSeverity.ERROR,
    message: `Slurm 26.05 knows no key '${key}' in ${tableName(table)}: every daemon that reads it stops`,
    fix: nearest === undefined ? 'remove it' : `did you mean '${nearest}'?`,
    subject: key,
  };
}

function tableName(table: KeywordTable): string {
  return table.endsWith('.conf') ? table : `a ${table} line`;
}

function listFindings(name: string, value: ConfValue): LintFinding[] {
  if (typeof value !== 'object') return [];
  return value.flatMap(item => {
    if (item.trim() === '') return [finding('CONF-019', name, `a word of ${name} is empty`, 'remove it')];
    return /[,\s]/.test(item) && !/[[(].*,.*[\])]/.test(item)
      ? [finding('CONF-019', name, `'${printable(item)}' of ${name} holds a comma or a blank, which separates words`, 'give each word as its own list item')]
      : [];
  });
}

function textFindings(name: string, text: string): LintFinding[] {
  const inner = isQuoted(text) ? text.slice(1, -1) : text;
  const findings: LintFinding[] = [];
  if (text === '') findings.push(finding('CONF-020', name, `${name} has an empty value`, 'leave the key out'));
  if (/[\r\n\0]/.test(text)) findings.push(finding('CONF-021', name, `'${printable(text)}' of ${name} holds a line end, which ends the value`, 'write it as one line'));
  if (text.includes('#')) findings.push(finding('CONF-009', name, `'${text}' of ${name} holds '#', which starts a comment even inside quotes`, "use a value without '#'"));
  if (inner.includes('"')) findings.push(finding('CONF-022', name, `'${text}' of ${name} holds a double quote, which Slurm cannot escape`, 'put the text into a script and name the script'));
  if (text.includes('\\')) findings.push(finding('CONF-023', name, `'${printable(text)}' of ${name} holds a backslash, which Slurm removes`, 'use a value without backslashes'));
  return findings;
}

/** Shows control characters by name, so that a message stays one line. */
export function printable(text: string): string {
  return text.replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t').replace(/\0/g, '\\0');
}

function finding(ruleId: string, subject: string, message: string, fix: string): LintFinding {
  return { ruleId, severity: LintSeverity.ERROR, message, fix, subject };
}
