import { TextIssue } from './text-issue';

/** One argument, as a program would get it, and where it stands in the text it came from. */
export interface SbatchWord {
  readonly text: string;
  /** Place in the source of each character of `text`, and of the end of the word behind them. */
  readonly offsets: number[];
}

/** Words of a directive line, and what is wrong with its quotes. */
export interface SbatchWords {
  readonly words: SbatchWord[];
  readonly issues: TextIssue[];
}

/** Splits text as sbatch splits a directive: quotes and backslashes as in a shell, `#` at the start of a word ends the line. */
export function splitWords(text: string): SbatchWords {
  const words: SbatchWord[] = [];
  const issues: TextIssue[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at])) {
      at++;
    }
    if (at >= text.length || text[at] === '#') {
      return { words, issues };
    }
    const word = readWord(text, at, issues);
    words.push(word);
    at = word.offsets[word.offsets.length - 1];
  }
}

/** A word of a command line, which the shell has split already. */
export function plainWord(text: string): SbatchWord {
  return { text, offsets: Array.from({ length: text.length + 1 }, (_, i) => i) };
}

function readWord(source: string, start: number, issues: TextIssue[]): SbatchWord {
  let text = '';
  const offsets: number[] = [];
  let quote: { mark: string; at: number } | undefined;
  let at = start;
  for (; at < source.length && (quote !== undefined || !/\s/.test(source[at])); at++) {
    const char = source[at];
    if (char === quote?.mark) {
      quote = undefined;
    } else if (quote === undefined && (char === '"' || char === '\'')) {
      quote = { mark: char, at };
    } else if (char === '\\' && quote?.mark !== '\'' && at + 1 < source.length) {
      at++;
      text += source[at];
      offsets.push(at);
    } else {
      text += char;
      offsets.push(at);
    }
  }
  if (quote !== undefined) {
    issues.push({ message: `the quote ${quote.mark} is not closed on this line`, fix: `add a closing ${quote.mark}`, offset: quote.at, length: 1 });
  }
  return { text, offsets: [...offsets, Math.min(at, source.length)] };
}
