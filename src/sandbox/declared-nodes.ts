import { SandboxError } from './sandbox-error';
import { DeclaredCluster } from '../model/declared-cluster';
import { nodeConfValues } from '../model/node-conf';
import { nodeMemoryMiB } from '../model/node-memory';
import { NodeSetFacts } from '../model/node-set-facts';
import { predictNodeConf } from '../model/predict/node-conf-argument';
import { Hostlist } from '../slurm/hostlist';

/** Nodes of one node set that share a record. */
export interface NodeBatch {
  /** Name of the node set in Slurm. */
  readonly nodeSet: string;
  readonly names: readonly string[];
  /** `Key=Value` pairs of the record, without name and state. */
  readonly record: readonly string[];
}

/** The nodes that manifests declare. */
export interface DeclaredNodes {
  readonly batches: readonly NodeBatch[];
  /** What the manifests leave open and the sandbox took for granted. */
  readonly assumptions: readonly string[];
  /** gres.conf with a fake device file for every GPU. */
  readonly gresConf: string;
  /** GPUs of the node that has most. */
  readonly devices: number;
}

const ASSUMED_CPUS = 64;
const ASSUMED_MEMORY_MIB = 256 * 1024;
// A record call of this size answers within half a second, so that progress is seen.
const BATCH = 1000;

/**
 * The node records of a cluster.
 *
 * @param counts numbers of nodes by node set, in the place of the declared ones
 */
export function declaredNodes(cluster: DeclaredCluster, counts: { readonly [nodeSet: string]: number }, deviceFolder: string): DeclaredNodes {
  const assumptions: string[] = [];
  const batches: NodeBatch[] = [];
  const gresLines: string[] = [];
  const names = new Set(cluster.nodeSets.map(({ slurmName }) => slurmName));
  const unknown = Object.keys(counts).find(name => !names.has(name));
  if (unknown !== undefined) {
    throw new SandboxError(`there is no node set '${unknown}'; those of the cluster are ${[...names].join(', ') || '(none)'}`);
  }
  for (const nodeSet of cluster.nodeSets) {
    const count = counts[nodeSet.slurmName] ?? nodeSet.replicas ?? 1;
    if (counts[nodeSet.slurmName] === undefined && nodeSet.replicas === undefined) {
      assumptions.push(`node set ${nodeSet.slurmName} has one node: only the Kubernetes cluster knows how many nodes it matches (--nodes ${nodeSet.slurmName}=N)`);
    }
    if (counts[nodeSet.slurmName] === undefined && nodeSet.autoscaler !== undefined) {
      const { ref, min, max } = nodeSet.autoscaler;
      assumptions.push(`node set ${nodeSet.slurmName} has ${max} nodes, the most that ${ref.kind} ${ref.name} makes of ${min} to ${max} (--nodes ${nodeSet.slurmName}=N)`);
    }
    const nodeNames = Array.from({ length: count }, (_, ordinal) => nodeSet.nodeNames.known ? nodeSet.nodeNames.at(ordinal) : `${nodeSet.slurmName}-${ordinal}`);
    const record = nodeRecord(nodeSet, assumptions);
    for (let start = 0; start < count; start += BATCH) {
      batches.push({ nodeSet: nodeSet.slurmName, names: nodeNames.slice(start, start + BATCH), record });
    }
    if (count > 0) {
      gresLines.push(...gresConfLines(nodeSet, Hostlist.fold(nodeNames), deviceFolder));
    }
  }
  return { batches, assumptions, gresConf: gresLines.map(line => `${line}\n`).join(''), devices: Math.max(0, ...cluster.nodeSets.map(({ gpus }) => gpus.gresCount)) };
}

function nodeRecord(nodeSet: NodeSetFacts, assumptions: string[]): string[] {
  const { text, malformed } = predictNodeConf(nodeSet);
  if (text === undefined) {
    throw new SandboxError(`node set ${nodeSet.slurmName}: '${malformed[0]}' of spec.extraConf is no Key=Value, and the operator stops at it; write Key=Value pairs with one blank between them`);
  }
  const record = text.slice(1, -1).split(' ');
  const { limits, requests } = nodeSet.pod.container;
  const declares = (...keys: string[]): boolean => nodeConfValues(nodeSet.conf, ...keys).length > 0;
  if (!declares('CPUs', 'Procs', 'Sockets', 'CoresPerSocket', 'Boards')) {
    const cpus = limits.cpu ?? nodeSet.pod.limits.cpu ?? requests.cpu;
    if (cpus === undefined) {
      assumptions.push(`nodes of ${nodeSet.slurmName} have ${ASSUMED_CPUS} CPUs: the pods have no CPU limit, so slurmd counts those of the Kubernetes node`);
    }
    record.push(`CPUs=${Math.max(1, Math.ceil(cpus ?? ASSUMED_CPUS))}`);
  }
  if (!declares('RealMemory')) {
    const mebibytes = nodeMemoryMiB(nodeSet) ?? (requests.memory === undefined ? undefined : Math.floor(requests.memory / 2 ** 20));
    if (mebibytes === undefined) {
      assumptions.push(`nodes of ${nodeSet.slurmName} have ${ASSUMED_MEMORY_MIB} MiB of memory: the pods have no memory limit, so slurmd takes that of the Kubernetes node`);
    }
    record.push(`RealMemory=${Math.max(1, mebibytes ?? ASSUMED_MEMORY_MIB)}`);
  }
  return record;
}

function gresConfLines({ gpus }: NodeSetFacts, names: string, deviceFolder: string): string[] {
  let first = 0;
  return gpus.gres.filter(({ count }) => count > 0).flatMap(({ name, type, count }) => {
    const kind = `NodeName=${names} Name=${name}${type === undefined ? '' : ` Type=${type}`}`;
    if (name !== 'gpu') {
      return name === 'shard' || name === 'mps' ? [`${kind} Count=${count}`] : [];
    }
    const files = count === 1 ? `nvidia${first}` : `nvidia[${first}-${first + count - 1}]`;
    first += count;
    return [`${kind} File=${deviceFolder}/${files}`];
  });
}
