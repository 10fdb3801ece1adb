import { Size } from 'cdk8s';
import { isLateNumber } from '../errors/late-values';
import { Problem } from '../errors/refuse';
import { wholeMebibytes } from '../pods/quantities';

/**
 * Amounts of resources that a limit is about. A limit in minutes counts each of them for as long as it is in use: 60 `gpus` are one GPU for an hour.
 *
 * @see https://slurm.schedmd.com/tres.html
 */
export interface TresCounts {
  /** CPUs. Slurm: `cpu`. @default - no limit */
  readonly cpus?: number;
  /** Memory, whole MiB. Slurm: `mem`. @default - no limit */
  readonly memory?: Size;
  /** Nodes. Slurm: `node`. @default - no limit */
  readonly nodes?: number;
  /** GPUs of all types together. Slurm: `gres/gpu`. @default - no limit */
  readonly gpus?: number;
  /** GPUs by GRES type, such as `{ h100: 64 }`. Slurm: `gres/gpu:<type>`. @default - no limit */
  readonly gpusByType?: { [type: string]: number };
  /** The sum that `tresBillingWeights` of partitions give. Slurm: `billing`. @default - no limit */
  readonly billing?: number;
  /** Others by Slurm's name, such as `{ 'license/matlab': 4 }`; slurmctld must record them. @default - no limit */
  readonly others?: { [tres: string]: number };
}

/** As sacctmgr writes them back, and what is wrong with them. */
export function tresText(prop: string, counts: TresCounts): { readonly text: string; readonly problems: Problem[] } {
  const named: [string, number | undefined][] = [
    ['cpu', counts.cpus],
    ['node', counts.nodes],
    ['billing', counts.billing],
    ['gres/gpu', counts.gpus],
    ...Object.entries(counts.gpusByType ?? {}).map(([type, count]): [string, number] => [`gres/gpu:${type.toLowerCase()}`, count]),
    ...Object.entries(counts.others ?? {}),
  ];
  const given = named.filter((entry): entry is [string, number] => entry[1] !== undefined);
  const memory = counts.memory && wholeMebibytes(counts.memory);
  const problems = [
    ...given.filter(([, count]) => !isLateNumber(count) && (!Number.isSafeInteger(count) || count < 0)).map(([tres, count]) => ({
      id: 'ACCT-031', what: `'${prop}' has ${count} of '${tres}', and slurmdbd counts whole things from 0`, fix: 'use a whole number such as 8',
    })),
    ...given.filter(([tres]) => !/^[a-z]+(\/[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?)?$/.test(tres)).map(([tres]) => ({
      id: 'ACCT-032', what: `'${prop}' names '${tres}', which no TRES is called`, fix: "use names such as 'gres/shard' or 'license/matlab'",
    })),
    ...given.length === 0 && memory === undefined ? [{ id: 'ACCT-033', what: `'${prop}' limits nothing`, fix: 'name a resource, such as { gpus: 8 }, or leave it out' }] : [],
  ];
  const entries = [...given.map(([tres, count]) => `${tres}=${count}`), ...memory === undefined ? [] : [`mem=${memoryText(memory)}`]];
  return { text: entries.sort().join(','), problems };
}

// The largest unit without a remainder, as sacctmgr shows it.
function memoryText(mebibytes: number): string {
  const units = ['M', 'G', 'T', 'P'];
  let amount = mebibytes;
  let unit = 0;
  while (amount > 0 && amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount}${units[unit]}`;
}
