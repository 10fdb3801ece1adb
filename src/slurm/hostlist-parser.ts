import { splitHostName } from './hostlist-order';
import { Parsed, TextIssue } from './text-issue';

/** Hosts one range may stand for. */
const MAX_HOSTS_PER_RANGE = 65_536n;
/** Names that all brackets of an item but the last may multiply to. */
const MAX_PREFIXES = 65_536;
/** Ranges in one expression. */
const MAX_RANGES = 262_144;
/** Ours, not Slurm's: sixteen full node tables. Keeps an expression of a few characters from filling the memory. */
const MAX_HOSTS = 1_048_576;
/** Largest number Slurm keeps in a host name; larger ones change into it without a word. */
export const MAX_HOST_NUMBER = 18_446_744_073_709_551_615n;

/** Numbers from `lo` to `hi`, printed with at least `width` digits. */
export interface HostRange {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly width: number;
}

/** One comma-separated part of a hostlist: text, bracket, text, ... with one more text than brackets. */
export interface HostItem {
  readonly texts: string[];
  readonly brackets: HostRange[][];
}

/** Reads the items of a hostlist; never expands them. */
export function parseHostItems(text: string): Parsed<HostItem[]> {
  const items: HostItem[] = [];
  const issues: TextIssue[] = [];
  let ranges = 0;
  let hosts = 0;
  for (const token of tokens(text)) {
    const item = parseItem(token.text, token.offset, issues);
    if (item === undefined) {
      return { issues };
    }
    ranges += item.brackets.reduce((sum, bracket) => sum + bracket.length, 0);
    hosts += itemCount(item);
    const refusal = tooMuch(item, ranges, hosts);
    if (refusal !== undefined) {
      issues.push({ ...refusal, offset: token.offset, length: token.text.length });
      return { issues };
    }
    items.push(item);
  }
  return { value: items, issues };
}

/** Hosts that an item stands for. */
export function itemCount(item: HostItem): number {
  return item.brackets.reduce((product, bracket) => product * bracketCount(bracket), 1);
}

function bracketCount(bracket: HostRange[]): number {
  return bracket.reduce((sum, range) => sum + Number(range.hi - range.lo) + 1, 0);
}

function tooMuch(item: HostItem, ranges: number, hosts: number): { message: string; fix: string } | undefined {
  const prefixes = item.brackets.slice(0, -1).reduce((product, bracket) => product * bracketCount(bracket), 1);
  if (prefixes > MAX_PREFIXES) {
    return { message: `the brackets before the last one multiply to ${prefixes} but Slurm takes ${MAX_PREFIXES}`, fix: 'split the item into several' };
  }
  if (ranges > MAX_RANGES) {
    return { message: `the hostlist has more than ${MAX_RANGES} ranges, the most Slurm takes`, fix: 'join neighbouring numbers into ranges such as n[1-100]' };
  }
  if (hosts > MAX_HOSTS) {
    return {
      message: `the hostlist stands for more than ${MAX_HOSTS} hosts but a cluster holds 65536 nodes`,
      fix: 'check the brackets, each one multiplies the number of names',
    };
  }
  return undefined;
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

function* tokens(text: string): Generator<Token> {
  let start = 0;
  let inBracket = false;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === undefined || (!inBracket && isSeparator(char))) {
      if (i > start) {
        yield { text: text.slice(start, i), offset: start };
      }
      start = i + 1;
    } else if (char === '[') {
      inBracket = true;
    } else if (char === ']') {
      inBracket = false;
    }
  }
}

function isSeparator(char: string): boolean {
  return char === ',' || char === ' ' || char === '\t' || char === '\n';
}

function parseItem(text: string, offset: number, issues: TextIssue[]): HostItem | undefined {
  const texts: string[] = [];
  const brackets: HostRange[][] = [];
  let rest = 0;
  for (;;) {
    const open = openingBracket(text, rest);
    if (open < 0) {
      texts.push(text.slice(rest));
      warnOfSaturation(text, brackets.length, offset, issues);
      return { texts, brackets };
    }
    const close = text.indexOf(']', open);
    if (close < 0) {
      issues.push({ message: `'${shown(text)}' opens a bracket and never closes it`, fix: 'close it, as in n[1-4]', offset: offset + open, length: text.length - open });
      return undefined;
    }
    const bracket = parseBracket(text.slice(open + 1, close), offset + open + 1, issues);
    if (bracket === undefined) {
      return undefined;
    }
    texts.push(text.slice(rest, open));
    brackets.push(bracket);
    rest = close + 1;
  }
}

function warnOfSaturation(name: string, brackets: number, offset: number, issues: TextIssue[]): void {
  const { prefix, digits } = splitHostName(name);
  if (brackets === 0 && digits.length >= 20 && BigInt(digits) > MAX_HOST_NUMBER) {
    issues.push({
      message: `the number of '${shown(name)}' is above ${MAX_HOST_NUMBER}, so Slurm reads '${shown(prefix + MAX_HOST_NUMBER)}'`,
      fix: 'use a shorter number',
      offset: offset + prefix.length,
      length: digits.length,
    });
  }
}

// Of several opening brackets in a row the last one counts, the others are text: n[[1-2]] is n[1] and n[2].
function openingBracket(text: string, from: number): number {
  let open = text.indexOf('[', from);
  const close = open < 0 ? -1 : text.indexOf(']', open);
  if (close >= 0) {
    open = text.lastIndexOf('[', close);
  }
  return open;
}

function parseBracket(text: string, offset: number, issues: TextIssue[]): HostRange[] | undefined {
  const ranges: HostRange[] = [];
  let start = 0;
  for (const part of text.split(',')) {
    // A blank after a comma counts as one more character of width: n[1, 2] is n1 and n02.
    const match = /^( *)(\d+)(?:-(\d*))?$/.exec(part);
    const refuse = (message: string, fix: string) => {
      issues.push({ message, fix, offset: offset + start, length: part.length });
      return undefined;
    };
    if (match === null || (start === 0 && match[1] !== '')) {
      return refuse(`'${shown(part)}' in brackets is not a number or a range of numbers`, 'write ranges as in n[1-4,7]');
    }
    if (match[1] !== '') {
      issues.push({
        message: `the blank before '${match[2]}' makes its numbers one digit wider`,
        fix: 'remove blanks from brackets, as in n[1,2]',
        offset: offset + start,
        length: match[1].length,
      });
    }
    const lo = BigInt(match[2]);
    const hi = match[3] ? BigInt(match[3]) : lo;
    if (lo > MAX_HOST_NUMBER || hi > MAX_HOST_NUMBER) {
      return refuse(`'${shown(part)}' has a number above ${MAX_HOST_NUMBER}, the largest Slurm keeps`, 'number nodes from 0 or 1');
    }
    if (hi < lo) {
      return refuse(`range '${part}' runs backwards`, `write ${match[3]}-${match[2]}`);
    }
    if (hi - lo >= MAX_HOSTS_PER_RANGE) {
      return refuse(`range '${part}' stands for ${hi - lo + 1n} hosts but Slurm takes ${MAX_HOSTS_PER_RANGE} in one range`, 'split it into several ranges');
    }
    ranges.push({ lo, hi, width: match[1].length + match[2].length });
    start += part.length + 1;
  }
  return ranges;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
