import type { CliIo } from './io';

const FIRST_AFTER_MS = 1000;
const EVERY_MS = 200;

/** One line on a terminal that says what is going on, once something takes longer than a second. */
export class Progress {
  private readonly start = Date.now();
  private last = 0;

  constructor(private readonly io: CliIo) {}

  /** Shows what is done now, if it is time to. */
  public say(text: string): void {
    const now = Date.now();
    if (this.io.isErrorTerminal && now - this.start >= FIRST_AFTER_MS && now - this.last >= EVERY_MS) {
      this.io.stderr.write(`\r\u001b[2K${text}`);
      this.last = now;
    }
  }

  /** Clears the line. */
  public done(): void {
    if (this.last > 0) {
      this.io.stderr.write('\r\u001b[2K');
      this.last = 0;
    }
  }
}
