import type { Field, Statement } from './expression';

/** What a program leaves out: without a word what is so anyway, as a comment what the library refuses. */
export class Omissions {
  private readonly left = new Map<Field | Statement, string | undefined>();

  /** @param below what is left out besides */
  public constructor(private readonly below?: Omissions) {}

  /** Leaves something out; the reason stands in the program. */
  public add(part: Field | Statement, reason?: string): void {
    this.left.set(part, reason);
  }

  /** These, and more. */
  public with(parts: Iterable<Field | Statement>): Omissions {
    const more = new Omissions(this);
    for (const part of parts) {
      more.add(part);
    }
    return more;
  }

  public has(part: Field | Statement): boolean {
    return this.left.has(part) || (this.below?.has(part) ?? false);
  }

  /** Why it is left out, if the reader of the program must know. */
  public reason(part: Field | Statement): string | undefined {
    return this.left.has(part) ? this.left.get(part) : this.below?.reason(part);
  }
}
