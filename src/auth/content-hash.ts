import { createHash } from 'crypto';
import { digestOf } from '../errors/late-values';

/** Eight hexadecimal digits that differ when the content does. */
export function contentHash(content: unknown): string {
  return textHash(JSON.stringify(content), 8);
}

/** So many hexadecimal digits that differ when the text does. */
export function textHash(text: string, digits: number): string {
  return digestOf(text, known => createHash('sha256').update(known).digest('hex').slice(0, digits));
}
