import { SbatchArgument, SbatchOption } from './sbatch-option';
import { nearestSbatchOption, sbatchOptionLettered, sbatchOptionNamed } from './sbatch-options';
import { checkSbatchValue } from './sbatch-value';
import { SbatchWord } from './sbatch-words';
import { shifted, TextIssue } from './text-issue';

/** One option that is set. */
export interface SbatchSetting {
  /** The option; for another name of an option, that option. */
  readonly option: SbatchOption;
  /** Its value, absent for a flag and an optional value left out. */
  readonly value?: string;
  /** Where the option starts in the text it was read from. */
  readonly offset: number;
}

/** An issue with the rule it breaks. */
export interface SbatchIssue extends TextIssue {
  readonly ruleId: string;
}

/** Options read from words, up to the first word that is none. */
export interface SbatchArguments {
  readonly settings: SbatchSetting[];
  readonly issues: SbatchIssue[];
  /** Words behind the options: the script and its arguments, or a stray word of a directive. */
  readonly rest: SbatchWord[];
}

/** Reads options as getopt does: long with `=` or a blank, beginnings of long names, letters in a row, values behind letters. */
export function readSbatchArguments(words: SbatchWord[]): SbatchArguments {
  const settings: SbatchSetting[] = [];
  const issues: SbatchIssue[] = [];
  const queue = [...words];
  while (queue.length > 0 && /^-./.test(queue[0].text)) {
    const word = queue.shift();
    if (word === undefined || word.text === '--') {
      break;
    }
    if (word.text.startsWith('--')) {
      readLong(word, queue, settings, issues);
    } else {
      readLetters(word, queue, settings, issues);
    }
  }
  return { settings, issues, rest: queue };
}

function readLong(word: SbatchWord, queue: SbatchWord[], settings: SbatchSetting[], issues: SbatchIssue[]): void {
  const equals = word.text.indexOf('=');
  const name = word.text.slice(2, equals < 0 ? undefined : equals);
  const { option, candidates } = sbatchOptionNamed(name);
  if (option === undefined) {
    const meant = nearestSbatchOption(name);
    issues.push({
      ruleId: 'JOB-001',
      ...(candidates.length > 0
        ? { message: `'--${name}' is short for several options`, fix: `write one of ${candidates.map(each => `--${each.long}`).join(', ')}` }
        : { message: `sbatch knows no option '--${name}'`, fix: meant === undefined ? 'remove it' : `write --${meant}` }),
      ...place(word, 0, equals < 0 ? word.text.length : equals),
    });
    return;
  }
  if (equals >= 0 && option.argument === undefined) {
    issues.push({ ruleId: 'JOB-002', message: `'--${option.long}' takes no value`, fix: `write --${option.long} alone`, ...place(word, equals, word.text.length) });
    return;
  }
  if (equals >= 0) {
    set(option, tail(word, equals + 1), word, settings, issues);
  } else {
    setFromNext(option, `--${option.long}`, word, queue, settings, issues);
  }
}

function readLetters(word: SbatchWord, queue: SbatchWord[], settings: SbatchSetting[], issues: SbatchIssue[]): void {
  for (let at = 1; at < word.text.length; at++) {
    const option = sbatchOptionLettered(word.text[at]);
    if (option === undefined) {
      issues.push({ ruleId: 'JOB-001', message: `sbatch knows no option '-${word.text[at]}'`, fix: longMeant(word) ?? 'remove it', ...place(word, at, at + 1) });
      return;
    }
    if (option.argument !== undefined && at + 1 < word.text.length) {
      const before = issues.length;
      set(option, tail(word, at + 1), word, settings, issues);
      const meant = longMeant(word);
      issues.splice(before, issues.length, ...issues.slice(before).map(issue => ({ ...issue, fix: meant ?? issue.fix })));
      return;
    }
    setFromNext(option, `-${option.short}`, word, queue, settings, issues);
  }
}

// One dash before a long name is a common slip: -nodes=4 reads as -n odes=4.
function longMeant(word: SbatchWord): string | undefined {
  const name = word.text.slice(1).replace(/=.*/s, '');
  return name.length > 1 && sbatchOptionNamed(name).option !== undefined ? `write --${name} with two dashes` : undefined;
}

function setFromNext(
  option: SbatchOption, spelled: string, word: SbatchWord, queue: SbatchWord[], settings: SbatchSetting[], issues: SbatchIssue[],
): void {
  if (option.argument !== SbatchArgument.REQUIRED) {
    set(option, undefined, word, settings, issues);
    return;
  }
  const value = queue.shift();
  if (value === undefined) {
    issues.push({ ruleId: 'JOB-002', message: `'${spelled}' lacks its value`, fix: `write --${option.long}=<${option.kind}>`, ...place(word, 0, word.text.length) });
  } else {
    set(option, value, word, settings, issues);
  }
}

function set(option: SbatchOption, value: SbatchWord | undefined, word: SbatchWord, settings: SbatchSetting[], issues: SbatchIssue[]): void {
  const { option: real = option } = option.aliasOf === undefined ? { option } : sbatchOptionNamed(option.aliasOf);
  settings.push({ option: real, ...(value === undefined ? {} : { value: value.text }), offset: word.offsets[0] });
  if (value !== undefined) {
    issues.push(...checkSbatchValue(option, value.text).map(issue => {
      const span = place(value, issue.offset, issue.offset + issue.length);
      return { ruleId: 'JOB-003', ...shifted({ ...issue, offset: 0 }, span.offset), length: span.length };
    }));
  }
}

function tail(word: SbatchWord, from: number): SbatchWord {
  return { text: word.text.slice(from), offsets: word.offsets.slice(from) };
}

function place(word: SbatchWord, from: number, to: number): { offset: number; length: number } {
  const offset = word.offsets[from];
  return { offset, length: to > from ? word.offsets[to - 1] - offset + 1 : 0 };
}
