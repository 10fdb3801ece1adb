import { confEntries } from './conf-map';
import { Conversion, texts } from './conversion';
import { NoteKind } from './note';
import { Settings, typedSetting } from './settings';
import { ConfLines, readConfLines } from './slurm-lines';
import { keyword, KeywordTable } from '../../slurm/catalog';
import { Field, fields, may } from '../code/expression';
import { Value } from '../values/value';

/** Lines of slurm.conf or slurmdbd.conf as props. */
export interface ConvertedConf {
  readonly settings?: Field;
  readonly rawLines: readonly RawLine[];
  /** Partitions that stand among the lines. */
  readonly partitions: ConfLines['partitions'];
}

/** A line that no setting says. */
export interface RawLine {
  readonly text: string;
  readonly value: Value;
}

/** Converts `extraConf`, or `extraConfMap` where that is empty, as the chart does. */
export function convertConf(conversion: Conversion, component: Value | undefined, table: KeywordTable, settings: Settings, prop: string): ConvertedConf {
  const [raw, map] = [component?.at('extraConf'), component?.at('extraConfMap')];
  if (raw && !raw.isFalsy) {
    if (map && map.entries.size > 0) {
      conversion.note(NoteKind.LEFT_OUT, map, "'extraConf' is set as well, and the chart takes it alone", 'merge the two');
    }
    const lines = readConfLines(raw.text, table);
    return converted(conversion, settings, prop, raw, {
      entries: lines.assignments.map(({ key, text, comments, raw: line }) => ({ key, text, line, value: raw.with({ comments }) })),
      others: lines.others.map(text => ({ text, value: raw })),
      partitions: lines.partitions,
    });
  }
  const entries = confEntries(conversion, map).map(({ key, text, value }) => ({ key, text, line: `${key}=${text}`, value }));
  return converted(conversion, settings, prop, map, { entries, others: [], partitions: [] });
}

interface Lines {
  readonly entries: readonly { readonly key: string; readonly text: string; readonly line: string; readonly value: Value }[];
  readonly others: readonly RawLine[];
  readonly partitions: ConfLines['partitions'];
}

function converted(conversion: Conversion, settings: Settings, prop: string, origin: Value | undefined, { entries, others, partitions }: Lines): ConvertedConf {
  const table = settings === Settings.SLURM_CONF ? KeywordTable.SLURM_CONF : KeywordTable.SLURMDBD_CONF;
  const comments = conversion.commentsOf(origin);
  const members: Field[] = [];
  const rawLines: RawLine[] = [];
  for (const { key, text, line, value } of entries) {
    const repeated = keyword(table, key)?.repeatable === true || entries.filter(each => each.key.toLowerCase() === key.toLowerCase()).length > 1;
    const typed = repeated ? undefined : typedSetting(conversion.library, settings, key, text);
    const field = typed && conversion.may(typed.prop, typed.value, value);
    if (field) {
      members.push(field);
    } else {
      rawLines.push({ text: line, value });
    }
  }
  return {
    settings: members.length > 0 ? may(prop, fields(...members), origin?.origin, comments) : undefined,
    rawLines: [...rawLines, ...others],
    partitions,
  };
}

/** Raw lines as a prop, marked. */
export function rawLinesField(conversion: Conversion, prop: string, rawLines: readonly RawLine[]): Field | undefined {
  if (rawLines.length === 0) {
    return undefined;
  }
  rawLines.forEach(({ text, value }) => conversion.note(NoteKind.RAW, value, `no typed setting says '${text}', so it is a line of '${prop}'`, 'keep it only if you need it'));
  return {
    name: prop,
    value: texts(rawLines.map(({ text }) => text)),
    comments: [...rawLines.flatMap(({ value }) => conversion.commentsOf(value)), 'Raw: no typed setting says this.'],
    origin: rawLines[0].value.origin,
    isOptional: true,
    isRaw: true,
  };
}
