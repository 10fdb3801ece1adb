import { KeywordTable } from './catalog';
import { Keyword } from './keywords/keyword';
import { Consequence } from './value-limits';

/** How a daemon compares a value with the words it knows, where it does not want one of them and nothing else. */
export interface WordReading {
  /** Whether the value means a word. */
  readonly means: (value: string, word: string) => boolean;
  /** What happens to other values. */
  readonly otherwise: Consequence;
}

const equals = (value: string, word: string): boolean => value === word;
const starts = (value: string, word: string): boolean => value.startsWith(word);
const contains = (value: string, word: string): boolean => value.includes(word);
const isNodeState = (value: string, word: string): boolean => value === word || (/^(cloud|drain|external|fail)$/.test(word) && value.startsWith(word));
const lists = (value: string, word: string): boolean => value.split(',').includes(word);

const STOPS: WordReading = { means: equals, otherwise: 'stops' };

// Each seen with the daemons of 26.05.
const READINGS: { readonly [key: string]: WordReading } = {
  AutoDetect: { means: contains, otherwise: 'ignores' },
  CpuBind: { means: lists, otherwise: 'ignores' },
  CpuFreqDef: { means: lists, otherwise: 'ignores' },
  LogTimeFormat: { means: contains, otherwise: 'resets' },
  [`${KeywordTable.NODE} State`]: { means: isNodeState, otherwise: 'stops' },
  [`${KeywordTable.PARTITION} PreemptMode`]: { means: lists, otherwise: 'ignores' },
  [`${KeywordTable.PARTITION} SelectTypeParameters`]: { means: starts, otherwise: 'stops' },
  [`${KeywordTable.PARTITION} State`]: { means: starts, otherwise: 'stops' },
  [`${KeywordTable.DOWN_NODES} State`]: { means: equals, otherwise: 'ignores' },
};

/** How a daemon compares the values of a key with its words. */
export function wordReading(table: KeywordTable, key: Keyword): WordReading {
  return READINGS[`${table} ${key.name}`] ?? READINGS[key.name] ?? STOPS;
}
