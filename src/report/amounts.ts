/** A number with thousands apart: `10,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** A number of things: `1 node`, `1,024 nodes`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : noun.endsWith('switch') ? 'es' : 's'}`;
}

const UNITS = ['MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** An amount of memory in the largest unit that leaves a number of 1 or more: `1.9 TiB`. */
export function memory(mebibytes: number): string {
  let unit = 0;
  let amount = mebibytes;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${grouped(amount)} ${UNITS[unit]}`;
}

/** An amount that manifests say in part: from least to most, and whether more may come. */
export interface Amount {
  readonly least: number;
  readonly most: number;
  /** Whether a part of it is unknown. */
  readonly isOpen: boolean;
}

/** The sum of amounts. */
export function total(amounts: readonly Amount[]): Amount {
  return {
    least: amounts.reduce((sum, { least }) => sum + least, 0),
    most: amounts.reduce((sum, { most }) => sum + most, 0),
    isOpen: amounts.some(({ isOpen }) => isOpen),
  };
}

/** An amount in words: `64`, `0–64`, `64 or more`; a dash when nothing is known. */
export function amountText({ least, most, isOpen }: Amount, number: (value: number) => string = grouped): string {
  if (isOpen && most === 0) {
    return '–';
  }
  const [from, to] = [number(least), number(most)];
  const [, unit = ''] = /( \D+)$/.exec(to) ?? [];
  const range = from === to ? to : `${from.endsWith(unit) ? from.slice(0, from.length - unit.length) : from}–${to}`;
  return isOpen ? `${range} or more` : range;
}
