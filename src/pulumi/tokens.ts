import * as pulumi from '@pulumi/pulumi';
import { isLateNumber, lateNumber, lateNumberPattern, onLateDigest } from '../errors/late-values';

/** What an output was declared to be. */
export type LateKind = 'string' | 'number' | 'list' | 'digest';

/** A value that only the deployment knows, and what stands for it in the constructs. */
export interface LateValue {
  readonly kind: LateKind;
  readonly output: pulumi.Output<unknown>;
  /** The function that made it and where it was called, for errors. */
  readonly origin: string;
}

const values: LateValue[] = [];

// Letters, digits and dashes alone: names and hosts are checked, and what stands for one must pass.
const textPattern = 'q7plm-(\\d+)-mlp7q';
const anyToken = new RegExp(`${textPattern}|${lateNumberPattern}`, 'g');

/**
 * Lets an output stand where a text is expected. The constructs carry it to its place as it is; there it becomes the output again, alone or within a
 * longer text. A secret stays secret, and a value that a preview does not know stays unknown.
 *
 * Not for what decides the shape of a cluster, such as the name of a node set: that is refused by name.
 */
export function asString(value: pulumi.Input<string>): string {
  return typeof value === 'string' ? value : textToken(checked(value, 'string'));
}

/** Lets an output stand where a number is expected and passed on untouched, such as the port of a database. Not for counts of nodes or GPUs. */
export function asNumber(value: pulumi.Input<number>): number {
  if (typeof value === 'number') {
    return value;
  }
  return lateNumber(values.push(checked(value, 'number')) - 1);
}

/** Lets an output stand where a list of texts is expected and passed on untouched, such as `loadBalancerSourceRanges`. */
export function asList(value: pulumi.Input<pulumi.Input<string>[]>): string[] {
  return Array.isArray(value) ? value.map(asString) : [textToken(checked(value, 'list'))];
}

/** A part of a text: words, or a value that stands in it. */
export type TextPart = string | LateValue;

/** Takes a text apart at the values that stand in it. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(anyToken)) {
    const value = values[match[1] === undefined ? serialOf(Number(match[0])) : Number(match[1])];
    if (value) {
      parts.push(text.slice(end, match.index), value);
      end = match.index + match[0].length;
    }
  }
  return [...parts, text.slice(end)].filter(part => part !== '');
}

/** The value that a number stands for. */
export function lateValueOf(number: number): LateValue | undefined {
  return isLateNumber(number) ? values[serialOf(number)] : undefined;
}

/** Whether a value stands in a text. */
export function isLate(text: string): boolean {
  return partsOf(text).some(part => typeof part !== 'string');
}

/** A text for people: where values stand in it, who made them. */
export function readable(text: string): string {
  return partsOf(text).map(part => (typeof part === 'string' ? part : `<${part.origin}>`)).join('');
}

/** The text once all is known. What stands in it may hold no line break, which would start a line of configuration that nobody wrote. */
export function joined(parts: TextPart[]): pulumi.Output<string> {
  const list = parts.find((part): part is LateValue => typeof part !== 'string' && part.kind === 'list');
  if (list) {
    throw failure(`<${list.origin}> stands within a longer text, where nobody knows how to join a list; join it yourself and use asString`);
  }
  const texts = parts.map(part => (typeof part === 'string' ? part : part.output.apply(value => inline(value, part.origin))));
  return pulumi.all(texts).apply(known => known.join(''));
}

/** A value that has become known, as a part of a longer text. */
export function inline(value: unknown, origin: string): string {
  const text = String(value);
  if (/[\r\n\0]/.test(text)) {
    throw failure(`<${origin}> holds a line break and stands within a longer text, where it would start a line of its own; give a value of one line`);
  }
  return text;
}

function textToken(value: LateValue): string {
  return `q7plm-${values.push(value) - 1}-mlp7q`;
}

function serialOf(number: number): number {
  return lateNumber(0) - number;
}

const functions = { string: 'asString', number: 'asNumber', list: 'asList' } as const;

function checked(value: pulumi.Input<unknown>, kind: 'string' | 'number' | 'list'): LateValue {
  const origin = `${functions[kind]} at ${callSite()}`;
  return { kind, output: pulumi.output(value as pulumi.Input<string>).apply<unknown>(known => verified(known, kind, origin)), origin };
}

/** A value that has become known, if it is what it was declared to be. */
export function verified(known: unknown, kind: 'string' | 'number' | 'list', origin: string): unknown {
  const isRight = kind === 'list' ? Array.isArray(known) && known.every(item => typeof item === 'string') : typeof known === kind;
  if (!isRight) {
    const found = known === undefined ? 'undefined: the output does not exist' : `a ${Array.isArray(known) ? 'list' : typeof known}`;
    throw failure(`<${origin}> is ${found}; give an output that is a ${kind}${kind === 'list' ? ' of texts' : ''}`);
  }
  return known;
}

function failure(message: string): Error {
  const error = new Error(`PUL-001: ${message}`);
  error.name = 'SlurmConstructsError';
  return error;
}

/** File and line of the program that called us. */
function callSite(): string {
  const frame = (new Error().stack ?? '').split('\n').slice(1).find(line => !line.includes(__dirname) && !/\(node:|at node:/.test(line)) ?? '';
  return /([^\\/(]+:\d+):\d+\)?$/.exec(frame)?.[1] ?? 'an unknown place';
}

// Hashes of texts tell pods of a change, so one of a text with outputs is an output itself.
onLateDigest((text, digest) => {
  const parts = partsOf(text);
  return parts.every(part => typeof part === 'string')
    ? undefined
    : textToken({ kind: 'digest', output: joined(parts).apply(digest), origin: 'digest of a text with outputs' });
});
