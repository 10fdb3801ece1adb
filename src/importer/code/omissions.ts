import type { Field, Statement } from './expression';

/** What a program leaves out: without a word what is so anyway, as a comment what the library refuses. */
export class Omissions {
  private readonly left = new Map<Field | Statement, string | undefined>();

  public constructor(others?: Omissions) {
    others?.left.forEach((reason, part) => this.left.set(part, reason));
  }

  /** Leaves something out; the reason stands in the program. */
  public add(part: Field | Statement, reason?: string): void {
    this.left.set(part, reason);
  }

  /** Puts something back. */
  public remove(part: Field | Statement): void {
    this.left.delete(part);
  }

  public with(parts: Iterable<Field | Statement>): Omissions {
    const more = new Omissions(this);
    for (const part of parts) {
      more.add(part);
    }
    return more;
  }

  public has(part: Field | Statement): boolean {
    return this.left.has(part);
  }

  /** Why it is left out, if the reader of the program must know. */
  public reason(part: Field | Statement): string | undefined {
    return this.left.get(part);
  }
}
