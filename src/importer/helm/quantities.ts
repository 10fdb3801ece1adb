import { call, cdk8s, Expression, literal, plus } from '../code/expression';

/** A CPU amount of Kubernetes; nothing when cdk8s has no word for it. */
export function cpu(amount: string): Expression | undefined {
  const [, millis] = /^(\d+)m$/.exec(amount) ?? [];
  if (millis !== undefined) {
    return Number(millis) % 1000 === 0 ? call(plus('Cpu.units'), literal(Number(millis) / 1000)) : call(plus('Cpu.millis'), literal(Number(millis)));
  }
  const units = /^\d+(\.\d{1,3})?$/.test(amount) ? Number(amount) : undefined;
  if (units === undefined) {
    return undefined;
  }
  return Number.isInteger(units) ? call(plus('Cpu.units'), literal(units)) : call(plus('Cpu.millis'), literal(Math.round(units * 1000)));
}

const binaryUnits: readonly [string, string, number][] = [['Ti', 'tebibytes', 1024 ** 3], ['Gi', 'gibibytes', 1024 ** 2], ['Mi', 'mebibytes', 1024], ['Ki', 'kibibytes', 1]];

/** A size of Kubernetes in binary units; nothing for others, such as `1G`. */
export function size(amount: string): Expression | undefined {
  const [, digits, unit] = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(amount) ?? [];
  const factor = binaryUnits.find(([name]) => name === unit)?.[2];
  return factor === undefined ? undefined : kibibytes(Number(digits) * factor);
}

/** A size in MiB, as Slurm counts memory. */
export function mebibytes(amount: number): Expression | undefined {
  return Number.isSafeInteger(amount) && amount > 0 ? kibibytes(amount * 1024) : undefined;
}

function kibibytes(amount: number): Expression | undefined {
  const [, name, factor] = binaryUnits.find(([, , each]) => amount >= each && amount % each === 0) ?? binaryUnits[3];
  return amount > 0 && Number.isSafeInteger(amount) ? call(cdk8s(`Size.${name}`), literal(amount / factor)) : undefined;
}

/** A time in the largest unit that holds it. */
export function seconds(amount: number): Expression | undefined {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    return undefined;
  }
  const units: readonly [string, number][] = [['days', 86_400], ['hours', 3600], ['minutes', 60], ['seconds', 1]];
  // A day and a night are 24 hours to most people, and longer times are counted in days.
  const [name, factor] = units.find(([, each]) => amount >= each && amount % each === 0 && (each < 86_400 || amount > 86_400)) ?? units[3];
  return call(cdk8s(`Duration.${name}`), literal(amount / factor));
}

/** A time of Go, such as `30s` or `1h30m`, in seconds. */
export function goSeconds(text: string): number | undefined {
  const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return text === '' || (hours ?? minutes ?? rest) === undefined ? undefined : Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}
