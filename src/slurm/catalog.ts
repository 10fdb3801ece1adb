import type * as AcctGatherConf from './keywords/acct-gather-conf';
import type * as BurstBufferConf from './keywords/burst-buffer-conf';
import type * as CgroupConf from './keywords/cgroup-conf';
import type * as ContainerConf from './keywords/container-conf';
import type * as GresConf from './keywords/gres-conf';
import { Keyword, Token, TokenList } from './keywords/keyword';
import type * as Node from './keywords/node';
import type * as OtherLines from './keywords/other-lines';
import type * as Partition from './keywords/partition';
import type * as PluginConf from './keywords/plugin-conf';
import type * as SlurmConfAToL from './keywords/slurm-conf-a-to-l';
import type * as SlurmConfMToZ from './keywords/slurm-conf-m-to-z';
import type * as SlurmdbdConf from './keywords/slurmdbd-conf';
import type * as TokensAToO from './keywords/tokens-a-to-o';
import type * as TokensPToZ from './keywords/tokens-p-to-z';
import { didYouMean } from './spelling';

/** A set of keys that may stand together: a file, or one kind of line in slurm.conf. */
export enum KeywordTable {
  /** Keys of slurm.conf that have a line of their own, the first keys of its record lines included. */
  SLURM_CONF = 'slurm.conf',
  /** Keys of a NodeName line, also of `slurmd --conf`. */
  NODE = 'NodeName',
  /** Keys of a PartitionName line. */
  PARTITION = 'PartitionName',
  /** Keys of a NodeSet line. */
  NODE_SET = 'NodeSet',
  /** Keys of a DownNodes line. */
  DOWN_NODES = 'DownNodes',
  /** Keys of a PowerAction line. */
  POWER_ACTION = 'PowerAction',
  SLURMDBD_CONF = 'slurmdbd.conf',
  CGROUP_CONF = 'cgroup.conf',
  GRES_CONF = 'gres.conf',
  JOB_CONTAINER_CONF = 'job_container.conf',
  MPI_CONF = 'mpi.conf',
  OCI_CONF = 'oci.conf',
  PLUGSTACK_CONF = 'plugstack.conf',
  HELPERS_CONF = 'helpers.conf',
  ACCT_GATHER_CONF = 'acct_gather.conf',
  BURST_BUFFER_CONF = 'burst_buffer.conf',
}

/** The key of a table, whatever its case; nothing when the table does not know it. */
export function keyword(table: KeywordTable, name: string): Keyword | undefined {
  return indexOf(table).get(name.toLowerCase());
}

/** All keys of a table, in the order of the catalog. */
export function keywords(table: KeywordTable): Keyword[] {
  return [...indexOf(table).values()];
}

/** The key of a table that a mistyped name most likely means. */
export function nearestKeyword(table: KeywordTable, name: string): string | undefined {
  return didYouMean(name, keywords(table).map(each => each.name));
}

/** The words a key takes, by the name of the list (the name of its key). */
export function tokenList(name: string): TokenList | undefined {
  tokenListIndex ??= new Map(loadTokenLists().map(list => [list.name, list]));
  return tokenListIndex.get(name);
}

/** One word of a list, whatever its case; `def_<res>` in the catalog stands for every `def_...`. */
export function token(list: TokenList, word: string): Token | undefined {
  let index = tokenIndexes.get(list);
  if (index === undefined) {
    // The first of two spellings counts.
    index = new Map([...list.tokens].reverse().map(each => [each.token.toLowerCase(), each]));
    tokenIndexes.set(list, index);
  }
  return index.get(word.toLowerCase()) ?? list.tokens.find(each => each.token.endsWith('>') && matchesPattern(each.token, word));
}

function matchesPattern(pattern: string, word: string): boolean {
  const placeholder = /^([^<]*)<([^>]+)>$/.exec(pattern);
  if (placeholder === null) return false;
  const [, prefix, name] = placeholder;
  const rest = word.slice(prefix.length);
  return word.toLowerCase().startsWith(prefix.toLowerCase()) && (name === 'MHz' ? /^\d+$/.test(rest) : rest !== '');
}

// Loaded and filled on first use: these files take a third of the time that loading the whole package may take.
const indexes = new Map<KeywordTable, Map<string, Keyword>>();
const tokenIndexes = new WeakMap<TokenList, ReadonlyMap<string, Token>>();
let tokenListIndex: Map<string, TokenList> | undefined;

function indexOf(table: KeywordTable): Map<string, Keyword> {
  let index = indexes.get(table);
  if (index === undefined) {
    index = new Map(tableKeywords(table).map(each => [each.name.toLowerCase(), each]));
    indexes.set(table, index);
  }
  return index;
}

function tableKeywords(table: KeywordTable): readonly Keyword[] {
  switch (table) {
    case KeywordTable.SLURM_CONF: return [
      ...(require('./keywords/slurm-conf-a-to-l') as typeof SlurmConfAToL).slurmConfAToL,
      ...(require('./keywords/slurm-conf-m-to-z') as typeof SlurmConfMToZ).slurmConfMToZ,
    ];
    case KeywordTable.NODE: return (require('./keywords/node') as typeof Node).nodeKeys;
    case KeywordTable.PARTITION: return (require('./keywords/partition') as typeof Partition).partitionKeys;
    case KeywordTable.NODE_SET: return otherLines().nodeSetKeys;
    case KeywordTable.DOWN_NODES: return otherLines().downNodesKeys;
    case KeywordTable.POWER_ACTION: return otherLines().powerActionKeys;
    case KeywordTable.SLURMDBD_CONF: return (require('./keywords/slurmdbd-conf') as typeof SlurmdbdConf).slurmdbdConfKeys;
    case KeywordTable.CGROUP_CONF: return (require('./keywords/cgroup-conf') as typeof CgroupConf).cgroupConfKeys;
    case KeywordTable.GRES_CONF: return (require('./keywords/gres-conf') as typeof GresConf).gresConfKeys;
    case KeywordTable.JOB_CONTAINER_CONF: return containerConf().jobContainerConfKeys;
    case KeywordTable.OCI_CONF: return containerConf().ociConfKeys;
    case KeywordTable.MPI_CONF: return pluginConf().mpiConfKeys;
    case KeywordTable.PLUGSTACK_CONF: return pluginConf().plugstackConfWords;
    case KeywordTable.HELPERS_CONF: return pluginConf().helpersConfKeys;
    case KeywordTable.ACCT_GATHER_CONF: return (require('./keywords/acct-gather-conf') as typeof AcctGatherConf).acctGatherConfKeys;
    case KeywordTable.BURST_BUFFER_CONF: return (require('./keywords/burst-buffer-conf') as typeof BurstBufferConf).burstBufferConfKeys;
  }
}

function otherLines(): typeof OtherLines {
  return require('./keywords/other-lines') as typeof OtherLines;
}

function containerConf(): typeof ContainerConf {
  return require('./keywords/container-conf') as typeof ContainerConf;
}

function pluginConf(): typeof PluginConf {
  return require('./keywords/plugin-conf') as typeof PluginConf;
}

function loadTokenLists(): readonly TokenList[] {
  return [
    ...(require('./keywords/tokens-a-to-o') as typeof TokensAToO).tokenListsAToO,
    ...(require('./keywords/tokens-p-to-z') as typeof TokensPToZ).tokenListsPToZ,
  ];
}
