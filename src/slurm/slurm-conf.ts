import { keyword, KeywordTable } from './catalog';
import { ConfField, ConfLine, ConfLineKind } from './conf-line';
import { recordTable } from './conf-tables';
import { RecordLine } from './record-line';
import { assignment, ConfValue } from './slurm-conf-line';

/** A configuration file of Slurm: slurm.conf, gres.conf, cgroup.conf and the rest. Unedited, it renders the text it was read from. */
export class SlurmConf {
  constructor(
    /** Which keys it may hold. */
    public readonly table: KeywordTable,
    /** Its lines in their order. */
    public readonly lines: readonly ConfLine[],
  ) {}

  /** The value of a key, without quotes. Slurm takes the last line of a key. */
  public value(key: string): string | undefined {
    return this.values(key).pop();
  }

  /** The values of all lines of a key, for keys that add up. */
  public values(key: string): string[] {
    return this.fieldsOf(key).map(({ field }) => field.value);
  }

  /** The keys that stand alone on a line, in their order, each as the catalog spells it. */
  public assignments(): { key: string; value: string }[] {
    return this.lines.filter(line => line.kind === ConfLineKind.SCALAR).map(line => {
      const [{ key, value }] = line.fields;
      return { key: keyword(this.table, key)?.name ?? key, value };
    });
  }

  /** The files it includes, as written. */
  public includes(): string[] {
    return this.lines.filter(line => line.kind === ConfLineKind.INCLUDE).map(line => line.target ?? '');
  }

  /** Its record lines of one kind, as written. */
  public records(table: KeywordTable): RecordLine[] {
    return this.recordLines(table).map(line => recordOf(line, table));
  }

  /** Its record lines of one kind with the keys of the DEFAULT lines before them; the DEFAULT lines themselves are left out. */
  public recordsWithDefaults(table: KeywordTable): RecordLine[] {
    const defaults = new Map<string, ConfValue>();
    return this.records(table).flatMap(record => {
      if (record.name.toUpperCase() === 'DEFAULT') {
        record.fields.forEach(field => defaults.set(field.key, field.value));
        return [];
      }
      const own = new Set(record.fields.map(field => field.key));
      const inherited = [...defaults].filter(([key]) => !own.has(key) && !keyword(table, key)?.notInherited);
      return [{ name: record.name, fields: [...record.fields, ...inherited.map(([key, value]) => ({ key, value }))] }];
    });
  }

  /**
   * The file with a key set: its last line gets the new value, earlier ones go; a new line is added at the end when there is none.
   * Throws when the value cannot stand in the file.
   */
  public with(key: string, value: ConfValue): SlurmConf {
    const { text, findings } = assignment(key, value, this.table);
    if (findings.some(finding => finding.severity === 'error')) throw new Error(findings.map(finding => `${finding.message}; ${finding.fix}`).join('\n'));
    const found = this.fieldsOf(key);
    const last = found.pop();
    if (last === undefined) return this.withLine(text);
    const dropped = new Set(found.map(({ line }) => line));
    const written = text.slice(text.indexOf('=') + 1);
    const lines = this.lines.filter(line => !dropped.has(line)).map(line => line === last.line ? withValue(line, last.field, written) : line);
    return new SlurmConf(this.table, lines);
  }

  /** The file without any line of a key that stands alone. */
  public without(key: string): SlurmConf {
    const dropped = new Set(this.fieldsOf(key).map(({ line }) => line));
    return new SlurmConf(this.table, this.lines.filter(line => !dropped.has(line)));
  }

  /** The text of the file. */
  public toString(): string {
    return this.lines.map(line => line.raw).join('');
  }

  private withLine(text: string): SlurmConf {
    const [key, ...rest] = text.split('=');
    const end = this.toString().length;
    const noSpan = { offset: end, length: 0, line: this.lines.length + 1, column: 1 };
    const field: ConfField = { key, value: rest.join('=').replace(/^"(.*)"$/, '$1'), keySpan: noSpan, valueSpan: noSpan };
    const before = this.lines.length === 0 || this.lines[this.lines.length - 1].raw.endsWith('\n') ? '' : '\n';
    return new SlurmConf(this.table, [...this.lines, { kind: ConfLineKind.SCALAR, raw: `${before}${text}\n`, span: noSpan, fields: [field] }]);
  }

  private fieldsOf(key: string): { line: ConfLine; field: ConfField }[] {
    const wanted = key.toLowerCase();
    return this.lines
      .filter(line => line.kind === ConfLineKind.SCALAR && line.fields[0].key.toLowerCase() === wanted)
      .map(line => ({ line, field: line.fields[0] }));
  }

  private recordLines(table: KeywordTable): ConfLine[] {
    return this.lines.filter(line => line.kind === ConfLineKind.RECORD && recordTable(this.table, line.fields[0].key) === table);
  }
}

/** A record as data: its fields in the catalog's spelling, aliases resolved. */
function recordOf(line: ConfLine, table: KeywordTable): RecordLine {
  const [first, ...rest] = line.fields;
  // In gres.conf and its like the first key is one of the fields; in slurm.conf it is the name.
  const fields = table.endsWith('.conf') ? line.fields : rest;
  return {
    name: first.value,
    fields: fields.map(field => {
      const known = keyword(table, field.key);
      return { key: known?.aliasOf ?? known?.name ?? field.key, value: field.value };
    }),
  };
}

/** The line with another value; places of later lines keep naming the source they were read from. */
function withValue(line: ConfLine, field: ConfField, written: string): ConfLine {
  const start = field.valueSpan.offset - line.span.offset;
  const raw = `${line.raw.slice(0, start)}${written}${line.raw.slice(start + field.valueSpan.length)}`;
  const changed = { ...field, value: written.replace(/^"(.*)"$/, '$1'), valueSpan: { ...field.valueSpan, length: written.length } };
  return { ...line, raw, fields: line.fields.map(each => each === field ? changed : each) };
}
