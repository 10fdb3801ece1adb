import { acctGatherConfKeys } from './keywords/acct-gather-conf';
import { burstBufferConfKeys } from './keywords/burst-buffer-conf';
import { cgroupConfKeys } from './keywords/cgroup-conf';
import { jobContainerConfKeys, ociConfKeys } from './keywords/container-conf';
import { gresConfKeys } from './keywords/gres-conf';
import { Keyword, Token, TokenList } from './keywords/keyword';
import { nodeKeys } from './keywords/node';
import { downNodesKeys, nodeSetKeys, powerActionKeys } from './keywords/other-lines';
import { partitionKeys } from './keywords/partition';
import { helpersConfKeys, mpiConfKeys, plugstackConfWords } from './keywords/plugin-conf';
import { slurmConfAToL } from './keywords/slurm-conf-a-to-l';
import { slurmConfMToZ } from './keywords/slurm-conf-m-to-z';
import { slurmdbdConfKeys } from './keywords/slurmdbd-conf';
import { tokenLists } from './keywords/token-lists';
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
  tokenListIndex ??= new Map(tokenLists.map(list => [list.name, list]));
  return tokenListIndex.get(name);
}

/** One word of a list, whatever its case; `def_<res>` in the catalog stands for every `def_...`. */
export function token(list: TokenList, word: string): Token | undefined {
  const wanted = word.toLowerCase();
  return list.tokens.find(each => each.token.toLowerCase() === wanted) ?? list.tokens.find(each => matchesPattern(each.token, word));
}

function matchesPattern(pattern: string, word: string): boolean {
  const placeholder = /^([^<]*)<([^>]+)>$/.exec(pattern);
  if (placeholder === null) return false;
  const [, prefix, name] = placeholder;
  const rest = word.slice(prefix.length);
  return word.toLowerCase().startsWith(prefix.toLowerCase()) && (name === 'MHz' ? /^\d+$/.test(rest) : rest !== '');
}

// Filled on first use: loading the package must not pay for keys nobody asks about.
const indexes = new Map<KeywordTable, Map<string, Keyword>>();
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
    case KeywordTable.SLURM_CONF: return [...slurmConfAToL, ...slurmConfMToZ];
    case KeywordTable.NODE: return nodeKeys;
    case KeywordTable.PARTITION: return partitionKeys;
    case KeywordTable.NODE_SET: return nodeSetKeys;
    case KeywordTable.DOWN_NODES: return downNodesKeys;
    case KeywordTable.POWER_ACTION: return powerActionKeys;
    case KeywordTable.SLURMDBD_CONF: return slurmdbdConfKeys;
    case KeywordTable.CGROUP_CONF: return cgroupConfKeys;
    case KeywordTable.GRES_CONF: return gresConfKeys;
    case KeywordTable.JOB_CONTAINER_CONF: return jobContainerConfKeys;
    case KeywordTable.MPI_CONF: return mpiConfKeys;
    case KeywordTable.OCI_CONF: return ociConfKeys;
    case KeywordTable.PLUGSTACK_CONF: return plugstackConfWords;
    case KeywordTable.HELPERS_CONF: return helpersConfKeys;
    case KeywordTable.ACCT_GATHER_CONF: return acctGatherConfKeys;
    case KeywordTable.BURST_BUFFER_CONF: return burstBufferConfKeys;
  }
}
