import { KeywordTable, keyword } from './catalog';
import { logicalLines, scanFields } from './conf-scanner';
import { LintFinding, LintSeverity } from './finding';
import { Assignment, assignment, printable, RenderedText, valueText } from './slurm-conf-line';

/** A line of slurm.conf that describes one thing with several keys: nodes, a node set, a partition. */
export interface RecordLine {
  /** What follows the first key: a name, a hostlist or DEFAULT. */
  readonly name: string;
  /** The other keys in the order of the line. */
  readonly fields: Assignment[];
}

/** A record read from text, and what is wrong with it. */
export interface ParsedRecord {
  readonly record: RecordLine;
  readonly findings: LintFinding[];
}

/** `PartitionName=train Nodes=h100 MaxTime=2-0`: the keys in their given order, single blanks between. */
export function renderRecord(table: KeywordTable, record: RecordLine): RenderedText {
  const first = assignment(table, record.name, table);
  const rest = renderFields(table, record.fields);
  return { text: [first.text, rest.text].filter(text => text !== '').join(' '), findings: [...first.findings, ...rest.findings] };
}

/** The keys of a record without its first, as Slinky's `partition.config` and `extraConf` of a node set want them. */
export function renderFields(table: KeywordTable, fields: readonly Assignment[]): RenderedText {
  const rendered = fields.map(field => assignment(field.key, field.value, table));
  return { text: rendered.map(each => each.text).join(' '), findings: [...rendered.flatMap(each => each.findings), ...doubleKeys(table, fields)] };
}

/**
 * The same for `extraConf` of a Slinky node set, which the operator splits at blanks: quotes do not protect a blank there,
 * and a word without `=` makes its reconciler panic.
 */
export function renderNodeExtraConf(fields: readonly Assignment[]): RenderedText {
  const { text, findings } = renderFields(KeywordTable.NODE, fields);
  const blanks = fields.filter(field => /\s/.test(valueText(undefined, field.value))).map(field => ({
    ruleId: 'CONF-024',
    severity: LintSeverity.ERROR,
    message: `'${printable(valueText(undefined, field.value))}' of ${field.key} holds a blank, where the operator splits extraConf of a node set`,
    fix: 'use a value without blanks',
    subject: field.key,
  }));
  return { text, findings: [...findings, ...blanks] };
}

/** Reads one record line, or only its fields when the first key is missing (`partition.config`). */
export function parseRecord(table: KeywordTable, text: string): ParsedRecord {
  const { fields, findings } = splitFields(text);
  const [first] = fields;
  const hasName = first !== undefined && first.key.toLowerCase() === table.toLowerCase();
  const rest = hasName ? fields.slice(1) : fields;
  const checked = rest.flatMap(field => assignment(field.key, field.value, table).findings.filter(each => each.ruleId !== 'CONF-020'));
  return {
    record: { name: hasName ? String(first.value) : '', fields: rest.map(field => ({ key: keyword(table, field.key)?.name ?? field.key, value: field.value })) },
    findings: [...findings, ...checked, ...doubleKeys(table, rest)],
  };
}

/** Splits `Key=value Key="two words"`; a comment ends the text. */
function splitFields(text: string): { fields: { key: string; value: string }[]; findings: LintFinding[] } {
  const { fields, fault, faultText } = scanFields(logicalLines(text)[0]?.text ?? '');
  const findings = fault === undefined ? [] : [{
    ruleId: 'CONF-004',
    severity: LintSeverity.ERROR,
    message: `'${printable(faultText ?? '')}' is no key with a value, so Slurm stops at the line`,
    fix: 'write Key=value, with double quotes around a value that holds blanks',
  }];
  return { fields: fields.map(({ key, value }) => ({ key, value })), findings };
}

function doubleKeys(table: KeywordTable, fields: readonly Assignment[]): LintFinding[] {
  const seen = new Set<string>();
  return fields.flatMap(field => {
    const known = keyword(table, field.key);
    const name = known?.aliasOf ?? known?.name ?? field.key;
    if (!seen.has(name.toLowerCase())) {
      seen.add(name.toLowerCase());
      return [];
    }
    return [{
      ruleId: 'CONF-003',
      severity: LintSeverity.WARNING,
      message: `${name} stands twice on one ${table} line, so only the last value counts`,
      fix: 'keep one of them',
      subject: name,
    }];
  });
}
