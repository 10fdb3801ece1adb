import type { Command } from 'commander';
import type { CliIo, ExitCode } from './io';

/**
 * What a verb's register function gets. It declares arguments, options and an example on `parser`, and loads whatever answers only within the
 * action: help must not wait for rules, YAML or Slurm.
 */
export interface VerbContext {
  readonly parser: Command;
  readonly io: CliIo;
  /** The whole command line: what stands behind `--` is the parser's like any other argument. */
  readonly words: readonly string[];
  /** Takes what the verb's function promises, as the exit code of the process. */
  readonly exit: (code: ExitCode) => void;
}

/** Adds one verb to the command line. */
export type RegisterVerb = (context: VerbContext) => void;

/** The choices of `--format`. */
export enum OutputFormat {
  /** For people. */
  TEXT = 'text',
  /** For programs. */
  JSON = 'json',
}
