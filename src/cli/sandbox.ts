import { spawn } from 'child_process';
import { InvalidArgumentError, Option } from 'commander';
import { InputError } from './input-error';
import { CliIo, ExitCode } from './io';
import { json } from './output';
import { oneSandbox, sandboxModule } from './sandbox-choice';
import { sandboxReport, sandboxText } from './sandbox-output';
import { addStartOptions, SandboxStart, withSandbox } from './sandbox-start';
import { OutputFormat, VerbContext } from './verb';

/** What `sandbox` is asked. */
export interface SandboxArguments extends Omit<SandboxStart, 'chosen'> {
  readonly cluster?: string;
  readonly run?: string;
  readonly format: OutputFormat;
}

/** Adds the verb `sandbox`, with `sandbox exec` and `sandbox down`. */
export function registerSandbox({ parser, io, exit }: VerbContext): void {
  const sandbox = addStartOptions(parser.command('sandbox')
    .summary('bring the declared cluster up on this machine, with the real slurmctld')
    .description('Runs slurmctld with the declared configuration and every declared node, in a private folder, until Ctrl-C. Nothing is left behind.')
    .argument('<manifests...>', 'files, folders or - for standard input')
    .option('--cluster <name>', 'which cluster, by the name of its Controller or its ClusterName'))
    .addOption(new Option('--run-nodes <number>', 'nodes that really run jobs, with fake GPU devices, prolog and epilog').argParser(wholeNumber).default(0))
    .option('--run <command>', 'run a shell command in the sandbox, end it, and exit as the command did')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Examples:',
      '  slurm-constructs sandbox dist --run "sinfo; sbatch --test-only -N 512 train.sh"',
      '  slurm-constructs sandbox dist --load accounts.cfg --run "sacctmgr show assoc"',
      '  slurm-constructs sandbox dist --run-nodes 2      and in another terminal: slurm-constructs sandbox exec -- srun -N2 hostname',
    ].join('\n'))
    .action(async (manifests: string[], options: Omit<SandboxArguments, 'manifests'>) => exit(await runSandbox({ ...options, manifests }, io)));
  sandbox.command('exec')
    .summary('run a command in a sandbox that is up')
    .argument('<command...>', 'program and its arguments, after --')
    .option('--cluster <name>', 'which sandbox, by ClusterName')
    .addHelpText('after', '\nExample:\n  slurm-constructs sandbox exec -- scontrol show config')
    .action(async (command: string[], { cluster }: { cluster?: string }) => exit(await execInSandbox(command, cluster)));
  sandbox.command('down')
    .summary('end a sandbox that is up')
    .option('--cluster <name>', 'which sandbox, by ClusterName')
    .addHelpText('after', '\nExample:\n  slurm-constructs sandbox down')
    .action(async ({ cluster }: { cluster?: string }) => exit(await endSandbox(cluster, io)));
}

/** Keeps a sandbox up until a signal, or for as long as one command takes. */
async function runSandbox(args: SandboxArguments, io: CliIo): Promise<ExitCode> {
  return withSandbox({ ...args, chosen: args.cluster }, '--cluster', io, async ({ sandbox, interrupted }) => {
    const { cluster, folder, environment, slurmVersion, submissionPolicy, assumptions } = sandbox;
    const { clusterName } = cluster.controller;
    sandboxModule().announce({ folder, clusterName, pid: process.pid, environment, slurmVersion, submissionPolicy, assumptions });
    if (args.run !== undefined) {
      return inherit('/bin/sh', ['-c', args.run], sandbox.commandEnvironment());
    }
    io.stdout.write(args.format === OutputFormat.JSON ? json(sandboxReport(sandbox)) : sandboxText(sandbox, io));
    const crash = await Promise.race([sandbox.ended, interrupted]);
    if (crash !== undefined) {
      throw new InputError(`slurmctld is gone: ${crash}`);
    }
    return ExitCode.FINE;
  });
}

/** Runs a command in a running sandbox and exits as it does. */
async function execInSandbox([program, ...words]: readonly string[], cluster?: string): Promise<ExitCode> {
  const { environment } = oneSandbox(cluster);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SLURM_')));
  return inherit(program, words, { ...own, ...environment });
}

/** Ends a running sandbox and waits until nothing of it is left. */
async function endSandbox(cluster: string | undefined, io: CliIo): Promise<ExitCode> {
  const { setTimeout: sleep } = require('timers/promises') as typeof import('timers/promises');
  const { existsSync } = require('fs') as typeof import('fs');
  const { clusterName, folder, pid } = oneSandbox(cluster);
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; existsSync(folder); waited += WAIT_MS) {
    if (waited > PATIENCE_MS) {
      throw new InputError(`the sandbox of ${clusterName} (process ${pid}) does not end; its folder is ${folder}`);
    }
    await sleep(WAIT_MS);
  }
  io.stdout.write(`the sandbox of ${clusterName} is down\n`);
  return ExitCode.FINE;
}

const WAIT_MS = 50;
const PATIENCE_MS = 20_000;

async function inherit(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const child = spawn(program, words, { env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? new InputError(`there is no program '${program}'`) : error));
    // A shell says 128 and the number of the signal; which one it was is for its own message.
    child.once('exit', code => resolve(code ?? SIGNALLED));
  });
}

const SIGNALLED = 128;

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) {
    throw new InvalidArgumentError('give a whole number of 0 or more, such as 2.');
  }
  return Number(text);
}
