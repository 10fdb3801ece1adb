import { Amount } from './amounts';
import { DeclaredCluster } from '../model/declared-cluster';
import { nodeConfValues } from '../model/node-conf';
import { nodeMemoryMiB } from '../model/node-memory';
import { NodeSetFacts } from '../model/node-set-facts';
import { lastValue } from '../model/partition-facts';
import { Assignment, readLogicalLines } from '../model/slurm-text';
import { Gres } from '../slurm/gres';
import { Hostlist } from '../slurm/hostlist';

/** Nodes that share a declaration: a node set, or a `NodeName=` line of slurm.conf. */
export interface ReportedSet {
  readonly name: string;
  /** Letters by which the map names it, so that colour is never needed to tell sets apart. */
  readonly key: string;
  /** Its number within the cluster, which decides colour and shape. */
  readonly index: number;
  /** The node set; absent for a `NodeName=` line. */
  readonly facts?: NodeSetFacts;
  readonly nodes: Amount;
  /** Names in brackets, or who gives them. */
  readonly folded: string;
  /** Name of one of the nodes. */
  readonly nameAt: (ordinal: number) => string;
  /** Per node; absent when only the machine knows. */
  readonly cpus?: number;
  /** Per node. */
  readonly memoryMiB?: number;
  /** Generic resources per node. */
  readonly gres: readonly Gres[];
  /** Why the number of nodes may change. */
  readonly scaling?: string;
}

/** All nodes of a cluster, set by set. */
export function reportedSets(cluster: DeclaredCluster): readonly ReportedSet[] {
  const sets = [...cluster.nodeSets.map(ofNodeSet), ...nodeLines(cluster)];
  return sets.map((set, index) => ({ ...set, index, key: letters(index) }));
}

/** GPUs of one node. */
export function gpusPerNode({ gres }: ReportedSet): number {
  return gres.filter(({ name }) => name === 'gpu').reduce((sum, { count }) => sum + count, 0);
}

/** So many of something on each node of a set; open when the manifests do not say. */
export function onAllNodes({ nodes }: ReportedSet, perNode: number | undefined): Amount {
  return perNode === undefined
    ? { least: 0, most: 0, isOpen: nodes.most > 0 || nodes.isOpen }
    : { least: nodes.least * perNode, most: nodes.most * perNode, isOpen: nodes.isOpen && perNode > 0 };
}

type Unnumbered = Omit<ReportedSet, 'index' | 'key'>;

function ofNodeSet(facts: NodeSetFacts): Unnumbered {
  const { slurmName, replicas, nodeNames, autoscaler, conf, gpus, pod } = facts;
  const most = replicas ?? 0;
  return {
    name: slurmName,
    facts,
    nodes: { least: autoscaler?.min ?? most, most, isOpen: replicas === undefined },
    folded: nodeNames.known ? nodeNames.folded : 'named after the Kubernetes nodes',
    nameAt: ordinal => nodeNames.known ? nodeNames.at(ordinal) : `${slurmName}, Kubernetes node ${ordinal + 1}`,
    cpus: declaredCpus(key => nodeConfValues(conf, key).at(-1)) ?? whole(pod.container.limits.cpu ?? pod.limits.cpu),
    memoryMiB: nodeMemoryMiB(facts),
    gres: gpus.gres,
    scaling: autoscaler !== undefined ? `${autoscaler.ref.kind} ${autoscaler.ref.name}` : facts.daemonSet ? 'one for each matching Kubernetes node' : undefined,
  };
}

function nodeLines({ slurmConf, controller }: DeclaredCluster): Unnumbered[] {
  let defaults: readonly Assignment[] = [];
  return controller.external ? [] : readLogicalLines(slurmConf.text).flatMap(({ pairs }) => {
    if (pairs[0].key.toLowerCase() !== 'nodename') {
      return [];
    }
    const options = [...defaults, ...pairs.slice(1)];
    if (pairs[0].value.toUpperCase() === 'DEFAULT') {
      defaults = options;
      return [];
    }
    const hosts = Hostlist.parse(pairs[0].value).value;
    const count = hosts?.count ?? 0;
    let names: string[] | undefined;
    return [{
      name: pairs[0].value,
      nodes: { least: count, most: count, isOpen: hosts === undefined },
      folded: pairs[0].value,
      nameAt: (ordinal: number) => (names ??= hosts?.expand() ?? [])[ordinal] ?? '',
      cpus: declaredCpus(key => lastValue(options, key)),
      memoryMiB: whole(lastValue(options, 'RealMemory')),
      gres: Gres.parseNodeList(lastValue(options, 'Gres') ?? '').value ?? [],
      scaling: 'NodeName line of slurm.conf, not a pod of the operator',
    }];
  });
}

function declaredCpus(value: (key: string) => string | undefined): number | undefined {
  const [cpus, sockets, boards, cores, threads] = ['CPUs', 'Sockets', 'SocketsPerBoard', 'CoresPerSocket', 'ThreadsPerCore'].map(key => whole(value(key)));
  if (cpus !== undefined || (sockets === undefined && boards === undefined && cores === undefined)) {
    return cpus;
  }
  return (sockets ?? (boards ?? 1) * (whole(value('Boards')) ?? 1)) * (cores ?? 1) * (threads ?? 1);
}

function whole(value: string | number | undefined): number | undefined {
  const number = typeof value === 'string' && !/^\d+$/.test(value) ? NaN : Number(value);
  return Number.isFinite(number) ? Math.ceil(number) : undefined;
}

// A to Z, then AA.
function letters(index: number): string {
  const letter = String.fromCharCode(65 + index % 26);
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}
