import { Library, texts } from './conversion';
import { mebibytes, seconds } from './quantities';
import { keyword, KeywordTable } from '../../slurm/catalog';
import { TimeLimit } from '../../slurm/time-limit';
import { call, Expression, fields, list, literal, must, ours, plus } from '../code/expression';
import { settingShapes } from '../shapes/setting-shapes';
import { fieldsOf } from '../shapes/shape';

/** A structure of typed settings, and the keys of Slurm that it stands for. */
export enum Settings {
  SLURM_CONF = 'SlurmConfSettings',
  SLURMDBD_CONF = 'SlurmdbdConfSettings',
  PARTITION = 'PartitionOptions',
}

const tables: { readonly [settings in Settings]: KeywordTable } = {
  [Settings.SLURM_CONF]: KeywordTable.SLURM_CONF,
  [Settings.SLURMDBD_CONF]: KeywordTable.SLURMDBD_CONF,
  [Settings.PARTITION]: KeywordTable.PARTITION,
};

/** A key of Slurm as a typed prop. */
export interface TypedSetting {
  readonly prop: string;
  readonly value: Expression;
}

/** The typed prop for a key and its text; nothing when there is none, or none that says exactly this. */
export function typedSetting(library: Library, settings: Settings, key: string, text: string): TypedSetting | undefined {
  const known = keyword(tables[settings], key);
  const name = known?.aliasOf ?? known?.name ?? key;
  const field = fieldsOf(settingShapes, settings)!.find(each => each.name.toLowerCase() === name.toLowerCase());
  const value = field && settingValue(library, tables[settings], name, field.type, text);
  return field && value && { prop: field.name, value };
}

function settingValue(library: Library, table: KeywordTable, key: string, type: string, text: string): Expression | undefined {
  if (type.endsWith('[]')) {
    const words = text.split(',').filter(word => word !== '');
    const items = type === 'string[]' ? words.map(word => literal(word)) : words.map(word => settingValue(library, table, key, type.slice(0, -2), word));
    return items.length > 0 && items.every(item => item !== undefined) ? list(items) : undefined;
  }
  switch (type) {
    case 'string': return literal(text);
    case 'number': return /^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text)) ? literal(Number(text)) : undefined;
    case 'boolean': return /^(?:yes|true|up|1)$/i.test(text) ? literal(true) : /^(?:no|false|down|0)$/i.test(text) ? literal(false) : undefined;
    case 'Duration': return duration(table, key, text);
    case 'Size': return /^\d+$/.test(text) ? mebibytes(Number(text)) : undefined;
    case '{number}': return numbers(text, /=/.test(text) ? '=' : ':');
    case 'OverSubscribe': return overSubscribe(text);
    case 'IAccount': return call(ours('Account.named'), literal(text));
    case 'IQos': return call(ours('Qos.named'), literal(text));
    case 'PurgeAge': return purgeAge(text);
    case 'Topology': return call(ours('Topology.fromName'), literal(text));
    default: return enumMember(library, type, text);
  }
}

function duration(table: KeywordTable, key: string, text: string): Expression | undefined {
  const known = keyword(table, key);
  if (known?.kind === 'time') {
    const { value } = TimeLimit.parse(text);
    // Slurm's own word for no limit has no Duration.
    return value?.totalSeconds ? seconds(known.unit === 'minutes' || known.unit === undefined || known.unit === 'time string' ? Math.ceil(value.totalSeconds / 60) * 60 : value.totalSeconds) : undefined;
  }
  if (!/^\d+$/.test(text) || Number(text) === 0) {
    return undefined;
  }
  return seconds(Number(text) * (known?.unit === 'minutes' ? 60 : 1));
}

function numbers(text: string, separator: string): Expression | undefined {
  const pairs = text.split(',').map(word => [word.slice(0, word.lastIndexOf(separator)), word.slice(word.lastIndexOf(separator) + 1)]);
  return pairs.every(([name, amount]) => name !== '' && /^-?\d+(\.\d+)?$/.test(amount))
    ? fields(...pairs.map(([name, amount]) => must(name, literal(Number(amount)))))
    : undefined;
}

/** A number without a unit is one of months. */
function purgeAge(text: string): Expression | undefined {
  const [, amount, unit = 'months'] = /^(\d+)(months?|days?|hours?)?$/i.exec(text) ?? [];
  return amount === undefined ? undefined : call(ours(`PurgeAge.${unit.toLowerCase().replace(/s?$/, 's')}`), literal(Number(amount)));
}

function overSubscribe(text: string): Expression | undefined {
  const [, mode, jobs] = /^(no|yes|force|exclusive)(?::(\d+))?$/i.exec(text) ?? [];
  return mode === undefined ? undefined : call(ours(`OverSubscribe.${mode.toLowerCase()}`), ...jobs === undefined ? [] : [literal(Number(jobs))]);
}

/** A member of one of the library's enums by the text that it stands for. */
export function enumMember(library: Library, name: string, text: string): Expression | undefined {
  const members = library[name];
  const found = typeof members === 'object' && members !== null
    ? Object.entries(members).find(([, value]) => String(value).toLowerCase() === text.toLowerCase())
    : undefined;
  return found && ours(`${name}.${found[0]}`);
}

/** A member of one of cdk8s-plus's enums. */
export function plusMember(enumeration: object, name: string, text: string): Expression | undefined {
  const found = Object.entries(enumeration).find(([, value]) => value === text);
  return found && plus(`${name}.${found[0]}`);
}

/** Lines of a text, without those at its end that are empty. */
export function lines(text: string): Expression {
  return texts(text.trimEnd().split('\n').map(line => line.trim()).filter(line => line !== ''));
}
