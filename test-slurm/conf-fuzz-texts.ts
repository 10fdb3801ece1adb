import * as fc from 'fast-check';
import { keywords, KeywordTable, tokenList } from '../src/slurm/catalog';
import { Keyword } from '../src/slurm/keywords/keyword';

/** One configuration to try: lines beside those every slurm.conf needs. */
export interface FuzzCase {
  readonly about: string;
  /** The file they stand in, when it is not slurm.conf. */
  readonly file?: KeywordTable.GRES_CONF | KeywordTable.CGROUP_CONF | 'topology.conf' | 'topology.yaml';
  readonly lines: readonly string[];
}

/** Keys whose values this machine decides: folders, users, programs and plugins that must be there, and files that would be read. */
const LOCAL = /^(PluginDir|SlurmUser|SlurmdUser|StateSaveLocation|PlugStackConfig|SlurmctldHost|SlurmctldPort|AuthType|CredType|CryptoType|HashPlugin|TLSType|TopologyPlugin|Include|.*(Dir|Path|LogFile|PidFile)|ControlMachine|ControlAddr|BackupController|BackupAddr|SlurmctldAddr|EpilogSlurmctld|PrologSlurmctld)$/;

const numbers = fc.oneof(
  fc.integer({ min: 0, max: 200 }).map(String),
  fc.constantFrom('-1', '-0', '+5', '0x10', '0X1f', '0xg', '010', '08', '00', '1k', '1K', '1m', '1kk', '1.5', '1e3', '65533', '65534', '65535', '65536', '4294967293', '4294967294', '4294967295', '4294967296',
    '18446744073709551615', '18446744073709551616', '999999999999999999999999', 'UNLIMITED', 'unlimited', 'INFINITE', 'Infinite', 'UNLIMITE', 'yes', 'none', '1-2', '1,2', '١'),
);
const booleans = fc.constantFrom('yes', 'YES', 'no', 'up', 'down', 'true', 'FALSE', '1', '0', '2', 'on', 'off', 'y', 'n', 't', 'yess', 'enable', '');
const times = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })).chain(([a, b, c]) => fc.constantFrom(`${a}`, `${a}:${b}`, `${a}:${b}:${c}`, `${a}-${b}`, `${a}-${b}:${c}`, `${a}-${b}:${c}:${b}`)),
  fc.constantFrom('UNLIMITED', 'infinite', '-1', 'INF', '1-', '-1-2', ':', '1::2', '1:2:3:4', '1-2-3', '1d', '1.5', 'NONE', '99999999999', '4294967295', '1-2:3:4:5'),
);
const hostlists = fc.oneof(
  fc.array(fc.constantFrom('n', '1', '2', '[', ']', '1-4', ',', '-', '01-03', 'x', '.', '_'), { minLength: 1, maxLength: 7 }).map(parts => parts.join('')),
  fc.constantFrom('n[1-4]', 'n[1,3]', 'n[4-1]', 'n[1-4', 'n1-4]', 'n[]', 'n[a-b]', 'n[01-4]', 'n[1-2]x[3-4]', 'n[1-70000]', 'n[1-2,]', 'n[,1]', 'ALL', 'all', 'localhost', '', ',', 'n1,,n2', 'n[1-2][3-4]', 'n[1[2]]', 'n{1,2}'),
);
const words = fc.oneof(
  fc.constantFrom('a', 'A1', 'a-b', 'a_b', 'a.b', 'a/b', 'a:1', 'a:b:2', 'a:-1', 'a:0', 'a,b', 'a,,b', ',a', 'a,', 'a=1', 'a=1,b=2', 'a=', '=a', 'a:1,b:2', 'a;b', 'a&b', 'a|b', '(a)', '*', 'ALL', 'none', 'é', '%n', '$x', '~', 'a:1k', 'a:x'),
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'ab1:,=/-_.+*()[]|&!@') }),
);
const tres = fc.constantFrom('CPU=1', 'CPU=1.5,Mem=0.25G', 'cpu=1,mem=1', 'Mem=1K', 'CPU=-1', 'CPU', 'CPU=', 'CPU=x', 'node=1', 'billing=2', 'energy=1', 'GRES/gpu=1', 'cpu=1,,mem=2', 'cpu:1', 'Mem=1Q', 'CPU=1.5.2', 'foo=1');

/** Words of a key, bent a little. */
function bent(known: readonly string[], separator = ','): fc.Arbitrary<string> {
  const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: words }, { weight: 1, arbitrary: numbers });
  const change = fc.constantFrom<(text: string) => string>(
    each => each, each => each, each => each, each => each.toLowerCase(), each => each.toUpperCase(), each => each.slice(0, -1), each => `${each}x`, each => each.replace(/^[^/]*\//, ''), each => `${each}=1`, each => `+${each}`, each => `-${each}`,
  );
  const changed = fc.tuple(word, change).map(([each, how]) => how(each));
  return fc.array(changed, { minLength: 1, maxLength: separator === '' ? 1 : 3 }).map(each => each.join(separator));
}

/** Values of a key: right ones, and nearly right ones. */
export function valueOf(key: Keyword): fc.Arbitrary<string> {
  const known = [...key.values ?? [], ...key.tokens === undefined ? [] : (tokenList(key.tokens)?.tokens ?? []).map(({ token, value }) => value === undefined ? token : `${token}=1`)];
  const isList = ['tokens', 'plugin-list', 'list'].includes(key.kind);
  const ofKind: { readonly [kind: string]: fc.Arbitrary<string> } = { 'bool': booleans, 'uint16': numbers, 'uint32': numbers, 'uint64': numbers, 'int': numbers, 'time': times, 'hostlist': hostlists, 'kv': tres, 'tres-list': words, 'port-range': numbers, 'int-ranges': numbers };
  const usual = ofKind[key.kind] ?? words;
  return known.length === 0 ? usual : fc.oneof({ weight: 3, arbitrary: bent(known, isList ? ',' : '') }, { weight: 1, arbitrary: usual });
}

const scalarKeys = keywords(KeywordTable.SLURM_CONF).filter(({ name, kind }) => kind !== 'line' && !LOCAL.test(name));

const scalar: fc.Arbitrary<FuzzCase> = fc.constantFrom(...scalarKeys).chain(key => valueOf(key).map(value => ({ about: key.name, lines: [`${key.name}=${value}`] })));

function record(table: KeywordTable, first: fc.Arbitrary<string>, after: string): fc.Arbitrary<FuzzCase> {
  const fields = keywords(table).filter(({ name }) => name !== table && !/^(GresConf)$/.test(name));
  return fc.tuple(first, fc.array(fc.constantFrom(...fields).chain(key => valueOf(key).map(value => `${key.name}=${value}`)), { minLength: 0, maxLength: 2 }))
    // Defaults are read with the lines they are for.
    .map(([name, rest]) => ({ about: table, lines: [[`${table}=${name}`, ...rest].join(' '), ...(name === 'DEFAULT' ? [`${table}=${after}`] : [])] }));
}

const recordNames = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('x', 'x[1-3]', 'x1,y2', 'DEFAULT') }, { weight: 1, arbitrary: hostlists });

/** Lines that are right, written as nobody should. */
const oddities = fc.constantFrom<(key: string, value: string) => string[]>(
  (key, value) => [`  ${key} = ${value}  `],
(key, value) => [`\t${key}\t=\t${value}`],
(key, value) => [`${key}="${value}"`],
(key, value) => [`${key}='${value}'`],
(key, value) => [`${key}="${value}`],
(key, value) => [`${key}=${value}"`],
(key, value) => [`"${key}"=${value}`],
(key, value) => [`${key}=${value} # comment`],
(key, value) => [`${key}=${value}# comment`],
(key, value) => [`${key}=${value} \\`, ''],
(key, value) => [`${key}=\\`, value],
(key, value) => [`${key}\\`, `=${value}`],
(key, value) => [`${key.slice(0, 3)}\\`, `${key.slice(3)}=${value}`],
(key, value) => [`${key}=${value}\\`],
(key, value) => [`# ${key}=${value} \\`, 'Nonsense'],
(key, value) => [`${key.toUpperCase()}=${value}`],
(key, value) => [`${key.toLowerCase()}=${value}`],
(key, value) => [`${key}=${value}`, `${key}=${value}`],
(key, value) => [`${key}=${value} ${key}=${value}`],
(key, value) => [`${key}=${value} nonsense`],
(key, value) => [`${key} ${value}`],
key => [`${key}=`],
key => [`${key}`],
key => [`${key}=""`],
(_, value) => [`=${value}`],
(key, value) => [`${key}==${value}`],
(key, value) => [`${key}+=${value}`],
(key, value) => [`${key}-=${value}`],
(key, value) => [`${key}:=${value}`],
(key, value) => [`${key}x=${value}`],
(key, value) => [`${key}=${value},`],
(key, value) => [`${key}=${value};`],
(key, value) => [`${key}=\\${value}`],
(key, value) => [`${key}=${value}\\#x`],
(key, value) => [`${key}=${value}\r`],
(key, value) => [`\u00a0${key}=${value}`],
(key, value) => [`${key}=${value}\u00a0`],
(key, value) => [`${key}=${value}\f`],
(key, value) => [`${key}\v=${value}`],
(key, value) => [`// ${key}=${value}`],
(key, value) => [`; ${key}=${value}`],
(key, value) => [`[${key}]`, `${key}=${value}`],
);
const oddPairs = fc.constantFrom(['KillWait', '30'], ['MailDomain', 'example.com'], ['UsePAM', 'no'], ['PrologFlags', 'Alloc'], ['NodeName', 'x1'], ['PartitionName', 'q'], ['NodeSet', 's'], ['DownNodes', 'n1'], ['MaxArraySize', '7'], ['PreemptExemptTime', '10']);
const odd: fc.Arbitrary<FuzzCase> = fc.tuple(oddPairs, oddities).map(([[key, value], how]) => ({ about: 'syntax', lines: how(key, value) }));

/** Random configurations: valid and nearly valid ones. */
export const fuzzCases: fc.Arbitrary<FuzzCase> = fc.oneof(
  { weight: 10, arbitrary: scalar },
  { weight: 3, arbitrary: record(KeywordTable.NODE, recordNames, 'z1') },
  { weight: 3, arbitrary: record(KeywordTable.PARTITION, fc.constantFrom('q', 'DEFAULT', 'q,r', 'ALL', 'q-1', 'p'), 'z') },
  { weight: 1, arbitrary: record(KeywordTable.NODE_SET, fc.constantFrom('s', 'DEFAULT', 's,t', 'n1', 'ALL', 's[1-2]'), 'z Feature=f') },
  { weight: 1, arbitrary: record(KeywordTable.DOWN_NODES, recordNames, 'n1 State=DOWN') },
  { weight: 2, arbitrary: odd },
);
