import { SlurmPreset } from './slurm-cluster-props';

/** A key of slurm.conf and its text. */
export interface ConfLine {
  readonly key: string;
  readonly value: string;
}

/** What the parts of a cluster ask of slurm.conf. */
export interface ConfDemands {
  readonly preset: SlurmPreset;
  readonly gresTypes: string[];
  readonly hasGpus: boolean;
  readonly hasRdma: boolean;
  readonly hasSsh: boolean;
  readonly hasAccounting: boolean;
  /** TRES to account besides Slurm's own, e.g. `gres/gpu:h100`. */
  readonly tres: string[];
  readonly maxNodes: number;
  /** Words of `TopologyParam`. */
  readonly topologyParams: string[];
}

const productionLines: ConfLine[] = [
  { key: 'CommunicationParameters', value: 'block_null_hash' },
  { key: 'JobAcctGatherType', value: 'jobacct_gather/cgroup' },
  { key: 'ReturnToService', value: '2' },
  { key: 'SelectType', value: 'select/cons_tres' },
  { key: 'SelectTypeParameters', value: 'CR_Core_Memory' },
];

/** Without these, jobs see every device of their node, whatever cgroup.conf says. */
const isolationLines: ConfLine[] = [
  { key: 'ProctrackType', value: 'proctrack/cgroup' },
  { key: 'PrologFlags', value: 'Contain' },
  { key: 'TaskPlugin', value: 'task/affinity,task/cgroup' },
];

/** Slurm's own limit when slurm.conf names none in a Slinky cluster. */
const operatorsMaxNodeCount = 1024;

/** Lines of slurm.conf that follow from what was declared; the user's own settings go over them. */
export function derivedConf(demands: ConfDemands): ConfLine[] {
  const lines: ConfLine[] = [];
  if (demands.preset === SlurmPreset.PRODUCTION) {
    lines.push(...productionLines);
  }
  if (demands.preset === SlurmPreset.PRODUCTION || demands.hasGpus) {
    lines.push(...isolationLines);
  } else if (demands.hasSsh) {
    // pam_slurm_adopt puts a connection into the job's extern step, which only this flag makes.
    lines.push({ key: 'PrologFlags', value: 'Contain' });
  }
  if (demands.hasGpus || demands.hasRdma) {
    // The memlock limit of a login host would otherwise follow the job and stop RDMA.
    lines.push({ key: 'PropagateResourceLimitsExcept', value: 'MEMLOCK' });
  }
  if (demands.gresTypes.length > 0) {
    lines.push({ key: 'GresTypes', value: demands.gresTypes.join(',') });
  }
  if (demands.hasAccounting && demands.tres.length > 0) {
    lines.push({ key: 'AccountingStorageTRES', value: demands.tres.join(',') });
  }
  if (demands.topologyParams.length > 0) {
    lines.push({ key: 'TopologyParam', value: demands.topologyParams.join(',') });
  }
  // Some room for records of nodes that went: beyond the count new nodes cannot register.
  const needed = Math.ceil(demands.maxNodes * 1.1);
  if (needed > operatorsMaxNodeCount) {
    lines.push({ key: 'MaxNodeCount', value: String(Math.min(65536, Math.ceil(needed / 1024) * 1024)) });
  }
  return lines;
}

/** Lists whose derived words stay when the user names others. */
const unitedKeys = ['accountingstoragetres', 'prologflags', 'topologyparam'];

/** The user's settings over the derived ones, sorted by key. */
export function mergedConf(derived: ConfLine[], own: ConfLine[]): ConfLine[] {
  const merged = new Map(derived.map(line => [line.key.toLowerCase(), line]));
  for (const line of own) {
    const key = line.key.toLowerCase();
    const before = merged.get(key);
    merged.set(key, before && unitedKeys.includes(key) ? { key: line.key, value: unite(before.value, line.value) } : line);
  }
  return [...merged.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

function unite(one: string, other: string): string {
  const words = [...one.split(','), ...other.split(',')];
  return words.filter((word, index) => words.findIndex(each => each.toLowerCase() === word.toLowerCase()) === index).join(',');
}
