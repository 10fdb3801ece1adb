/** Where a verb reads and writes; a test hands in its own. */
export interface CliIo {
  /** What `-` reads. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Answers. */
  readonly stdout: TextSink;
  /** Progress, notes and errors. */
  readonly stderr: TextSink;
  /** Whether answers go to a terminal: colours, and no control characters of the input. */
  readonly isTerminal: boolean;
  /** Whether notes go to a terminal: progress may overwrite its own line. */
  readonly isErrorTerminal: boolean;
  readonly env: { readonly [name: string]: string | undefined };
}

/** Takes text. */
export interface TextSink {
  write(text: string): unknown;
}

/** What the process tells its caller. */
export enum ExitCode {
  /** Nothing to complain about. */
  FINE = 0,
  /** The answer is bad news: findings, jobs that do not fit. */
  FINDINGS = 1,
  /** The question cannot be answered: wrong usage, input that cannot be read. */
  UNUSABLE = 2,
  /** A fault of ours; `EX_SOFTWARE` of sysexits.h. */
  BUG = 70,
}
