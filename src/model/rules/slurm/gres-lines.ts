import { Gres } from '../../../slurm/gres';
import { Hostlist } from '../../../slurm/hostlist';
import { parseCount } from '../../../slurm/suffixed-count';
import { ConfigFile, effectiveFiles } from '../../config-files';
import { DeclaredCluster } from '../../declared-cluster';
import { NodeSetFacts } from '../../node-set-facts';
import { Assignment, readLogicalLines } from '../../slurm-text';

/** One line of gres.conf. */
export interface GresLine {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Nodes it is for; all when absent. */
  readonly nodes?: Hostlist;
  readonly name?: string;
  readonly type?: string;
  readonly autoDetect?: string;
  readonly file?: string;
  /** Files by `File=`, 0 without. */
  readonly fileCount: number;
  readonly multipleFiles?: string;
  /** Value of `Count=`; undefined when it is absent or no count. */
  readonly count?: number;
  readonly cores?: string;
  readonly links?: string;
  /** In lower case. */
  readonly flags: readonly string[];
}

/** A gres.conf and what it says. */
export interface GresFile {
  readonly file: ConfigFile;
  readonly lines: readonly GresLine[];
}

/** The lines of gres.conf that are for one node set, and what the set has by its `Gres=`. */
export interface GresScope {
  readonly lines: readonly GresLine[];
  readonly nodeSet?: NodeSetFacts;
  readonly gres: readonly Gres[];
}

/** Reads the gres.conf of a cluster, if there is one. */
export function gresFile(cluster: DeclaredCluster): GresFile | undefined {
  if (!cache.has(cluster)) {
    cache.set(cluster, readGresFile(cluster));
  }
  return cache.get(cluster);
}

// A dozen rules ask for the lines of a file that does not change.
const cache = new WeakMap<DeclaredCluster, GresFile | undefined>();

function readGresFile(cluster: DeclaredCluster): GresFile | undefined {
  const file = effectiveFiles(cluster.files).get('gres.conf');
  return file === undefined ? undefined : { file, lines: readLogicalLines(file.text).map(({ pairs, line }) => gresLine(pairs, line)) };
}

/** The lines as each node set gets them; without node sets, as a node gets them that no line names. */
export function gresScopes(cluster: DeclaredCluster, lines: readonly GresLine[]): GresScope[] {
  const scopes = cluster.nodeSets.map((nodeSet): GresScope => {
    const first = nodeSet.nodeNames.known && nodeSet.nodeNames.count !== 0 ? nodeSet.nodeNames.at(0) : undefined;
    return { nodeSet, gres: nodeSet.gpus.gres, lines: lines.filter(({ nodes }) => nodes === undefined || (first !== undefined && nodes.contains(first))) };
  });
  return scopes.length > 0 ? scopes : [{ gres: [], lines: lines.filter(({ nodes }) => nodes === undefined) }];
}

/** How many of a thing a line gives to a node. */
export function lineCount({ count, fileCount, multipleFiles }: GresLine): number {
  return count ?? (multipleFiles === undefined ? Math.max(1, fileCount) : 1);
}

function gresLine(pairs: readonly Assignment[], line: number): GresLine {
  const value = (...keys: string[]): string | undefined => pairs.find(({ key }) => keys.includes(key.toLowerCase()))?.value;
  const [nodeName, file] = [value('nodename'), value('file', 'files')];
  return {
    line,
    nodes: nodeName === undefined ? undefined : Hostlist.parse(nodeName).value ?? Hostlist.EMPTY,
    name: value('name'),
    type: value('type'),
    autoDetect: value('autodetect'),
    file,
    fileCount: file === undefined ? 0 : Hostlist.parse(file).value?.count ?? 1,
    multipleFiles: value('multiplefiles'),
    count: parseCount(value('count') ?? ''),
    cores: value('cores', 'cpus'),
    links: value('links', 'link'),
    flags: (value('flags') ?? '').toLowerCase().split(',').filter(flag => flag !== ''),
  };
}
