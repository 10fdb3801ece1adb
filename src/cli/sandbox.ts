import { spawn } from 'child_process';
import { InvalidArgumentError, Option } from 'commander';
import { InputError } from './input-error';
import { CliIo, ExitCode } from './io';
import { Manifests } from './manifests';
import { json } from './output';
import { Progress } from './progress';
import { sandboxReport, sandboxText } from './sandbox-output';
import { OutputFormat, VerbContext } from './verb';
import type { DeclaredCluster } from '../model/declared-cluster';
import type * as SandboxModule from '../sandbox';

/** What `sandbox` is asked. */
export interface SandboxArguments {
  readonly manifests: readonly string[];
  readonly cluster?: string;
  readonly slurmRoot?: string;
  readonly slurmImage: readonly string[];
  readonly runNodes: number;
  readonly nodes: { readonly [nodeSet: string]: number };
  readonly run?: string;
  readonly namespace: string;
  readonly format: OutputFormat;
}

/** Adds the verb `sandbox`, with `sandbox exec` and `sandbox down`. */
export function registerSandbox({ parser, io, exit }: VerbContext): void {
  const sandbox = parser.command('sandbox')
    .summary('bring the declared cluster up on this machine, with the real slurmctld')
    .description('Runs slurmctld with the declared configuration and every declared node, in a private folder, until Ctrl-C. Nothing is left behind.')
    .argument('<manifests...>', 'files, folders or - for standard input')
    .option('--cluster <name>', 'which cluster, by the name of its Controller or its ClusterName')
    .option('--slurm-root <dir>', 'root file system that holds Slurm (default: the Slurm on the PATH, else that of the container images)')
    .addOption(new Option('--slurm-image <image>', 'container image that holds Slurm; may be repeated').argParser(listed).default([], 'those of the manifests'))
    .addOption(new Option('--run-nodes <number>', 'nodes that really run jobs, with fake GPU devices, prolog and epilog').argParser(wholeNumber).default(0))
    .addOption(new Option('--nodes <set=number>', 'another number of nodes for a node set; may be repeated').argParser(nodeCount).default({}, 'as declared'))
    .option('--run <command>', 'run a shell command in the sandbox, end it, and exit as the command did')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Examples:',
      '  slurm-constructs sandbox dist --run "sinfo; sbatch --test-only -N 512 train.sh"',
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
export async function runSandbox(args: SandboxArguments, io: CliIo): Promise<ExitCode> {
  const manifests = (await Manifests.read(args.manifests, io, args)).requireSlurm();
  const { modelFromObjects } = require('../model/from-objects') as typeof import('../model/from-objects');
  const cluster = oneCluster(modelFromObjects(manifests.objects, { namespace: args.namespace }).clusters, args.cluster);
  const interruption = new Interruption();
  const progress = new Progress(io);
  const say = (step: string): void => progress.say(step);
  const { announce, findSlurm, Sandbox } = sandboxModule();
  try {
    const sandbox = await readable(async () => Sandbox.start(cluster, {
      slurm: findSlurm(cluster, { root: args.slurmRoot, images: args.slurmImage, env: io.env, progress: say }),
      runNodes: args.runNodes,
      nodeCounts: Object.keys(args.nodes).length === 0 ? undefined : args.nodes,
      progress: say,
      signal: interruption.signal,
    }));
    progress.done();
    try {
      announce({ folder: sandbox.folder, clusterName: cluster.controller.clusterName, pid: process.pid, environment: sandbox.environment });
      if (args.run !== undefined) {
        return await inherit('/bin/sh', ['-c', args.run], sandbox.commandEnvironment());
      }
      io.stdout.write(args.format === OutputFormat.JSON ? json(sandboxReport(sandbox)) : sandboxText(sandbox, io));
      const crash = await Promise.race([sandbox.ended, interruption.happened]);
      if (crash !== undefined) {
        throw new InputError(`slurmctld is gone: ${crash}`);
      }
      return ExitCode.FINE;
    } finally {
      await sandbox.stop();
    }
  } finally {
    progress.done();
    interruption.forget();
  }
}

/** Runs a command in a running sandbox and exits as it does. */
export async function execInSandbox([program, ...words]: readonly string[], cluster?: string): Promise<ExitCode> {
  const { environment } = oneSandbox(cluster);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SLURM_')));
  return inherit(program, words, { ...own, ...environment });
}

/** Ends a running sandbox and waits until nothing of it is left. */
export async function endSandbox(cluster: string | undefined, io: CliIo): Promise<ExitCode> {
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

/** Ctrl-C and its relatives, which end a sandbox in order. A second one ends this process at once. */
class Interruption {
  public readonly happened: Promise<undefined>;
  private readonly controller = new AbortController();
  private readonly interrupt: () => void;

  constructor() {
    this.interrupt = () => this.controller.abort(new InputError('interrupted'));
    this.happened = new Promise(resolve => this.signal.addEventListener('abort', () => resolve(undefined)));
    SIGNALS.forEach(name => process.once(name, this.interrupt));
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public forget(): void {
    SIGNALS.forEach(name => process.removeListener(name, this.interrupt));
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function oneCluster(clusters: readonly DeclaredCluster[], name: string | undefined): DeclaredCluster {
  const named = (cluster: DeclaredCluster): string => `${cluster.controller.ref.namespace}/${cluster.controller.ref.name}`;
  const chosen = clusters.filter(cluster => name === undefined || [cluster.controller.ref.name, named(cluster), cluster.controller.clusterName].includes(name));
  if (chosen.length === 1) {
    return chosen[0];
  }
  if (clusters.length === 0) {
    throw new InputError('no Controller among the manifests, and without one there is no slurm.conf; give the manifest with kind: Controller too');
  }
  const all = clusters.map(named).join(', ');
  throw new InputError(name === undefined ? `the manifests declare ${clusters.length} clusters; choose one with --cluster: ${all}` : `no single cluster '${name}' among the manifests; they declare ${all}`);
}

function oneSandbox(name: string | undefined): SandboxModule.RunningSandbox {
  const running = sandboxModule().runningSandboxes();
  const chosen = running.filter(({ clusterName }) => name === undefined || clusterName === name);
  if (chosen.length === 1) {
    return chosen[0];
  }
  const all = running.map(({ clusterName }) => clusterName).join(', ');
  if (running.length === 0) {
    throw new InputError('no sandbox of yours is up; start one with slurm-constructs sandbox <manifests>');
  }
  throw new InputError(chosen.length > 1 ? `${chosen.length} sandboxes are up (${all}); choose one with --cluster` : `no sandbox of cluster '${name}' is up; there is ${all}`);
}

async function inherit(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const child = spawn(program, words, { env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? new InputError(`there is no program '${program}'`) : error));
    // A shell says 128 and the number of the signal; which one it was is for its own message.
    child.once('exit', code => resolve(code ?? SIGNALLED));
  });
}

const SIGNALLED = 128;

async function readable<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof sandboxModule().SandboxError) {
      throw new InputError(error.message);
    }
    throw error;
  }
}

function sandboxModule(): typeof SandboxModule {
  return require('../sandbox') as typeof SandboxModule;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) {
    throw new InvalidArgumentError('give a whole number of 0 or more, such as 2.');
  }
  return Number(text);
}

function nodeCount(text: string, earlier: { readonly [nodeSet: string]: number }): { readonly [nodeSet: string]: number } {
  const [, nodeSet, number] = /^([^=]+)=(\d{1,5})$/.exec(text) ?? [];
  if (nodeSet === undefined) {
    throw new InvalidArgumentError('write the Slurm name of a node set and a number, such as h100=512.');
  }
  return { ...earlier, [nodeSet]: Number(number) };
}

function listed(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}
