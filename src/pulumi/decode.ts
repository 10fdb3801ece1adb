import * as pulumi from '@pulumi/pulumi';
import { isLate, joined, lateValueOf, LateValue, partsOf } from './tokens';

/**
 * Puts outputs back into the places of a rendered object where something stands for them. What holds none comes back as it is, so that only the fields
 * with secrets are secret and only those that depend on something unknown are unknown.
 */
export function decode(value: unknown): pulumi.Input<unknown> {
  if (typeof value === 'string') {
    return decodeText(value);
  }
  if (typeof value === 'number') {
    return lateValueOf(value)?.output ?? value;
  }
  if (Array.isArray(value)) {
    return decodeList(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  return entries.some(([key]) => isLate(key))
    ? pulumi.all(entries.map(([key, field]) => pulumi.all([decodeText(key), decode(field)]))).apply(known => Object.fromEntries(known as [string, unknown][]))
    : Object.fromEntries(entries.map(([key, field]) => [key, decode(field)]));
}

function decodeText(text: string): pulumi.Input<unknown> {
  const parts = partsOf(text);
  const [only] = parts;
  if (parts.length === 1 && typeof only !== 'string') {
    return only.output;
  }
  return parts.every(part => typeof part === 'string') ? text : joined(parts);
}

function decodeList(list: unknown[]): pulumi.Input<unknown> {
  const lists = list.map(item => listOf(item));
  if (lists.every(late => late === undefined)) {
    return list.map(decode);
  }
  return pulumi.all(list.map((item, index) => lists[index]?.output ?? decode(item)))
    .apply(known => known.flatMap((item, index) => (lists[index] ? item as unknown[] : [item])));
}

/** The list that stands as one item of a list. */
function listOf(item: unknown): LateValue | undefined {
  const parts = typeof item === 'string' ? partsOf(item) : [];
  const [only] = parts;
  return parts.length === 1 && typeof only !== 'string' && only.kind === 'list' ? only : undefined;
}
