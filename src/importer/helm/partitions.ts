import { ConfEntry, confEntries } from './conf-map';
import { Conversion } from './conversion';
import { NoteKind } from './note';
import { Settings, typedSetting } from './settings';
import { fieldsOfLine } from './slurm-lines';
import { Field, fields, list, literal, method, constant, Expression, Statement } from '../code/expression';
import { Value } from '../values/value';

/** A partition to declare. */
export interface PartitionSource {
  readonly name: string;
  /** Constants of its node sets; all nodes without. */
  readonly nodeSets?: readonly Expression[];
  /** Names of its node sets, for a raw line. */
  readonly nodes: string;
  readonly entries: readonly ConfEntry[];
  readonly origin?: Value;
  /** Whether the cluster has no other. */
  readonly isOnly?: boolean;
  /** Whether it is made the default, since one must be. */
  readonly becomesDefault?: boolean;
}

/** Whether Slurm takes a word for yes. */
export function isYes(word: string): boolean {
  return /^(?:yes|true|up|1)$/i.test(word);
}

/** Keys and texts of a partition: `config` wins over `configMap`, as in the chart. */
export function partitionEntries(conversion: Conversion, partition: Value): ConfEntry[] {
  const config = partition.at('config');
  if (config && !config.isFalsy) {
    const map = partition.at('configMap');
    if (map && map.entries.size > 0) {
      conversion.note(NoteKind.LEFT_OUT, map, "'config' is set as well, and the chart takes it alone", 'merge the two');
    }
    return fieldsOfLine(config.text).map(({ key, value }) => ({ key, text: value, value: config }));
  }
  return confEntries(conversion, partition.at('configMap'));
}

/** The statement that adds a partition; a raw line where a key has no typed prop. */
export function partitionStatement(conversion: Conversion, source: PartitionSource): { readonly statement?: Statement; readonly rawLine?: string } {
  // Before its members take them.
  const comments = source.origin ? conversion.commentsOf(source.origin) : [];
  const members: (Field | undefined)[] = [source.nodeSets && conversion.must('nodeSets', list(source.nodeSets))];
  for (const { key, text, value } of source.entries) {
    if (/^default$/i.test(key)) {
      const isDefault = isYes(text);
      if (isDefault || source.isOnly) {
        members.push(conversion.may('isDefault', literal(isDefault), value));
      }
      continue;
    }
    // So it is without a word, too.
    if ((/^maxtime$/i.test(key) && /^(?:unlimited|infinite|-1)$/i.test(text)) || (/^state$/i.test(key) && /^up$/i.test(text))) {
      continue;
    }
    const setting = typedSetting(conversion.library, Settings.PARTITION, key, text);
    if (setting === undefined || ['nodeSets', 'isDefault', 'alternate', 'partitionName'].includes(setting.prop)) {
      conversion.note(NoteKind.RAW, value, `no typed prop says '${key}=${text}' of a partition, so '${source.name}' is a raw line of slurm.conf`, 'keep it only if you need it');
      return { rawLine: [`PartitionName=${source.name}`, `Nodes=${source.nodes}`, ...source.entries.map(each => `${each.key}=${each.text}`)].join(' ') };
    }
    members.push(conversion.may(setting.prop, setting.value, value));
  }
  if (source.becomesDefault) {
    members.push(conversion.may('isDefault', literal(true)));
  }
  const options = fields(...members);
  return {
    statement: {
      value: method(constant('cluster'), 'addPartition', literal(source.name), ...options.fields.length > 0 ? [options] : []),
      comments,
      origin: source.origin?.origin,
    },
  };
}
