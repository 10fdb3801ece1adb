import * as path from 'path';
import { Option } from 'commander';
import { yamlOf } from './import';
import { CliIo, ExitCode } from './io';
import { libraryModules, libraryVersions } from './library';
import { json, printable } from './output';
import { shellWord } from './shell-word';
import { OutputFormat, VerbContext } from './verb';
import { checkTarget, writeFolder } from './write-folder';

/** What `init` is asked. */
export interface InitArguments {
  readonly folder: string;
  readonly namespace: string;
  readonly pulumi: boolean;
  readonly force: boolean;
  readonly format: OutputFormat;
}

/** Adds the verb `init`. */
export function registerInit({ parser, io, exit }: VerbContext): void {
  parser.command('init')
    .summary('start a repository with a small cluster')
    .description('Writes a repository with a small cluster that synthesizes at once and passes its own test.')
    .argument('[dir]', 'folder to write into', '.')
    .option('-n, --namespace <name>', 'namespace of the cluster', 'slurm')
    .option('--pulumi', 'for Pulumi instead of cdk8s', false)
    .option('--force', 'write over files of a folder that is not empty', false)
    .addHelpText('after', ['', 'Examples:', '  slurm-constructs init training && cd training && npm install && npm test'].join('\n'))
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .action((folder: string, options: Omit<InitArguments, 'folder'>) => exit(initRepository({ ...options, folder }, io)));
}

/** Writes the starter repository. */
function initRepository(args: InitArguments, io: CliIo): ExitCode {
  checkTarget(args.folder, undefined, args.force);
  const { starterCluster } = require('../importer/repository/starter') as typeof import('../importer/repository/starter');
  const { repositoryFiles, RepositoryKind } = require('../importer/repository/repository') as typeof import('../importer/repository/repository');
  const name = path.basename(path.resolve(args.folder)).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'training';
  const { cluster, objects } = starterCluster(name, args.namespace, libraryModules());
  const files = repositoryFiles({
    kind: args.pulumi ? RepositoryKind.PULUMI : RepositoryKind.CDK8S,
    packageName: name,
    chartId: name,
    namespace: args.namespace,
    cluster,
    snapshot: yamlOf(objects),
    readme: ['The next things to say are `cpu` and `memory` of the node set, `identity` (who the users are) and `sharedFileSystems` (where their homes are).'],
    versions: libraryVersions(args.folder),
  });
  writeFolder(args.folder, files, args.force);
  if (args.format === OutputFormat.JSON) {
    io.stdout.write(json({ name, namespace: args.namespace, folder: args.folder, files: Object.keys(files) }));
    return ExitCode.FINE;
  }
  const inside = path.resolve(args.folder) === process.cwd() ? '' : `cd ${shellWord(printable(args.folder))} && `;
  io.stdout.write(`${inside}npm install && npm test\n`);
  return ExitCode.FINE;
}
