/**
 * Writes src/slurm/keywords from the parameter sheets (one JSON file per Slurm configuration file).
 *
 *     npx tsx scripts/generate-keywords.ts <folder of the sheets>
 */
import * as fs from 'fs';
import * as path from 'path';

interface Row {
  readonly [field: string]: unknown;
  readonly key: string;
  readonly type: string;
  readonly format?: string;
  readonly about: string;
  readonly valueSyntax?: string;
  readonly values?: string[];
  readonly tokens?: string;
}

interface TokenRow {
  readonly token: string;
  readonly takesValue: boolean;
  readonly type?: string;
  readonly [field: string]: unknown;
}

const [sheets] = process.argv.slice(2);
if (sheets === undefined) {
  console.error('usage: generate-keywords.ts <folder of the parameter sheets>');
  process.exit(2);
}
const target = path.join(__dirname, '..', 'src', 'slurm', 'keywords');

function sheet(name: string): { [section: string]: unknown } {
  return JSON.parse(fs.readFileSync(path.join(sheets, `${name}.conf.json`), 'utf8'));
}

/** A literal in the style of the repository. */
function literal(value: unknown): string {
  if (typeof value === 'string') {
    const escaped = value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
    return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replace(/'/g, "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const quoted = entries.some(([name]) => !/^[A-Za-z_]\w*$/.test(name));
    return `{ ${entries.map(([name, each]) => `${quoted ? `'${name}'` : name}: ${literal(each)}`).join(', ')} }`;
  }
  return String(value);
}

/** An object on one line, or with a line for each field when it grows long. */
function entry(fields: { [name: string]: unknown }): string {
  const parts = Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${literal(value)}`);
  const oneLine = `  { ${parts.join(', ')} },`;
  if (oneLine.length <= 150) return oneLine;
  return ['  {', ...parts.map(part => `    ${part},`), '  },'].join('\n');
}

const tokenLists = sheet('slurm').tokens as { [name: string]: { tokens: TokenRow[]; unknownToken?: string; matching?: string } };

/** One word for what the value holds, from the column that says it best. */
function kindOf(row: Row): string {
  const syntax = row.valueSyntax ?? '';
  const values = row.values ?? [];
  const byFormat: { [format: string]: string } = { 'uint': row.type, 'port': row.type, 'duration': 'time', 'program-list': 'program' };
  if (row.format !== undefined) return byFormat[row.format] ?? row.format;
  if (row.type === 'array') return 'line';
  if (row.type !== 'string') return row.type;
  if (/^tokens:|^(SSL_CERT|ca_cert_file)=/.test(syntax) || ['DebugFlags', 'PrivateData', 'Flags', 'EnableExtraControllers', 'TLSParameters'].includes(row.key)) return 'tokens';
  if (/^(ProfileHDF5Default|ProfileInfluxDB(Default|ExtraTags|Flags))$/.test(row.key) || row.key === 'SelectTypeParameters') return 'tokens';
  if (/^PreemptMode$|^AutoDetect$/.test(row.key)) return 'enum';
  if (/level|Debug/.test(`${syntax} ${row.key.replace(/^PMIx/, '')}`) && !values.length) return 'level';
  if (/^quiet, /.test(syntax)) return 'level';
  if (values.some(value => value.includes('/'))) return 'plugin';
  if (values.length > 0) return 'enum';
  if (syntax.startsWith('n[hours')) return 'purge-age';
  if (/^time\b|^minutes or/.test(syntax)) return 'time';
  if (/^seconds or/.test(syntax)) return 'int';
  if (syntax.startsWith('hostlist')) return 'hostlist';
  if (syntax.startsWith('absolute path')) return 'path';
  if (/<TRES>/.test(syntax)) return 'kv';
  if (/comma list$|^comma list/.test(syntax)) return 'list';
  if (/^colon separated/.test(syntax)) return 'path-list';
  return 'string';
}

/** Closed sets that the sheets write as prose. */
const proseSets: { [key: string]: string[] } = {
  EnforcePartLimits: ['ALL', 'ANY', 'NO', 'YES', 'TRUE', '1', 'FALSE', '0'],
};

/** Time strings that Slurm rounds up to whole minutes. */
const countedInMinutes = ['PriorityDecayHalfLife', 'PriorityMaxAge'];

/** Keys of other files that take the words of a slurm.conf list. */
const sharedLists = ['AuthInfo', 'AuthAltParameters', 'CommunicationParameters', 'DebugFlags', 'PrivateData'];

function keywordFields(row: Row, section = ''): { [name: string]: unknown } {
  const kind = kindOf(row);
  const list = row.tokens?.replace(/^tokens\./, '') ?? (kind === 'tokens' && sharedLists.includes(row.key) ? row.key : undefined);
  const sameLevels = ['quiet', 'fatal', 'error', 'info', 'verbose', 'debug', 'debug2', 'debug3', 'debug4', 'debug5'];
  const values = kind === 'level' ? sameLevels : row.values;
  const dbdWords = row.key === 'Parameters' && row.valueSyntax?.startsWith('tokens: Preserve') ? ['PreserveCaseUser', 'PreserveCaseResource'] : undefined;
  // A plugin list has its plugins as values; the short words of the token section are no valid value.
  const isPluginList = kind === 'plugin-list' || kind === 'plugin';
  const limits = row.key === 'PropagateResourceLimitsExcept' ? 'PropagateResourceLimits' : undefined;
  const tokens = isPluginList ? undefined : list ?? limits ?? (row.key === 'PropagateResourceLimits' ? row.key : undefined);
  return {
    name: row.key,
    kind,
    unit: countedInMinutes.includes(row.key) ? 'minutes' : row.unit,
    values: dbdWords ?? proseSets[row.key] ?? (tokens !== undefined ? undefined : values),
    valuesSince: row.valuesSince ?? (row.fullSince === undefined ? undefined : { full: row.fullSince }),
    tokens,
    syntax: dbdWords === undefined && kind !== 'level' ? row.valueSyntax : undefined,
    default: row.default === null || row.default === 'REQUIRED' ? undefined : row.default,
    required: row.required === true || row.default === 'REQUIRED' ? true : undefined,
    since: row.since === '25.05' ? undefined : row.since,
    removed: row.removed,
    deprecated: row.deprecated,
    obsolete: row.obsolete === true ? (/presence is fatal/.test(row.about) ? 'fatal' : 'ignored') : undefined,
    aliasOf: row.aliasOf,
    repeatable: row.repeatable,
    notInherited: row.inheritedFromDefault === false ? true : undefined,
    restart: row.reconfigure === 'restart' ? true : undefined,
    plugins: row.plugins,
    about: row.about,
    note: [row.note, row.reconfigureNote, ...(row.notes as string[] | undefined ?? [])].filter(text => text !== undefined).join('; ') || undefined,
    ...corrections[section]?.[row.key],
  };
}

/** Where the daemons say otherwise than the sheets: fields of a row, by its key or word. */
const corrections: { readonly [section: string]: { readonly [name: string]: { readonly [field: string]: unknown } } } = {
  // slurmctld reads minutes here, and starts with any other text as well.
  partition: { OverTimeLimit: { kind: 'int' } },
  // Every daemon stops at another word.
  TaskPluginParam: { autobind: { about: 'Fallback binding; may be given once; other value fatal' } },
};

const header = '// Generated by scripts/generate-keywords.ts; change the sheets or the script, not this file.\n';

function write(file: string, imports: string, blocks: string[]): void {
  fs.writeFileSync(path.join(target, file), `${header}${imports}\n${blocks.join('\n')}`);
}

function keywordBlock(name: string, about: string, keywords: Row[], section?: string): string {
  return `/** ${about} */\nexport const ${name}: readonly Keyword[] = [\n${keywords.map(row => entry(keywordFields(row, section))).join('\n')}\n];\n`;
}

const importKeyword = "import { Keyword } from './keyword';\n";

function writeKeywords(file: string, name: string, about: string, keywords: Row[], section?: string): void {
  write(file, importKeyword, [keywordBlock(name, about, keywords, section)]);
}

function rows(value: unknown): Row[] {
  return value as Row[];
}

function tokenFields({ token, takesValue, type, about, ...rest }: TokenRow): { [name: string]: unknown } {
  return { token, value: takesValue ? type ?? 'text' : undefined, ...rest, about };
}

const unknownWords: { [words: string]: string } = {
  'fatal': 'fatal',
  'ignored silently': 'ignored',
  'logged and ignored': 'logged',
  'logged': 'logged',
  'slurmctld starts, slurmd is fatal': 'slurmd-fatal',
};

function tokenListLines(name: string): string {
  const list = tokenLists[name];
  const unknown = list.unknownToken === undefined ? 'unverified' : unknownWords[list.unknownToken];
  return [
    '  {',
    `    name: '${name}',`,
    `    unknown: '${unknown}',`,
    ...(list.matching === undefined ? [] : ['    substringMatch: true,']),
    '    tokens: [',
    ...list.tokens.map(row => entry({ ...tokenFields(row), ...corrections[name]?.[row.token] }).replace(/^/gm, '    ')),
    '    ],',
    '  },',
  ].join('\n');
}

function writeTokens(file: string, constant: string, about: string, names: string[]): void {
  const lists = names.map(tokenListLines).join('\n');
  write(file, "import { TokenList } from './keyword';\n", [`/** ${about} */\nexport const ${constant}: readonly TokenList[] = [\n${lists}\n];\n`]);
}

const slurm = sheet('slurm');
const slurmKeys = rows(slurm.keys);
writeKeywords('slurm-conf-a-to-l.ts', 'slurmConfAToL', 'Keys of slurm.conf, A to L.', slurmKeys.filter(row => row.key.toUpperCase() < 'M'));
writeKeywords('slurm-conf-m-to-z.ts', 'slurmConfMToZ', 'Keys of slurm.conf, M to Z.', slurmKeys.filter(row => row.key.toUpperCase() >= 'M'));
writeKeywords('node.ts', 'nodeKeys', 'Keys of a NodeName line of slurm.conf, also of the --conf argument of a dynamic slurmd.', rows(slurm.node));
writeKeywords('partition.ts', 'partitionKeys', 'Keys of a PartitionName line of slurm.conf.', rows(slurm.partition), 'partition');
write('other-lines.ts', importKeyword, [
  keywordBlock('nodeSetKeys', 'Keys of a NodeSet line of slurm.conf.', rows(slurm.nodeset)),
  keywordBlock('downNodesKeys', 'Keys of a DownNodes line of slurm.conf.', rows(slurm.downnodes)),
  keywordBlock('powerActionKeys', 'Keys of a PowerAction line of slurm.conf.', rows(slurm.poweraction)),
]);
writeKeywords('slurmdbd-conf.ts', 'slurmdbdConfKeys', 'Keys of slurmdbd.conf.', rows(sheet('slurmdbd').keys));
writeKeywords('cgroup-conf.ts', 'cgroupConfKeys', 'Keys of cgroup.conf.', rows(sheet('cgroup').keys));
writeKeywords('gres-conf.ts', 'gresConfKeys', 'Keys of the lines of gres.conf.', rows(sheet('gres').keys));
writeKeywords('acct-gather-conf.ts', 'acctGatherConfKeys', 'Keys of acct_gather.conf; each exists only with its plugin.', rows(sheet('acct_gather').keys));
writeKeywords('burst-buffer-conf.ts', 'burstBufferConfKeys', 'Keys of burst_buffer.conf.', rows(sheet('burst_buffer').keys));
write('container-conf.ts', importKeyword, [
  keywordBlock('jobContainerConfKeys', 'Keys of job_container.conf (namespace/tmpfs).', rows(sheet('job_container').keys)),
  keywordBlock('ociConfKeys', 'Keys of oci.conf.', rows(sheet('oci').keys)),
]);
const helpers = (sheet('plugstack').helpersConf as { keys: Row[] }).keys;
write('plugin-conf.ts', importKeyword, [
  keywordBlock('mpiConfKeys', 'Keys of mpi.conf; all belong to mpi/pmix.', rows(sheet('mpi').keys)),
  keywordBlock('helpersConfKeys', 'Keys of helpers.conf (node_features/helpers).', helpers),
  keywordBlock('plugstackConfWords', 'First words of the lines of plugstack.conf.', rows(sheet('plugstack').keys)),
]);

// Plugin lists have their plugins as values of the key.
const lists = Object.keys(tokenLists).filter(name => !['JobSubmitPlugins', 'TaskPlugin'].includes(name)).sort();
writeTokens('tokens-a-to-o.ts', 'tokenListsAToO', 'The words that keys of slurm.conf take, A to O.', lists.filter(name => name < 'P'));
writeTokens('tokens-p-to-z.ts', 'tokenListsPToZ', 'The words that keys of slurm.conf take, P to Z.', lists.filter(name => name >= 'P'));
