import { Option } from 'commander';
import { chosenClusters } from './cluster-choice';
import { ExplainedCluster, ExplainedFile, explainJson, explainText } from './explain-output';
import { InputError } from './input-error';
import { CliIo, ExitCode } from './io';
import { Manifests } from './manifests';
import { OutputFormat, VerbContext } from './verb';
import type { DeclaredCluster } from '../model/declared-cluster';
import type { LineOrigin } from '../model/predict/predicted-file';

/** What `explain` is asked. */
export interface ExplainArguments {
  readonly manifests: readonly string[];
  readonly file?: string;
  readonly cluster?: string;
  readonly origins: boolean;
  readonly namespace: string;
  readonly format: OutputFormat;
}

const SLURMD = 'slurmd';

/** Adds the verb `explain`. */
export function registerExplain({ parser, io, exit }: VerbContext): void {
  parser.command('explain')
    .summary('show the files that slurmctld, slurmdbd and slurmd will see')
    .description('Shows the configuration that slurm-operator will write from manifests, and where each line comes from.')
    .argument('<manifests...>', 'files, folders or - for standard input')
    .option('--file <name>', `one file only, such as slurm.conf, or ${SLURMD} for what the nodes register with`)
    .option('--cluster <name>', 'one cluster only, by the name of its Controller or its ClusterName')
    .option('--no-origins', 'the text alone, as the daemons read it')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Examples:',
      '  slurm-constructs explain dist --file slurm.conf',
      '  kubectl get -A -o yaml controllers.slinky.slurm.net,nodesets.slinky.slurm.net,configmaps | slurm-constructs explain - --cluster training',
    ].join('\n'))
    .action(async (manifests: string[], options: Omit<ExplainArguments, 'manifests'>) => exit(await explainManifests({ ...options, manifests }, io)));
}

/** Reads manifests and shows what the daemons will read. */
async function explainManifests(args: ExplainArguments, io: CliIo): Promise<ExitCode> {
  const manifests = (await Manifests.read(args.manifests, io, args)).requireSlurm();
  const { modelFromObjects } = require('../model/from-objects') as typeof import('../model/from-objects');
  const clusters = chosenClusters(modelFromObjects(manifests.objects, { namespace: args.namespace }).clusters, args.cluster);
  const explained = chosenFiles(clusters.map(cluster => explainCluster(cluster)), args.file);
  const place = (origin: LineOrigin): number | undefined => originLine(origin, manifests);
  io.stdout.write(args.format === OutputFormat.JSON ? explainJson(explained, place) : explainText(explained, place, args.origins, io));
  return ExitCode.FINE;
}

function chosenFiles(clusters: readonly ExplainedCluster[], name: string | undefined): readonly ExplainedCluster[] {
  if (name === undefined) {
    return clusters;
  }
  const isChosen = (file: ExplainedFile): boolean => file.name === name || file.name.startsWith(`${name} `);
  const chosen = clusters.map(cluster => ({ ...cluster, files: cluster.files.filter(isChosen) })).filter(({ files }) => files.length > 0);
  if (chosen.length === 0) {
    const known = new Set(clusters.flatMap(({ files }) => files.map(file => file.name.split(' ')[0])));
    throw new InputError(`no file '${name}' of these clusters; there are ${[...known].join(', ')}`);
  }
  return chosen;
}

function explainCluster(cluster: DeclaredCluster): ExplainedCluster {
  const { predictFiles } = require('../model/predict/cluster-files') as typeof import('../model/predict/cluster-files');
  const { ref, clusterName, external } = cluster.controller;
  return {
    name: ref.name,
    namespace: ref.namespace,
    clusterName,
    isExternal: external,
    files: [
      ...predictFiles(cluster).map(({ name, lines }) => ({ name, lines, readers: readers(name, external) })),
      ...cluster.nodeSets.map(nodeSet => slurmdFile(nodeSet)),
    ],
    missingConfigMaps: cluster.missingConfigMaps.map(({ name }) => name),
  };
}

function slurmdFile(nodeSet: DeclaredCluster['nodeSets'][number]): ExplainedFile {
  const { predictNodeConf } = require('../model/predict/node-conf-argument') as typeof import('../model/predict/node-conf-argument');
  const { text, malformed } = predictNodeConf(nodeSet);
  const { ref, slurmName, nodeNames, replicas, autoscaler } = nodeSet;
  const count = autoscaler === undefined ? replicas ?? '' : `${autoscaler.min} to ${autoscaler.max}`;
  const nodes = nodeNames.known ? `${count} ${nodeNames.folded}`.trim() : 'one for each matching Kubernetes node';
  return {
    name: `${SLURMD} ${slurmName}`,
    readers: `command line of slurmd on the nodes of set ${slurmName}: ${nodes}`,
    lines: [{
      text: text === undefined ? `# none: the operator stops at '${malformed.join('\', \'')}', which is no Key=Value` : `--conf ${text}`,
      origin: { object: ref, field: 'spec.extraConf' },
    }],
  };
}

function readers(file: string, isExternal: boolean): string {
  if (isExternal) {
    return 'what slurmrestd and login hosts get; slurmctld runs elsewhere with its own';
  }
  return file === 'slurmdbd.conf' ? 'slurmdbd' : 'slurmctld, which hands it to slurmd and login hosts';
}

/** Line of the file that decided a line; that of the object when its field cannot be found. */
export function originLine({ object, field, fieldLine }: LineOrigin, manifests: Manifests): number | undefined {
  if (object?.file === undefined || object.line === undefined) {
    return undefined;
  }
  return field === undefined ? object.line : manifests.lineOf(object.file, object.line, field, fieldLine);
}
