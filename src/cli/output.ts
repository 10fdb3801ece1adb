import type { Colors } from 'picocolors/types';
import type { CliIo } from './io';

/** Colours for answers: on a terminal only, and not where NO_COLOR asks for none. */
export function colours(io: CliIo): Colors {
  const { createColors } = require('picocolors') as typeof import('picocolors');
  return createColors(io.isTerminal && !io.env.NO_COLOR && io.env.TERM !== 'dumb');
}

/** Text of somebody's manifest on one line: control characters and marks that turn the writing direction, which could fool a terminal, are spelled out. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, character => {
    const known = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return known ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}

/** A value as JSON for programs, ended by a line break. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A number of things: `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
