import { keyword, keywords, KeywordTable } from './catalog';
import { ConfField, ConfLine, ConfLineKind } from './conf-line';
import { LogicalLine, logicalLines, LONGEST_CONF, scanFields, ScanFault, ScannedLine, sourceOffset } from './conf-scanner';
import { recordTable, recordTables, tableOfFile } from './conf-tables';
import { FieldChecker } from './field-checker';
import { LintFinding, LintSeverity, sortedFindings } from './finding';
import { nodeCountProblems } from './node-counts';
import { SlurmConf } from './slurm-conf';
import { printable } from './slurm-conf-line';
import { LineIndex, SourceSpan } from './source-span';

/** How to read a file. */
export interface ConfParserOptions {
  /** Name to put into findings; also decides the table unless `table` does. */
  readonly file?: string;
  /** Which keys the file may hold; slurm.conf unless the name says otherwise. */
  readonly table?: KeywordTable;
  /** Release that reads the file, such as `25.11`; 26.05 unless given. */
  readonly release?: string;
}

/** A file, and what is wrong with it. The file is complete even then. */
export interface ParsedConf {
  readonly conf: SlurmConf;
  readonly findings: LintFinding[];
}

const mostFindings = 1000;

/** Reads a configuration file. Never throws; what Slurm would refuse is a finding with its place. */
export function parseConf(text: string, options: ConfParserOptions = {}): ParsedConf {
  const table = options.table ?? tableOfFile(options.file ?? '') ?? KeywordTable.SLURM_CONF;
  const refusal = unfitText(text, options.file);
  if (refusal !== undefined) return { conf: new SlurmConf(table, []), findings: [refusal] };
  return new ConfParser(text, table, options).parse();
}

function unfitText(text: string, file: string | undefined): LintFinding | undefined {
  const binary = text.indexOf('\0');
  if (binary !== -1) {
    const { line, column } = new LineIndex(text).span(binary);
    const message = 'the file holds a NUL character, so it is no text';
    return { ruleId: 'CONF-050', severity: LintSeverity.ERROR, message, fix: 'name a text file', file, line, column };
  }
  if (text.length > LONGEST_CONF) {
    const message = `the file has ${text.length} characters, more than any configuration of Slurm`;
    return { ruleId: 'CONF-051', severity: LintSeverity.ERROR, message, fix: 'name a configuration file', file };
  }
  return undefined;
}

class ConfParser {
  private readonly index: LineIndex;
  private readonly findings: LintFinding[] = [];
  private readonly checker: FieldChecker;
  private readonly firstLineOf = new Map<string, number>();

  constructor(private readonly text: string, private readonly table: KeywordTable, private readonly options: ConfParserOptions) {
    this.index = new LineIndex(text);
    this.checker = new FieldChecker(options.release ?? '26.05');
  }

  public parse(): ParsedConf {
    const lines = logicalLines(this.text).map(line => this.line(line));
    return { conf: new SlurmConf(this.table, lines), findings: sortedFindings(this.findings) };
  }

  private line(line: LogicalLine): ConfLine {
    const span = this.index.span(line.offset, line.raw.length);
    const base = { raw: line.raw, span, fields: [], ...(this.options.file === undefined ? {} : { file: this.options.file }) };
    if (line.text.trim() === '') return { ...base, kind: ConfLineKind.BLANK };
    if (this.table === KeywordTable.PLUGSTACK_CONF) return { ...base, ...this.pluginLine(line) };
    const include = /^include[ \t\v\f\r]+([^ \t\v\f\r]+)/i.exec(line.text);
    if (include === null) return { ...base, ...this.fieldLine(line) };
    this.checkInclude(line, include[0].length, include[1]);
    return { ...base, kind: ConfLineKind.INCLUDE, target: include[1] };
  }

  private checkInclude(line: LogicalLine, end: number, target: string): void {
    const rest = line.text.slice(end).trim();
    if (rest !== '') {
      this.report(LintSeverity.ERROR, 'CONF-004', this.spanOf(line, line.text.indexOf(rest, end), rest.length),
        `'${printable(rest)}' stands behind the file to include, and Slurm stops at the line`, 'remove it');
    }
    if (target.includes('*')) {
      this.report(LintSeverity.ERROR, 'CONF-054', this.spanOf(line, end - target.length, target.length),
        `Include names '${target}', and Slurm expands no patterns there`, 'write one Include line a file');
    }
  }

  private pluginLine(line: LogicalLine): { kind: ConfLineKind; target?: string } {
    const [word, target] = line.text.trim().split(/\s+/, 2);
    if (!keywords(this.table).some(each => each.name === word)) {
      this.report(LintSeverity.WARNING, 'CONF-052', this.spanOf(line, line.text.indexOf(word), word.length),
        `a line of plugstack.conf that starts with '${printable(word)}' is skipped`, "start it with 'required', 'optional' or 'include'");
      return { kind: ConfLineKind.UNREADABLE };
    }
    if (target === undefined) {
      this.report(LintSeverity.WARNING, 'CONF-052', this.spanOf(line, line.text.indexOf(word), word.length), `'${word}' names no file`, `write '${word} <file>'`);
      return { kind: ConfLineKind.UNREADABLE };
    }
    return { kind: word === 'include' ? ConfLineKind.INCLUDE : ConfLineKind.PLUGIN, target };
  }

  private fieldLine(line: LogicalLine): { kind: ConfLineKind; fields: ConfField[] } {
    const scanned = scanFields(line.text);
    const fields = scanned.fields.map(field => ({
      key: field.key,
      value: field.value,
      keySpan: this.spanOf(line, field.keyAt, field.key.length),
      valueSpan: this.spanOf(line, field.valueAt, field.valueLength),
    }));
    // Beyond the limit nobody reads on, and looking for what each key could mean takes time.
    const isFull = this.findings.length > mostFindings;
    if (scanned.fault !== undefined && !isFull) this.reportFault(line, scanned, fields);
    if (fields.length === 0) return { kind: ConfLineKind.UNREADABLE, fields };
    const record = recordTable(this.table, fields[0].key);
    if (isFull) return { kind: record === undefined ? ConfLineKind.SCALAR : ConfLineKind.RECORD, fields };
    if (record === undefined) this.checkScalar(fields);
    else this.checkRecord(record, fields);
    return { kind: record === undefined ? ConfLineKind.SCALAR : ConfLineKind.RECORD, fields };
  }

  private checkScalar(fields: ConfField[]): void {
    const [first, second] = fields;
    this.check(this.table, first);
    if (second !== undefined) {
      const owner = recordTables(this.table).find(table => keyword(table, first.key) !== undefined);
      const fix = owner === undefined ? `put '${second.key}' on a line of its own` : `start the line with ${owner}=<name>`;
      this.report(LintSeverity.ERROR, 'CONF-002', second.keySpan, `'${second.key}' stands on the line of '${first.key}', and Slurm takes one key a line`, fix);
    }
    const known = keyword(this.table, first.key);
    const name = (known?.name ?? first.key).toLowerCase();
    const earlier = this.firstLineOf.get(name);
    if (earlier === undefined) {
      this.firstLineOf.set(name, first.keySpan.line);
    } else if (known !== undefined && !known.repeatable) {
      this.report(LintSeverity.WARNING, 'CONF-003', first.keySpan, `${known.name} stands on line ${earlier} already, and Slurm takes the last value`,
        `remove line ${earlier}`);
    }
  }

  private checkRecord(table: KeywordTable, fields: ConfField[]): void {
    const seen = new Map<string, string>();
    for (const [index, field] of fields.entries()) {
      // Beyond the limit nobody reads on.
      if (this.findings.length > mostFindings) return;
      if (index > 0 && keyword(this.table, field.key)?.kind === 'line' && recordTable(this.table, field.key) === table) {
        this.report(LintSeverity.ERROR, 'CONF-002', field.keySpan, `'${field.key}' stands on the line twice, and Slurm stops at the second one`, 'start another line with it');
        continue;
      }
      const known = keyword(table, field.key);
      const name = (known?.aliasOf ?? known?.name ?? field.key).toLowerCase();
      const earlier = seen.get(name);
      if (earlier !== undefined) {
        const isSame = earlier.toLowerCase() === field.key.toLowerCase();
        const why = isSame ? 'stands on the line twice, and Slurm takes the last value' : `means the same as '${earlier}' on this line, and Slurm takes one of them`;
        this.report(LintSeverity.WARNING, 'CONF-003', field.keySpan, `'${field.key}' ${why}`, 'keep one');
      }
      seen.set(name, field.key);
      this.check(table, field, /^default$/i.test(fields[0].value) && known?.notInherited === true);
    }
    if (table === KeywordTable.NODE) {
      for (const { field, message, fix } of nodeCountProblems(fields)) {
        this.report(LintSeverity.ERROR, 'CONF-065', field.valueSpan, message, fix, field.key);
      }
    }
  }

  private check(table: KeywordTable, field: ConfField, isIdle = false): void {
    if (/^"[^"]*$/.test(field.value)) {
      this.report(LintSeverity.WARNING, 'CONF-022', field.valueSpan, `the quote of '${printable(field.value)}' is not closed, so it is part of the value`, 'close it');
    }
    for (const problem of this.checker.problems(table, field.key, field.value)) {
      // Nobody reads a value that defaults do not pass on.
      const severity = isIdle && !problem.atKey && keyword(table, field.key)?.kind === 'tokens' ? LintSeverity.WARNING : problem.severity;
      this.report(severity, problem.ruleId, problem.atKey ? field.keySpan : field.valueSpan, problem.message, problem.fix, problem.subject);
    }
  }

  private reportFault(line: LogicalLine, scanned: ScannedLine, fields: ConfField[]): void {
    const text = scanned.faultText ?? '';
    const span = this.spanOf(line, scanned.faultAt ?? 0, text.length);
    switch (scanned.fault) {
      case ScanFault.NO_VALUE:
        return this.report(LintSeverity.ERROR, 'CONF-020', span, `'${text}' has no value, and Slurm stops at the line`, 'remove it or give it a value', text);
      default: {
        const last = fields[fields.length - 1];
        const fix = last === undefined ? 'write Key=value, or start a comment with #' : `put the value of ${last.key} into double quotes, or start a comment with #`;
        this.report(LintSeverity.ERROR, 'CONF-004', span, `'${printable(text)}' is no key with a value, and Slurm stops at the line`, fix);
      }
    }
  }

  private spanOf(line: LogicalLine, at: number, length: number): SourceSpan {
    const start = sourceOffset(line, at);
    const end = length === 0 ? start : sourceOffset(line, at + length - 1) + 1;
    return this.index.span(start, end - start);
  }

  private report(severity: LintSeverity, ruleId: string, span: SourceSpan, message: string, fix: string, subject?: string): void {
    if (this.findings.length > mostFindings) return;
    if (this.findings.length === mostFindings) {
      this.findings.push({
        ruleId: 'CONF-053', severity: LintSeverity.ERROR, message: `more than ${mostFindings} findings in one file`, fix: 'mend those above first', file: this.options.file,
      });
      return;
    }
    const place = { file: this.options.file, line: span.line, column: span.column };
    this.findings.push({ ruleId, severity, message, fix, ...(subject === undefined ? {} : { subject }), ...place });
  }
}
