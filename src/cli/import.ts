import * as path from 'path';
import { Option } from 'commander';
import { InputError } from './input-error';
import { InternalError } from './internal-error';
import { CliIo, ExitCode } from './io';
import { libraryModules, libraryVersions } from './library';
import { readStdin, readTextFile } from './manifest-text';
import { colours, count, json, printable } from './output';
import { Progress } from './progress';
import { shellWord } from './shell-word';
import { OutputFormat, VerbContext } from './verb';
import { checkTarget, writeFolder } from './write-folder';
import type { FailedStatement } from '../importer/code/evaluate';
import { NoteKind } from '../importer/helm/note';
import type { ImportedProgram } from '../importer/import-helm-values';

/** What `import helm-values` is asked. */
export interface ImportArguments {
  readonly values: readonly string[];
  readonly release: string;
  readonly namespace: string;
  readonly out?: string;
  readonly pulumi: boolean;
  readonly force: boolean;
  readonly format: OutputFormat;
}

/** Adds the verb `import`. */
export function registerImport({ parser, io, exit }: VerbContext): void {
  const verb = parser.command('import')
    .helpCommand(false)
    .summary('turn an existing description of a cluster into a program')
    .description('Turns what describes a cluster today into a typed program that declares the same.')
    .addHelpText('after', ['', 'Examples:', '  slurm-constructs import helm-values values.yaml --out cluster'].join('\n'));
  verb.command('helm-values')
    .summary('values of the official slurm chart')
    .description('Turns values of the official slurm chart (1.0 to 1.2) into a small repository. Without --out the program is printed.')
    .argument('<values...>', 'values files or - for standard input; later ones win, as with helm')
    .option('-r, --release <name>', 'name of the Helm release', 'slurm')
    .option('-n, --namespace <name>', 'namespace of the release', 'slurm')
    .option('-o, --out <dir>', 'write a repository into this folder')
    .option('--pulumi', 'a repository for Pulumi instead of cdk8s', false)
    .option('--force', 'write over files of a folder that is not empty', false)
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Exit code 1 says that something of the values is not in the program; the notes name it.',
      '',
      'Examples:',
      '  slurm-constructs import helm-values values.yaml values-prod.yaml --out cluster',
      '  helm get values slurm -n slurm -o yaml | slurm-constructs import helm-values - --out cluster',
    ].join('\n'))
    .action(async (values: string[], options: Omit<ImportArguments, 'values'>) => exit(await importValues({ ...options, values }, io)));
}

/** Reads values, writes or prints the program, and says what is to be known of it. */
async function importValues(args: ImportArguments, io: CliIo): Promise<ExitCode> {
  checkName('--release', args.release, 53);
  checkName('--namespace', args.namespace, 63);
  if (args.out !== undefined) {
    checkTarget(args.out, undefined, args.force);
  }
  const files: { name: string; text: string }[] = [];
  for (const file of args.values) {
    files.push(file === '-' ? { name: 'stdin', text: await readStdin('stdin', io) } : { name: file, text: readTextFile(file) });
  }
  const progress = new Progress(io);
  const { importHelmValues } = require('../importer/import-helm-values') as typeof import('../importer/import-helm-values');
  const { FailedStatement } = require('../importer/code/evaluate') as typeof import('../importer/code/evaluate');
  const { UnreadableValues } = require('../importer/values/read-values') as typeof import('../importer/values/read-values');
  try {
    const tools = { modules: libraryModules(), progress: (doing: string) => progress.say(doing) };
    const program = importHelmValues({ files, release: args.release, namespace: args.namespace }, tools);
    progress.done();
    const names = files.map(({ name }) => path.basename(name));
    if (args.out !== undefined) {
      writeFolder(args.out, repository(program, names, args, args.out), args.force);
    }
    answer(program, args, io);
    return program.notes.some(({ kind }) => kind === NoteKind.REFUSED || kind === NoteKind.BROKEN) ? ExitCode.FINDINGS : ExitCode.FINE;
  } catch (error) {
    throw error instanceof UnreadableValues ? new InputError(error.message, { cause: error })
      : error instanceof FailedStatement ? internalError(error)
        : error;
  } finally {
    progress.done();
  }
}

function internalError(error: FailedStatement): InternalError {
  const { file, line, path: key } = error.origin ?? {};
  const place = file === undefined ? '' : ` at ${file}:${line} ${key}`;
  return new InternalError(`the program for the values fails${place}: ${error.message}`, 'the values that it names, or fewer with which it happens, too', { cause: error.cause });
}

function repository(program: ImportedProgram, values: readonly string[], args: ImportArguments, folder: string): { readonly [file: string]: string } {
  const { repositoryFiles, RepositoryKind } = require('../importer/repository/repository') as typeof import('../importer/repository/repository');
  const { importedReadme } = require('../importer/repository/imported') as typeof import('../importer/repository/imported');
  const kind = args.pulumi ? RepositoryKind.PULUMI : RepositoryKind.CDK8S;
  return repositoryFiles({
    kind,
    packageName: program.name === 'slurm' ? 'slurm-cluster' : program.name,
    chartId: args.release,
    namespace: program.namespace,
    cluster: program.cluster,
    snapshot: yamlOf(program.objects),
    readme: importedReadme(program, values, args.release, kind),
    versions: libraryVersions(folder),
  });
}

/** Manifests as cdk8s writes them. */
export function yamlOf(objects: readonly object[]): string {
  const { Yaml } = require('cdk8s') as typeof import('cdk8s');
  return Yaml.stringify(...objects);
}

function answer(program: ImportedProgram, { out, format }: ImportArguments, io: CliIo): void {
  const { noteText } = require('../importer/repository/imported') as typeof import('../importer/repository/imported');
  if (format === OutputFormat.JSON) {
    const { cluster, name, namespace, chartVersion, notes } = program;
    io.stdout.write(json({ name, namespace, chartVersion, ...out === undefined ? { program: cluster } : { folder: out }, notes }));
    return;
  }
  const { bold } = colours(io);
  const notes = program.notes.map(note => `${printable(noteText(note))}\n`).join('');
  if (out === undefined) {
    io.stdout.write(program.cluster);
    io.stderr.write(notes);
    return;
  }
  io.stdout.write(`${notes}${notes === '' ? '' : '\n'}${bold(printable(out))}: a program for ${count(program.objects.length, 'object')}, ${count(program.notes.length, 'note')}\n\n`
    + `  cd ${shellWord(printable(out))} && npm install && npm test\n`);
}

function checkName(option: string, name: string, longest: number): void {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > longest) {
    throw new InputError(`${option} ${printable(name)}: a name has up to ${longest} of a-z, 0-9 and '-'`);
  }
}
