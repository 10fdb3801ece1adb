import { Duration } from 'cdk8s';
import { TresCounts, tresText } from './tres-counts';
import { slurmTime } from '../cluster/slurm-time';
import { isLateNumber } from '../errors/late-values';
import { Problem } from '../errors/refuse';
import { DumpField } from '../slurm/sacctmgr-dump';

/** Fields of a line of a sacctmgr file, and what is wrong with the props behind them. */
export interface LimitTexts {
  readonly fields: DumpField[];
  readonly problems: Problem[];
}

/** How one prop becomes a field. */
export interface LimitEntry<T> {
  readonly prop: keyof T;
  readonly key: string;
  readonly text: (value: never, prop: string) => { readonly text: string; readonly problems: Problem[] };
}

/** The fields of all props that are set, in the order of the table. */
export function limitTexts<T extends object>(options: T, entries: LimitEntry<T>[]): LimitTexts {
  const texts = entries
    .filter(({ prop }) => options[prop] !== undefined)
    .map(({ prop, key, text }) => ({ key, ...text(options[prop] as never, String(prop)) }));
  return {
    fields: texts.filter(({ text, problems }) => text !== '' && problems.length === 0).map(({ key, text }) => ({ key, value: text })),
    problems: texts.flatMap(({ problems }) => problems),
  };
}

const fine = (text: string) => ({ text, problems: [] });
const wrong = (id: string, what: string, fix: string) => ({ text: '', problems: [{ id, what, fix }] });

/** A whole number from 0. */
export const count = (value: number, prop: string) => isLateNumber(value) || (Number.isInteger(value) && value >= 0 && value < 4294967294)
  ? fine(String(value))
  : wrong('ACCT-035', `'${prop}' is ${value}, and slurmdbd keeps whole numbers from 0`, 'use a number such as 10');

/** A factor, as slurmdbd shows it. */
export const factor = (value: number, prop: string) => Number.isFinite(value) && value >= 0
  ? fine(value.toFixed(6))
  : wrong('ACCT-035', `'${prop}' is ${value}, and slurmdbd keeps numbers from 0`, 'use a number such as 1.5');

/** A time in whole minutes. */
export const minutes = (value: Duration, prop: string) => Number.isInteger(value.toMinutes({ integral: false })) && value.toMinutes() > 0
  ? fine(String(value.toMinutes()))
  : wrong('ACCT-036', `'${prop}' is not a whole number of minutes, which is what slurmdbd keeps`, 'use e.g. Duration.hours(12)');

/** A time in whole seconds. */
export const seconds = (value: Duration, prop: string) => Number.isInteger(value.toSeconds({ integral: false }))
  ? fine(String(value.toSeconds()))
  : wrong('ACCT-036', `'${prop}' is not a whole number of seconds, which is what slurmdbd keeps`, 'use e.g. Duration.seconds(30)');

/** A time with its units, for the one key that sacctmgr writes in seconds and reads in minutes. */
export const clock = (value: Duration, prop: string) => {
  const whole = seconds(value, prop);
  return whole.problems.length > 0 ? whole : fine(slurmTime(value));
};

/** Amounts of resources. */
export const tres = (value: TresCounts, prop: string) => tresText(prop, value);

/** Text for people. sacctmgr keeps it in lower case. */
export const words = (value: string, prop: string) => value !== '' && !/['"|\t\r\n]/.test(value)
  ? fine(value)
  : wrong('ACCT-037', `'${prop}' is '${value}', which a line of a sacctmgr file cannot carry`, "use some words without quotes, '|' and line breaks");

/** Names from a closed choice, in an order of their own. */
export const names = (values: string[], prop: string) => values.length > 0
  ? fine([...new Set(values)].sort().join(','))
  : wrong('ACCT-038', `'${prop}' is empty`, 'leave it out');
