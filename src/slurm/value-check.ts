import { token, tokenList } from './catalog';
import { LintSeverity } from './finding';
import { Gres } from './gres';
import { Hostlist } from './hostlist';
import { Keyword, TokenList } from './keywords/keyword';
import { didYouMean } from './spelling';
import { Parsed } from './text-issue';
import { TimeLimit } from './time-limit';
import { Tres } from './tres';
import { consequenceText, numberLimits, valueShape } from './value-limits';

/** What is wrong with the value of a key, before anybody knows where it stands. */
export interface ValueProblem {
  readonly ruleId: string;
  readonly severity: LintSeverity;
  readonly message: string;
  readonly fix: string;
}

const widthLimits: { readonly [kind: string]: bigint } = { uint16: 65535n, uint32: 4294967295n, uint64: 18446744073709551615n };

/** Checks the text of a value (without quotes) against what the catalog knows about its key. Unknown syntax passes. */
export function valueProblems(key: Keyword, value: string): ValueProblem[] {
  return [...quoteProblems(key, value), ...shapeProblems(key, value), ...kindProblems(key, value)];
}

function quoteProblems(key: Keyword, value: string): ValueProblem[] {
  if (!/^'.*'$/.test(value)) return [];
  return [warning('CONF-010', `the single quotes around the value of ${key.name} are part of it`, `write ${value.slice(1, -1)}, in double quotes if it holds blanks`)];
}

function shapeProblems(key: Keyword, value: string): ValueProblem[] {
  const shape = valueShape(key.name);
  if (shape === undefined || shape.pattern.test(value)) return [];
  const rate = shape.otherwise === 'stops' ? error : warning;
  return [rate('CONF-064', `'${value}' is no value for ${key.name}: ${consequenceText(shape.otherwise)}`, `write a value such as ${shape.example}`)];
}

function kindProblems(key: Keyword, value: string): ValueProblem[] {
  switch (key.kind) {
    case 'bool': return boolProblems(key, value);
    case 'uint16':
    case 'uint32':
    case 'uint64': return numberProblems(key, value);
    case 'enum':
    case 'level': return wordProblems(key, value);
    case 'plugin':
    case 'plugin-list': return pluginProblems(key, value);
    case 'tokens': return tokenProblems(key, value);
    case 'time': return readProblems('CONF-060', key, TimeLimit.parse(value));
    // SuspendExcNodes puts counts behind its hostlists.
    case 'hostlist': return key.name === 'SuspendExcNodes' ? [] : readProblems('CONF-061', key, Hostlist.parse(value));
    // Weights may be negative, which amounts are not.
    case 'kv': return key.syntax?.startsWith('<TRES>') ? readProblems('CONF-063', key, Tres.parseWeights(value.replace(/=-/g, '='))) : [];
    default: return key.name === 'Gres' ? readProblems('CONF-062', key, Gres.parseNodeList(value)) : [];
  }
}

/** The issues of a value parser: errors when it could not read the value. */
function readProblems(ruleId: string, key: Keyword, result: Parsed<unknown>): ValueProblem[] {
  const rate = result.value === undefined ? error : warning;
  return result.issues.map(issue => rate(ruleId, `${key.name}: ${issue.message}`, issue.fix));
}

function boolProblems(key: Keyword, value: string): ValueProblem[] {
  if (/^(yes|no|up|down|true|false|1|0)$/i.test(value)) return [];
  return [error('CONF-006', `'${value}' is no boolean for ${key.name}: every daemon stops at it`, 'write YES or NO')];
}

function numberProblems(key: Keyword, value: string): ValueProblem[] {
  if (/^(unlimited|infinite)$/i.test(value)) return [];
  const limit = widthLimits[key.kind];
  const number = parseNumber(value, key.kind !== 'uint16');
  if (number === undefined || number > limit) {
    const counts = key.unit === undefined ? 'a whole number' : `a whole number of ${key.unit}`;
    return [error('CONF-005', `'${value}' is no value for ${key.name}: every daemon stops at it`, `write ${counts} from 0 to ${limit}`)];
  }
  if (/^0[0-9]/.test(value)) {
    return [warning('CONF-007', `Slurm reads '${value}' of ${key.name} as octal, that is ${number}`, `write ${value.replace(/^0+(?=\d)/, '')}`)];
  }
  const bounds = numberLimits(key.name);
  if (bounds !== undefined && (number < bounds.low || number > bounds.high)) {
    const rate = bounds.outside === 'stops' ? error : warning;
    const fix = `use a value from ${bounds.low} to ${bounds.high}`;
    return [rate('CONF-008', `${value} is out of the range of ${key.name}: ${consequenceText(bounds.outside)}`, fix)];
  }
  if (/^[01]$/.test(key.values?.[0] ?? '') && !key.values?.includes(String(number))) {
    return [warning('CONF-012', `${key.name} knows no value ${value}`, `use one of ${key.values?.join(', ')}`)];
  }
  return [];
}

/** Reads a number as Slurm's parser does: C notation (0x.. and octal), k for 1024 where the key is wider than 16 bits. */
export function parseNumber(text: string, withSuffix: boolean): bigint | undefined {
  const match = /^\+?(0x[0-9a-f]+|\d+)(k?)$/i.exec(text);
  if (match === null || (match[2] !== '' && !withSuffix)) return undefined;
  const [, digits, suffix] = match;
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits)) return undefined;
  return BigInt(isOctal ? `0o${digits.slice(1)}` : digits) * (suffix === '' ? 1n : 1024n);
}

function wordProblems(key: Keyword, value: string): ValueProblem[] {
  if (key.values === undefined || key.values.length === 0) return [];
  const isLevelNumber = key.kind === 'level' && /^[0-9]$/.test(value);
  if (isLevelNumber || key.values.some(each => each.toLowerCase() === value.toLowerCase())) return [];
  return [error('CONF-012', `${key.name} knows no value '${value}'`, `use one of ${key.values.join(', ')}`)];
}

/** Plugins that sites do not write themselves: an unknown one is a mistake. */
const closedPlugins = ['AccountingStorageType', 'AuthType', 'CredType', 'PreemptType', 'PriorityType', 'SchedulerType', 'SelectType', 'TopologyPlugin'];

function pluginProblems(key: Keyword, value: string): ValueProblem[] {
  const known = key.values;
  if (known === undefined) return [];
  const isList = key.kind === 'plugin-list';
  const plugins = isList ? value.split(',') : [value];
  const prefix = known.find(each => each.includes('/'))?.replace(/\/.*/, '/') ?? '';
  return plugins.flatMap(plugin => {
    // The bare word none and `<kind>/none` mean the same: no plugin. Lists take plugins without their kind too.
    const isKnown = known.includes(plugin) || (isList && known.includes(`${prefix}${plugin}`)) || (known.includes('none') && plugin === `${prefix}none`);
    if (plugin === '' || isKnown) return [];
    const isClosed = closedPlugins.includes(key.name);
    const nearest = didYouMean(plugin, known) ?? known.find(each => each === `${prefix}${plugin.toLowerCase()}`);
    const rate = isClosed ? error : warning;
    const consequence = isClosed ? 'slurmctld stops at it' : 'a daemon stops unless your image carries it';
    return [rate('CONF-013', `'${plugin}' is no plugin of Slurm for ${key.name}: ${consequence}`,
      nearest === undefined ? `use one of ${known.join(', ')}` : `did you mean '${nearest}'?`)];
  });
}

function tokenProblems(key: Keyword, value: string): ValueProblem[] {
  const list = key.tokens === undefined ? undefined : tokenList(key.tokens);
  // Slurm looks for the words inside the whole text, so stray quotes around one do no harm.
  const words = value.split(',').map(word => word.replace(/"/g, '').trim()).filter(word => word !== '');
  if (list === undefined) {
    const known = key.values ?? [];
    return known.length === 0 ? [] : words.flatMap(word => plainWordProblems(key, known, word));
  }
  return words.flatMap(word => tokenProblem(key, list, word));
}

function plainWordProblems(key: Keyword, known: readonly string[], word: string): ValueProblem[] {
  if (known.some(each => each.toLowerCase() === word.toLowerCase())) return [];
  const nearest = didYouMean(word, known);
  return [warning('CONF-014', `${key.name} knows no word '${word}'`, nearest === undefined ? `use words of ${known.join(', ')}` : `did you mean '${nearest}'?`)];
}

function tokenProblem(key: Keyword, list: TokenList, text: string): ValueProblem[] {
  const [, written, , argument] = /^([^=:]*)([=:](.*))?$/s.exec(text) ?? ['', text];
  const word = key.name === 'DebugFlags' ? written.replace(/^[+-]/, '') : written;
  const known = token(list, word);
  if (known === undefined) {
    const nearest = didYouMean(word, list.tokens.map(each => each.token));
    const fix = nearest === undefined ? `see the manual of ${key.name} for its words` : `did you mean '${nearest}'?`;
    const fatal = list.unknown === 'fatal' || list.unknown === 'slurmd-fatal';
    const consequence = fatal ? 'the daemons stop at it' : 'Slurm ignores it without a word';
    const rate = fatal ? error : warning;
    return [rate('CONF-014', `${key.name} knows no word '${word}': ${consequence}`, fix)];
  }
  if (/^Presence is fatal/.test(known.about ?? '')) {
    return [error('CONF-015', `the daemons stop at '${known.token}' of ${key.name}`, (known.about ?? '').replace(/^Presence is fatal; /, ''))];
  }
  if (known.removed !== undefined) {
    return [warning('CONF-015', `Slurm ${known.removed} removed '${known.token}' from ${key.name} and ignores it`, 'drop it')];
  }
  if (known.caseSensitive && known.token !== word && !known.token.includes('<')) {
    return [warning('CONF-016', `'${word}' of ${key.name} is compared with its case, so Slurm ignores this spelling`, `write '${known.token}'`)];
  }
  if (known.value !== undefined && (argument === undefined || argument === '') && !known.value.startsWith('group')) {
    return [warning('CONF-017', `'${word}' of ${key.name} needs a value (${known.value})`, `write ${known.token}=${known.default ?? '<value>'}`)];
  }
  return argument === undefined ? [] : rangeProblems(key, known.token, known.range, known.value, argument);
}

function rangeProblems(key: Keyword, word: string, range: string | undefined, type: string | undefined, argument: string): ValueProblem[] {
  const isNumber = type !== undefined && /^u?int/.test(type);
  if (isNumber && !/^[+-]?\d+$/.test(argument)) {
    return [warning('CONF-017', `'${argument}' is no value for '${word}' of ${key.name} (${type})`, 'write a whole number')];
  }
  const limits = rangeLimits(range);
  if (limits !== undefined && isNumber && (Number(argument) < limits.low || Number(argument) > limits.high)) {
    const isFatal = range?.endsWith('else fatal') === true;
    const rate = isFatal ? error : warning;
    const allowed = `${limits.low === -Infinity ? 'up' : `from ${limits.low}`}${limits.high === Infinity ? '' : ` to ${limits.high}`}`;
    return [rate('CONF-018', `${word}=${argument} of ${key.name} is out of range: ${isFatal ? 'the daemons stop at it' : 'Slurm takes its default'}`,
      `use a value ${allowed}`)];
  }
  const words = type === 'enum' ? range?.split(',') : undefined;
  if (words !== undefined && words.every(each => /^\w+$/.test(each)) && !words.some(each => each.toLowerCase() === argument.toLowerCase())) {
    return [warning('CONF-018', `'${argument}' is no value for '${word}' of ${key.name}`, `use one of ${words.join(', ')}`)];
  }
  return [];
}

/** Reads `1..64 ...`, `-1 or 1..10800`, `>=1 ...` and `<=60 ...`; other ranges name other keys and are not checked. */
function rangeLimits(range: string = ''): { low: number; high: number } | undefined {
  const [, first, low, high] = /^(?:(-?\d+) or )?(-?\d+)\.\.(\d+)\b(?!\^)/.exec(range) ?? [];
  if (low !== undefined) return { low: Math.min(Number(first ?? low), Number(low)), high: Number(high) };
  const [, sign, bound] = /^(>=|<=)(-?\d+)/.exec(range) ?? [];
  if (sign === '>=') return { low: Number(bound), high: Infinity };
  return sign === '<=' ? { low: -Infinity, high: Number(bound) } : undefined;
}

function error(ruleId: string, message: string, fix: string): ValueProblem {
  return { ruleId, severity: LintSeverity.ERROR, message, fix };
}

function warning(ruleId: string, message: string, fix: string): ValueProblem {
  return { ruleId, severity: LintSeverity.WARNING, message, fix };
}
