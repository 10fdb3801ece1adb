import { Option } from 'commander';
import { acknowledgeOption } from './acknowledge';
import { CliIo, ExitCode } from './io';
import { lintJson, lintText } from './lint-output';
import { Manifests } from './manifests';
import { OutputFormat, VerbContext } from './verb';
import type { Acknowledgement, ModelFinding } from '../model/lint';
import { LintSeverity } from '../slurm/finding';

/** What `lint` is asked. */
export interface LintArguments {
  readonly manifests: readonly string[];
  readonly acknowledge: readonly Acknowledgement[];
  readonly strict: boolean;
  readonly namespace: string;
  readonly format: OutputFormat;
}

/** Adds the verb `lint`. */
export function registerLint({ parser, io, exit }: VerbContext): void {
  parser.command('lint')
    .summary('find what the API server, the operator or a Slurm daemon will refuse')
    .description('Holds all rules against manifests. Errors make the exit code 1, warnings do so with --strict.')
    .argument('<manifests...>', 'files, folders or - for standard input')
    .addOption(acknowledgeOption())
    .option('-s, --strict', 'exit with 1 on warnings too', false)
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('-f, --format <format>', 'how to answer').choices(Object.values(OutputFormat)).default(OutputFormat.TEXT))
    .addHelpText('after', [
      '',
      'Examples:',
      '  slurm-constructs lint dist --acknowledge OPR-015="a demo, restarts are fine"',
      '  helm template slurm oci://ghcr.io/slinkyproject/charts/slurm -f values.yaml | slurm-constructs lint -',
    ].join('\n'))
    .action(async (manifests: string[], options: Omit<LintArguments, 'manifests'>) => exit(await lintManifests({ ...options, manifests }, io)));
}

/** Reads manifests and says what the rules find. */
async function lintManifests(args: LintArguments, io: CliIo): Promise<ExitCode> {
  const manifests = (await Manifests.read(args.manifests, io, args)).requireSlurm();
  const { lintObjects } = require('../model/lint-on-demand') as typeof import('../model/lint-on-demand');
  const all = lintObjects(manifests.objects, { namespace: args.namespace, acknowledgements: args.acknowledge });
  const report = { findings: unrepeated(all.findings), acknowledged: unrepeated(all.acknowledged) };
  io.stdout.write(args.format === OutputFormat.JSON ? lintJson(report, manifests) : lintText(report, manifests, io));
  const fails = report.findings.some(({ severity }) => args.strict || severity === LintSeverity.ERROR);
  return fails ? ExitCode.FINDINGS : ExitCode.FINE;
}

/** Findings without repetitions: a word that stands twice on a line is told once. */
export function unrepeated(findings: readonly ModelFinding[]): ModelFinding[] {
  return [...new Map(findings.map(finding => [[finding.ruleId, finding.subject, finding.file, finding.line, finding.field, finding.message].join('\n'), finding])).values()];
}
