import * as fs from 'fs';
import { userInfo } from 'os';
import { Option } from 'commander';
import { CheckedJobs, checkedJobsJson, checkedJobsText, CheckedScript } from './check-job-output';
import { InputError } from './input-error';
import { CliIo, ExitCode } from './io';
import { JobScript, sbatchWords } from './job-scripts';
import { Progress } from './progress';
import { oneSandbox, sandboxModule } from './sandbox-choice';
import { addStartOptions, listed, SandboxStart, withSandbox } from './sandbox-start';
import { OutputFormat, VerbContext } from './verb';
import type { LocalUser, SandboxCommands, SubmissionPolicy } from '../sandbox';

/** What `check-job` is asked. */
export interface CheckJobArguments extends Omit<SandboxStart, 'manifests' | 'chosen' | 'runNodes'> {
  readonly scripts: readonly string[];
  /** Manifests, or the ClusterName of a sandbox that is up. */
  readonly cluster: readonly string[];
  readonly clusterName?: string;
  readonly user?: string;
  /** Options for sbatch. */
  readonly words: readonly string[];
  readonly format: OutputFormat;
}

/** Adds the verb `check-job`. */
export function registerCheckJob({ parser, io, exit, words: line }: VerbContext): void {
  addStartOptions(parser.command('check-job')
    .summary('say whether job scripts would run on the declared cluster')
    .description('Asks the real slurmctld, in a sandbox, whether each script fits, would wait for ever or would be refused, '
      + 'and which of its requests is to blame. No job is submitted.')
    .argument('<scripts...>', 'job scripts; options of sbatch for all of them stand behind --')
    .addOption(new Option('--cluster <manifests>', 'files, folders or - for standard input, or the ClusterName of a sandbox that is up; may be repeated')
      .argParser(listed).default([], 'the sandbox that is up'))
    .option('--cluster-name <name>', 'which cluster of the manifests, by the name of its Controller or its ClusterName')
    .option('--user <name>', 'user of this machine who submits the jobs (default: one without rights of an administrator)'))
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Exit code: 0 all fit, 1 some do not, 2 wrong usage or unreadable input.',
      '',
      'Examples:',
      '  slurm-constructs check-job jobs/*.sh --cluster dist',
      '  slurm-constructs check-job train.sh --cluster dist --load accounts.cfg -- --account=physics --nodes=64',
    ].join('\n'))
    .action(async (words: string[], options: Omit<CheckJobArguments, 'scripts' | 'words'>) => {
      const behind = wordsBehindDashes(line);
      exit(await checkJobs({ ...options, scripts: words.slice(0, words.length - behind.length), words: behind }, io));
    });
}

/** Reads the scripts, asks about each, and says what came out. */
async function checkJobs(args: CheckJobArguments, io: CliIo): Promise<ExitCode> {
  if (args.scripts.length === 0) {
    throw new InputError('no job script is named before --');
  }
  const words = sbatchWords(args.words);
  const scripts = args.scripts.map(file => JobScript.read(file, words));
  const jobs = await (namesSandbox(args) ? inRunning(args, scripts, io) : inOwn(args, scripts, io));
  io.stdout.write(args.format === OutputFormat.JSON ? checkedJobsJson(jobs) : checkedJobsText(jobs, io));
  const { JobVerdict } = sandboxModule();
  return jobs.scripts.every(({ report }) => report.verdict === JobVerdict.FITS) ? ExitCode.FINE : ExitCode.FINDINGS;
}

async function inOwn(args: CheckJobArguments, scripts: readonly JobScript[], io: CliIo): Promise<CheckedJobs> {
  return withSandbox({ ...args, manifests: args.cluster, chosen: args.clusterName, runNodes: 0 }, '--cluster-name', io, async ({ sandbox, interrupted, progress }) => {
    const { SandboxCommands: commands } = sandboxModule();
    const { cluster, slurmVersion, submissionPolicy, assumptions } = sandbox;
    const asked = askAll(new commands(sandbox.folder, sandbox.environment), submissionPolicy, scripts, args, progress)
      .then(answers => ({ cluster: cluster.controller.clusterName, slurmVersion, ...answers, assumptions: [...assumptions, ...answers.assumptions] }));
    const jobs = await Promise.race([asked, interrupted]);
    if (jobs === undefined) {
      asked.catch(() => undefined);
      throw new InputError('interrupted');
    }
    return jobs;
  });
}

async function inRunning(args: CheckJobArguments, scripts: readonly JobScript[], io: CliIo): Promise<CheckedJobs> {
  const { SandboxCommands: commands } = sandboxModule();
  const { folder, environment, clusterName, slurmVersion, submissionPolicy, assumptions } = oneSandbox(args.cluster[0]);
  const useless = ['slurmRoot', 'accounting', 'clusterName'].find(name => Boolean(args[name as keyof CheckJobArguments]));
  if (useless !== undefined || args.load.length > 0 || args.slurmImage.length > 0 || Object.keys(args.nodes).length > 0) {
    throw new InputError(`the sandbox of ${clusterName} is up already, so options that say how to start one change nothing; leave them out, or give manifests`);
  }
  const progress = new Progress(io);
  try {
    const answers = await askAll(new commands(folder, environment), submissionPolicy, scripts, args, progress);
    return { cluster: clusterName, slurmVersion, ...answers, assumptions: [...assumptions, ...answers.assumptions] };
  } finally {
    progress.done();
  }
}

type Answers = Pick<CheckedJobs, 'user' | 'assumptions' | 'scripts'>;

async function askAll(
  commands: SandboxCommands, policy: SubmissionPolicy, scripts: readonly JobScript[], { user: wanted }: CheckJobArguments, progress: Progress,
): Promise<Answers> {
  const { JobAsker, JobCheck } = sandboxModule();
  const { user, assumption } = submitter(wanted);
  const check = new JobCheck(new JobAsker(commands, user), policy);
  const checked: CheckedScript[] = [];
  for (const [index, script] of scripts.entries()) {
    progress.say(`asking about ${script.file}, ${index + 1} of ${scripts.length}`);
    const { file, words, components, isMalformed } = script;
    checked.push({ script, report: await check.of({ file, words, components, isMalformed }) });
  }
  progress.done();
  return { user: user?.name ?? userInfo().username, assumptions: [assumption, accountAssumption(policy)].filter(text => text !== ''), scripts: checked };
}

function submitter(wanted: string | undefined): { readonly user?: LocalUser; readonly assumption: string } {
  const { canBe, localUser, ordinaryUser } = sandboxModule();
  const self = userInfo().username;
  const user = wanted === undefined ? ordinaryUser(self) : localUser(wanted);
  if (wanted !== undefined && user === undefined) {
    throw new InputError(`this machine has no user '${wanted}', so slurmctld cannot know who that is`);
  }
  if (user !== undefined && canBe(user)) {
    return { user, assumption: wanted === undefined ? `jobs are submitted by an ordinary user (${user.name} of this machine); --user names another` : '' };
  }
  if (wanted !== undefined) {
    throw new InputError(`this machine does not let you ask as ${wanted} (user namespaces are off); leave out --user`);
  }
  return { assumption: `jobs are submitted by ${self}, who runs slurmctld here and may do more than others: this machine has no user namespaces to ask as somebody else` };
}

function accountAssumption({ denyingQos, account }: SubmissionPolicy): string {
  return denyingQos === undefined
    ? 'accounts and QOS are not judged: no slurmdbd runs (--accounting, --load)'
    : `jobs that name no account are charged to ${account ?? 'the default one'}`;
}

function namesSandbox({ cluster }: CheckJobArguments): boolean {
  if (cluster.length > 1 || cluster[0] === '-') {
    return false;
  }
  // What exists is a file or a folder, whatever sandboxes there are.
  return cluster.length === 0 || !fs.existsSync(cluster[0]) && sandboxModule().runningSandboxes().some(({ clusterName }) => clusterName === cluster[0]);
}

function wordsBehindDashes(words: readonly string[]): string[] {
  const at = words.indexOf('--');
  return at < 0 ? [] : words.slice(at + 1);
}
