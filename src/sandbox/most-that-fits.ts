import { SbatchSetting } from '../slurm/sbatch-arguments';
import { SbatchValueKind } from '../slurm/sbatch-option';
import { TimeLimit } from '../slurm/time-limit';

/** An amount that a value of an option states, and how to write another one. */
interface Amount {
  readonly number: number;
  readonly write: (number: number) => string;
}

const COUNTS = ['ntasks', 'ntasks-per-node', 'ntasks-per-socket', 'cpus-per-task', 'cpus-per-gpu', 'mincpus', 'segment', 'cores-per-socket', 'sockets-per-node', 'threads-per-core', 'ntasks-per-gpu'];
const TEN_YEARS = 10 * 365 * 24 * 60;

/** The largest smaller value of an option with which a job fits; undefined when none helps, or the value is no amount. */
export async function mostThatFits(setting: SbatchSetting, fits: (changed: SbatchSetting) => Promise<boolean>): Promise<string | undefined> {
  const amount = amountOf(setting);
  if (amount === undefined || amount.number < 2) {
    return undefined;
  }
  const fitsWith = async (number: number): Promise<boolean> => fits({ ...setting, value: amount.write(number) });
  // Other requests may need more than one: --gpus=1 is too few for two nodes.
  let fitting = amount.number - 1;
  let tooMuch = amount.number;
  while (!await fitsWith(fitting)) {
    if (fitting === 1) {
      return undefined;
    }
    tooMuch = fitting;
    fitting = Math.floor(fitting / 2);
  }
  while (tooMuch - fitting > 1) {
    const middle = Math.floor((fitting + tooMuch) / 2);
    if (await fitsWith(middle)) {
      fitting = middle;
    } else {
      tooMuch = middle;
    }
  }
  return amount.write(fitting);
}

function amountOf({ option, value = '' }: SbatchSetting): Amount | undefined {
  switch (option.kind) {
    case SbatchValueKind.TIME: {
      const time = TimeLimit.parse(value).value;
      const minutes = time === undefined || time.totalSeconds === 0 ? undefined : time.totalMinutes;
      return { number: Math.min(minutes ?? TEN_YEARS, TEN_YEARS), write: number => TimeLimit.minutes(number).toString() };
    }
    case SbatchValueKind.MEMORY: {
      const [, digits, unit = 'M'] = /^(\d+)([KMGT])?B?$/i.exec(value) ?? [];
      const index = 'KMGT'.indexOf(unit.toUpperCase());
      // A unit finer, unless the number is one already that nobody wants to know finer.
      const finer = index > 0 && Number(digits) < 64 ? 1 : 0;
      return digits === undefined ? undefined : { number: Number(digits) * 1024 ** finer, write: number => `${number}${'KMGT'[index - finer]}` };
    }
    case SbatchValueKind.NODES:
    case SbatchValueKind.GPUS:
    case SbatchValueKind.GRES: {
      const [, before = '', digits] = /^((?:[^,:\d][^,:]*:)*)(\d+)(?:-\d+)?$/.exec(value) ?? [];
      return digits === undefined ? undefined : { number: Number(digits), write: number => `${before}${number}` };
    }
    default:
      return COUNTS.includes(option.long) && /^\d+$/.test(value) ? { number: Number(value), write: String } : undefined;
  }
}
