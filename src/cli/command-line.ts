import { inspect } from 'util';
import { Command, CommanderError, Help } from 'commander';
import { registerCheckJob } from './check-job';
import { registerCompletion } from './completion';
import { registerExplain } from './explain';
import { registerImport } from './import';
import { registerInit } from './init';
import { InputError } from './input-error';
import { InternalError } from './internal-error';
import { CliIo, ExitCode } from './io';
import { libraryVersion } from './library';
import { registerLint } from './lint';
import { printable } from './output';
import { registerReport } from './report';
import { registerSandbox } from './sandbox';
import type { RegisterVerb } from './verb';

const VERBS: readonly RegisterVerb[] = [
  registerLint, registerExplain, registerReport, registerSandbox, registerCheckJob, registerImport, registerInit, registerCompletion,
];

/** Runs one command; the promise never fails. */
export async function runCommandLine(words: readonly string[], io: CliIo): Promise<ExitCode> {
  let code = ExitCode.FINE;
  try {
    await parser(io, answer => { code = answer; }, words).parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    return tell(error, io);
  }
}

/** The parser with all verbs, as help and completion see it. */
export function parser(io: CliIo, exit: (code: ExitCode) => void, words: readonly string[] = []): Command {
  const program = new Command('slurm-constructs')
    .description('Answers about Slurm clusters on Kubernetes, read from their manifests before they exist.')
    .version(libraryVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [verb]', 'print help for a verb')
    // That a flag is off unless it is given needs no word.
    .configureHelp({ optionDescription: option => option.isBoolean() ? option.description : new Help().optionDescription(option) })
    .exitOverride()
    .configureOutput({ writeOut: text => io.stdout.write(text), writeErr: text => io.stderr.write(text) })
    .showHelpAfterError('(slurm-constructs --help shows what can be said)')
    .addHelpText('after', [
      '',
      'Manifests are files, folders or - for standard input: YAML, JSON, and what kubectl get prints.',
      '',
      'Exit code: 0 fine, 1 findings, 2 wrong usage or unreadable input.',
      '',
      'Example:',
      '  cdk8s synth && slurm-constructs lint dist',
    ].join('\n'));
  VERBS.forEach(register => register({ parser: program, io, exit, words }));
  return program;
}

function tell(error: unknown, io: CliIo): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? ExitCode.FINE : ExitCode.UNUSABLE;
  }
  if (error instanceof InputError) {
    io.stderr.write(`error: ${printable(error.message)}\n`);
    return ExitCode.UNUSABLE;
  }
  if (error instanceof InternalError && !io.env.SLURM_CONSTRUCTS_DEBUG) {
    io.stderr.write(`internal error: ${printable(error.message)}\n\n`
      + `This is a bug in slurm-constructs ${libraryVersion()}, not a fault of your input. Please report it with the line above and ${error.needed}. `
      + 'SLURM_CONSTRUCTS_DEBUG=1 shows where it happened.\n');
    return ExitCode.BUG;
  }
  io.stderr.write(`${inspect(error)}\n\nThis is a bug in slurm-constructs ${libraryVersion()}, not a fault of your input. Please report it with the lines above.\n`);
  return ExitCode.BUG;
}
