import { Option } from 'commander';
import { acknowledgeOption } from './acknowledge';
import { chosenClusters } from './cluster-choice';
import { originLine } from './explain';
import { InputError } from './input-error';
import { CliIo, ExitCode } from './io';
import { libraryVersion } from './library';
import { unrepeated } from './lint';
import { fieldLine, ruleLink } from './lint-output';
import { Manifests } from './manifests';
import { colours, count, json, printable } from './output';
import { Progress } from './progress';
import { OutputFormat, VerbContext } from './verb';
import { checkFileTarget, writeFile } from './write-file';
import type { Acknowledgement, LintReport } from '../model/lint';
import { LintSeverity } from '../slurm/finding';

/** What `report` is asked. */
export interface ReportArguments {
  readonly manifests: readonly string[];
  readonly out: string;
  readonly acknowledge: readonly Acknowledgement[];
  readonly title?: string;
  readonly namespace: string;
  readonly format: OutputFormat;
}

const STDOUT = '-';

/** Adds the verb `report`. */
export function registerReport({ parser, io, exit }: VerbContext): void {
  parser.command('report')
    .summary('write one page about clusters: map, partitions, GPUs, findings')
    .description('Writes one page of HTML that needs nothing else: a map of the nodes, partitions with limits, GPUs, storage, identity, slurm.conf and findings.')
    .argument('<manifests...>', 'files, folders or - for standard input')
    .requiredOption('-o, --out <file>', 'the file to write, - for standard output')
    .addOption(acknowledgeOption())
    .option('--title <text>', 'title of the page instead of the names of the clusters')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Findings stand on the page and do not change the exit code; lint is for that.',
      '',
      'Examples:',
      '  slurm-constructs report dist -o report.html',
      '  helm template slurm oci://ghcr.io/slinkyproject/charts/slurm -f values.yaml | slurm-constructs report - -o report.html --title "Next quarter"',
    ].join('\n'))
    .action(async (manifests: string[], options: Omit<ReportArguments, 'manifests'>) => exit(await reportManifests({ ...options, manifests }, io)));
}

/** Reads manifests and writes the page. */
async function reportManifests(args: ReportArguments, io: CliIo): Promise<ExitCode> {
  const isPrinted = args.out === STDOUT;
  if (isPrinted && args.format === OutputFormat.JSON) {
    throw new InputError('--out - puts the page on standard output, where --format json would answer; give a file');
  }
  if (!isPrinted) {
    checkFileTarget(args.out);
  }
  const manifests = (await Manifests.read(args.manifests, io, args)).requireSlurm();
  const progress = new Progress(io);
  const { modelFromObjects } = require('../model/from-objects') as typeof import('../model/from-objects');
  const { lint } = require('../model/lint') as typeof import('../model/lint');
  const { reportPage } = require('../report/report-page') as typeof import('../report/report-page');
  const model = modelFromObjects(manifests.objects, { namespace: args.namespace });
  const clusters = chosenClusters(model.clusters, undefined);
  progress.say('holding rules against the manifests');
  const { findings, acknowledged } = lint(model, { acknowledgements: args.acknowledge });
  const report: LintReport = { findings: unrepeated(findings), acknowledged: unrepeated(acknowledged) };
  progress.say('drawing the page');
  const page = reportPage(clusters, {
    title: args.title,
    lint: report,
    findingLink: ruleLink,
    findingLine: finding => fieldLine(finding, manifests),
    originLine: origin => originLine(origin, manifests),
    generator: `slurm-constructs ${libraryVersion()}`,
  });
  progress.done();
  if (isPrinted) {
    io.stdout.write(page);
    return ExitCode.FINE;
  }
  writeFile(args.out, page);
  io.stdout.write(answer(args, clusters.map(({ controller }) => controller.clusterName), report, Buffer.byteLength(page), io));
  return ExitCode.FINE;
}

function answer({ out, format }: ReportArguments, clusters: readonly string[], { findings }: LintReport, bytes: number, io: CliIo): string {
  const errors = findings.filter(({ severity }) => severity === LintSeverity.ERROR).length;
  const warnings = findings.length - errors;
  if (format === OutputFormat.JSON) {
    return json({ file: out, bytes, clusters, errors, warnings });
  }
  return `${colours(io).bold(printable(out))}: ${count(clusters.length, 'cluster')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}, ${count(Math.ceil(bytes / 1024), 'KiB').replace(/s$/, '')}\n`;
}
