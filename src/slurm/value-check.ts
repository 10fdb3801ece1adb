import { KeywordTable, token, tokenList } from './catalog';
import { LintSeverity } from './finding';
import { Gres } from './gres';
import { Hostlist } from './hostlist';
import { Keyword, Token, TokenList } from './keywords/keyword';
import { didYouMean } from './spelling';
import { Parsed } from './text-issue';
import { TimeLimit } from './time-limit';
import { Tres } from './tres';
import { Consequence, consequenceText, numberLimits, valueShape } from './value-limits';
import { wordReading } from './word-readings';

/** What is wrong with the value of a key, before anybody knows where it stands. */
export interface ValueProblem {
  readonly ruleId: string;
  readonly severity: LintSeverity;
  readonly message: string;
  readonly fix: string;
}

const mostProblems = 1000;
const widthLimits: { readonly [kind: string]: bigint } = { uint16: 65535n, uint32: 4294967295n, uint64: 18446744073709551615n };

/** Checks the text of a value (without quotes) against what the catalog knows about its key. Unknown syntax passes. */
export function valueProblems(table: KeywordTable, key: Keyword, value: string): ValueProblem[] {
  // A key that nobody reads has any value, but in cgroup.conf.
  if (key.obsolete === 'ignored' && table !== KeywordTable.CGROUP_CONF && numberLimits(key.name) === undefined) return [];
  return [...quoteProblems(key, value), ...shapeProblems(table, key, value), ...kindProblems(table, key, value)];
}

function quoteProblems(key: Keyword, value: string): ValueProblem[] {
  if (!/^'.*'$/.test(value)) return [];
  return [warning('CONF-010', `the single quotes around the value of ${key.name} are part of it`, `write ${value.slice(1, -1)}, in double quotes if it holds blanks`)];
}

function shapeProblems(table: KeywordTable, key: Keyword, value: string): ValueProblem[] {
  if (key.name === 'SuspendTime' && table !== KeywordTable.SLURM_CONF && /^\d+$/.test(value) && BigInt(value) > widthLimits.uint32) {
    return [error('CONF-005', `'${value}' is no value for SuspendTime: every daemon stops at it`, `write seconds from 0 to ${widthLimits.uint32}, or INFINITE`)];
  }
  const shape = valueShape(key.aliasOf ?? key.name);
  if (shape === undefined || shape.pattern.test(value)) return [];
  return [rated(shape.otherwise)('CONF-064', `'${value}' is no value for ${key.name}: ${consequenceText(shape.otherwise)}`, `write a value such as ${shape.example}`)];
}

function kindProblems(table: KeywordTable, key: Keyword, value: string): ValueProblem[] {
  switch (key.kind) {
    case 'bool': return boolProblems(key, value);
    case 'uint16':
    case 'uint32':
    case 'uint64': return numberProblems(key, value);
    case 'float': return floatProblems(key, value);
    case 'enum':
    case 'level': return wordProblems(table, key, value);
    case 'plugin':
    case 'plugin-list': return pluginProblems(key, value);
    case 'tokens': return table === KeywordTable.PARTITION ? wordProblems(table, key, value) : tokenProblems(key, value);
    case 'time': return readProblems('CONF-060', key, TimeLimit.parse(value));
    // SuspendExcNodes puts counts behind its hostlists.
    case 'hostlist': return key.name === 'SuspendExcNodes' ? [] : readProblems('CONF-061', key, Hostlist.parse(value), skippedHostlists.includes(key.name));
    // Weights may be negative, which amounts are not, and Slurm passes over empty entries.
    case 'kv': return key.syntax?.startsWith('<TRES>')
      ? readProblems('CONF-063', key, Tres.parseWeights(value.replace(/=-/g, '=').replace(/,+(?=,|$)|^,+/g, ''))) : [];
    default: return table === KeywordTable.GRES_CONF && key.name === 'Count' ? countProblems(value) : key.name === 'Gres' ? readProblems('CONF-062', key, Gres.parseNodeList(value)) : [];
  }
}

/** Hostlists that slurmctld passes over when it cannot read them. */
const skippedHostlists = ['AllocNodes', 'DownNodes'];

/** The issues of a value parser: errors when it could not read the value. */
function readProblems(ruleId: string, key: Keyword, result: Parsed<unknown>, isSkipped = false): ValueProblem[] {
  const rate = result.value === undefined && !isSkipped ? error : warning;
  return result.issues.map(issue => rate(ruleId, `${key.name}: ${issue.message}`, issue.fix));
}

function boolProblems(key: Keyword, value: string): ValueProblem[] {
  if (/^(yes|no|up|down|true|false|1|0)$/i.test(value)) return [];
  return [error('CONF-006', `'${value}' is no boolean for ${key.name}: every daemon stops at it`, 'write YES or NO')];
}

function numberProblems(key: Keyword, value: string): ValueProblem[] {
  // An empty value in quotes is none.
  if (value === '') return [];
  const limit = widthLimits[key.kind];
  const isEndless = /^(unlimited|infinite)$/i.test(value);
  const number = isEndless ? limit : parseNumber(value, key.kind !== 'uint16');
  if (number === undefined || number > limit) {
    const counts = key.unit === undefined ? 'a whole number' : `a whole number of ${key.unit}`;
    return [error('CONF-005', `'${value}' is no value for ${key.name}: every daemon stops at it`, `write ${counts} from 0 to ${limit}`)];
  }
  const bounds = numberLimits(key.name);
  if (bounds !== undefined && (number < bounds.low || number > bounds.high) && !(isEndless && bounds.outside !== 'stops')) {
    const fix = `use a value from ${bounds.low} to ${bounds.high}`;
    return [rated(bounds.outside)('CONF-008', `${value} is out of the range of ${key.name}: ${consequenceText(bounds.outside)}`, fix)];
  }
  if (/^0[0-9]/.test(value)) {
    return [warning('CONF-007', `Slurm reads '${value}' of ${key.name} as octal, that is ${number}`, `write ${value.replace(/^0+(?=\d)/, '')}`)];
  }
  if (isEndless) return [];
  if (/^[01]$/.test(key.values?.[0] ?? '') && !key.values?.includes(String(number))) {
    return [warning('CONF-012', `${key.name} knows no value ${value}`, `use one of ${key.values?.join(', ')}`)];
  }
  return [];
}

function floatProblems(key: Keyword, value: string): ValueProblem[] {
  if (/^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|0x[0-9a-f]+|inf|infinity|nan)$|^(unlimited|infinite)?$/i.test(value)) return [];
  return [error('CONF-005', `'${value}' is no number for ${key.name}: every daemon that reads it stops`, `write a number${key.unit === undefined ? '' : ` of ${key.unit}`}, such as 95.5`)];
}

// Slurm looks at one letter behind the digits and passes over the rest.
function countProblems(value: string): ValueProblem[] {
  const digits = /^\+?(\d+)([kmgtp].*)?$/i.exec(value)?.[1];
  if (value === '' || (digits !== undefined && BigInt(digits) <= widthLimits.uint64)) return [];
  return [error('CONF-005', `'${value}' is no value for Count: slurmd stops at it`, 'write a whole number, with K, M, G, T or P behind it for powers of 1024')];
}

/** Reads a number as Slurm's parser does: C notation (0x.. and octal), k for 1024 where the key is wider than 16 bits. */
function parseNumber(text: string, withSuffix: boolean): bigint | undefined {
  const match = /^\+?(0x[0-9a-f]+|\d+)(k?)$/i.exec(text);
  if (match === null || (match[2] !== '' && !withSuffix)) return undefined;
  const [, digits, suffix] = match;
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits)) return undefined;
  return BigInt(isOctal ? `0o${digits.slice(1)}` : digits) * (suffix === '' ? 1n : 1024n);
}

function wordProblems(table: KeywordTable, key: Keyword, value: string): ValueProblem[] {
  const words = key.values ?? key.syntax?.split(', ');
  if (words === undefined || words.length === 0) return [];
  const { means, otherwise } = wordReading(table, key);
  if (words.some(each => means(value.toLowerCase(), each.toLowerCase()))) return [];
  const fix = `use one of ${words.join(', ')}`;
  if (key.kind === 'level' && /^\d/.test(value)) {
    if (/^\d+$/.test(value) && BigInt(value) > 2147483647n) return [error('CONF-012', `${key.name} knows no level '${value}': ${consequenceText('stops')}`, fix)];
    return /^\d$/.test(value) ? [] : [warning('CONF-012', `${key.name} knows no level '${value}': ${consequenceText('resets')}`, fix)];
  }
  return [rated(otherwise)('CONF-012', `${key.name} knows no value '${value}': ${consequenceText(otherwise)}`, fix)];
}

/** Plugins that sites do not write themselves: an unknown one is a mistake. */
const closedPlugins = [
  'AccountingStorageType', 'AuthType', 'CertgenType', 'CertmgrType', 'CredType', 'HashPlugin', 'JobAcctGatherType', 'MetricsType', 'PreemptType', 'PriorityType',
  'SchedulerType', 'SelectType', 'SwitchType', 'TLSType', 'TopologyPlugin',
];

/** Plugins without which slurmctld runs, whatever their name. */
const lenientPlugins = ['HttpParserType', 'MCSPlugin', 'UrlParserType'];

/** Keys of which every text that holds the word none means no plugin. */
const noneWithin = [
  'AccountingStorageType', 'AcctGatherEnergyType', 'AcctGatherFilesystemType', 'AcctGatherInterconnectType', 'AcctGatherProfileType', 'JobAcctGatherType', 'JobCompType', 'SwitchType',
];

/** Plugins that Slurm takes as a list, and by their name without its kind, though it uses one of them. */
const bareNames = ['AcctGatherEnergyType', 'BurstBufferType'];

function pluginProblems(key: Keyword, value: string): ValueProblem[] {
  const known = key.values;
  if (known === undefined) return [];
  const isList = key.kind === 'plugin-list' || bareNames.includes(key.name);
  const plugins = isList ? value.split(',') : [value];
  const prefix = known.find(each => each.includes('/'))?.replace(/\/.*/, '/') ?? '';
  return plugins.flatMap(plugin => {
    // The bare word none and `<kind>/none` mean the same: no plugin. Lists take plugins without their kind too.
    const isKnown = known.includes(plugin) || (isList && known.includes(`${prefix}${plugin}`)) || (known.includes('none') && plugin === `${prefix}none`);
    const isNone = noneWithin.includes(key.name) && /none/i.test(plugin);
    if (plugin === '' || isKnown || isNone) return [];
    // A daemon looks for a plugin by its kind, so one of another kind is none of a site either.
    const isClosed = closedPlugins.includes(key.name) || (!isList && prefix !== '' && !plugin.startsWith(prefix) && !lenientPlugins.includes(key.name));
    const nearest = didYouMean(plugin, known) ?? known.find(each => each === `${prefix}${plugin.toLowerCase()}`);
    const rate = isClosed ? error : warning;
    const consequence = isClosed ? 'a daemon stops at it' : 'a daemon stops unless your image carries it';
    return [rate('CONF-013', `'${plugin}' is no plugin of Slurm for ${key.name}: ${consequence}`,
      nearest === undefined ? `use one of ${known.join(', ')}` : `did you mean '${nearest}'?`)];
  });
}

function tokenProblems(key: Keyword, value: string): ValueProblem[] {
  const list = key.tokens === undefined ? undefined : tokenList(key.tokens);
  // Slurm looks for the words inside the whole text, so stray quotes around one do no harm.
  const isStrict = list?.unknown === 'fatal' || list?.unknown === 'slurmd-fatal';
  const words = value.split(',').map(word => isStrict ? word : word.replace(/"/g, '').trim()).filter(word => word !== '');
  if (list === undefined) {
    const known = key.values ?? [];
    return known.length === 0 ? [] : problemsOfWords(words, word => plainWordProblems(key, known, word));
  }
  const alone = key.name.startsWith('PropagateResourceLimits') && words.length > 1 ? words.find(word => /^(all|none)$/i.test(word)) : undefined;
  if (alone !== undefined) return [error('CONF-014', `'${alone}' of ${key.name} stands beside other words: the daemons stop at it`, `write ${alone} alone, or the names of limits`)];
  // Nobody reads the limits of a rate that is not limited.
  const isLimited = words.some(word => word.toLowerCase() === 'rl_enable');
  return problemsOfWords(words, word => tokenProblem(key, list, word, !isLimited && word.startsWith('rl_') ? 'once rl_enable is set' : undefined));
}

/** The problems of a list's words, each word once; of a list that is nothing but mistakes, the first ones. */
function problemsOfWords(words: readonly string[], problemsOf: (word: string) => ValueProblem[]): ValueProblem[] {
  const problems: ValueProblem[] = [];
  for (const word of new Set(words)) {
    if (problems.length >= mostProblems) break;
    problems.push(...problemsOf(word));
  }
  return problems;
}

function plainWordProblems(key: Keyword, known: readonly string[], word: string): ValueProblem[] {
  if (known.some(each => each.toLowerCase() === word.toLowerCase())) return [];
  const nearest = didYouMean(word, known);
  return [warning('CONF-014', `${key.name} knows no word '${word}'`, nearest === undefined ? `use words of ${known.join(', ')}` : `did you mean '${nearest}'?`)];
}

function tokenProblem(key: Keyword, list: TokenList, text: string, onlyWhen?: string): ValueProblem[] {
  const [, written, , argument] = /^([^=:]*)([=:](.*))?$/s.exec(text) ?? ['', text];
  const word = written;
  const found = key.name.startsWith('PropagateResourceLimits') ? list.tokens.find(each => each.token === word) : token(list, word);
  const isStrict = list.unknown === 'fatal' || list.unknown === 'slurmd-fatal';
  // Where a daemon compares whole words, a value behind one that takes none makes it another word.
  const known = isStrict && argument !== undefined && found?.value === undefined ? undefined : found;
  if (known === undefined) {
    const nearest = didYouMean(word, list.tokens.map(each => each.token));
    const fix = nearest === undefined ? `see the manual of ${key.name} for its words` : `did you mean '${nearest}'?`;
    const consequence = isStrict ? 'the daemons stop at it' : 'Slurm ignores it without a word';
    const rate = isStrict ? error : warning;
    return [rate('CONF-014', `${key.name} knows no word '${isStrict ? text : word}': ${consequence}`, fix)];
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
  return argument === undefined ? [] : rangeProblems(key, known, argument, onlyWhen);
}

function rangeProblems(key: Keyword, { token: word, range, value: type, about }: Token, argument: string, onlyWhen?: string): ValueProblem[] {
  const isNumber = type !== undefined && /^u?int/.test(type);
  if (isNumber && !/^[+-]?\d+$/.test(argument)) {
    return [warning('CONF-017', `'${argument}' is no value for '${word}' of ${key.name} (${type})`, 'write a whole number')];
  }
  const limits = rangeLimits(range);
  if (limits !== undefined && isNumber && (Number(argument) < limits.low || Number(argument) > limits.high)) {
    const isFatal = range?.endsWith('else fatal') === true;
    const rate = isFatal && onlyWhen === undefined ? error : warning;
    const allowed = `${limits.low === -Infinity ? 'up' : `from ${limits.low}`}${limits.high === Infinity ? '' : ` to ${limits.high}`}`;
    return [rate('CONF-018', `${word}=${argument} of ${key.name} is out of range: ${isFatal ? ['the daemons stop at it', onlyWhen].filter(part => part !== undefined).join(' ') : 'Slurm takes its default'}`,
      `use a value ${allowed}`)];
  }
  const words = type === 'enum' ? range?.split(',') : undefined;
  if (words !== undefined && words.every(each => /^\w+$/.test(each)) && !words.some(each => each.toLowerCase() === argument.toLowerCase())) {
    const isFatal = about?.endsWith('other value fatal') === true;
    return [(isFatal ? error : warning)('CONF-018', `'${argument}' is no value for '${word}' of ${key.name}: ${isFatal ? 'the daemons stop at it' : 'Slurm takes its default'}`,
      `use one of ${words.join(', ')}`)];
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

function rated(consequence: Consequence): typeof error {
  return consequence === 'stops' ? error : warning;
}

function error(ruleId: string, message: string, fix: string): ValueProblem {
  return { ruleId, severity: LintSeverity.ERROR, message, fix };
}

function warning(ruleId: string, message: string, fix: string): ValueProblem {
  return { ruleId, severity: LintSeverity.WARNING, message, fix };
}
