import { createHash } from 'crypto';

/** Eight hexadecimal digits that differ when the content does. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
}
