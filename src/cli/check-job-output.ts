import type { CliIo } from './io';
import type { JobScript } from './job-scripts';
import { colours, count, json, printable } from './output';
import type { JobBlocker, JobReport, Placement } from '../sandbox';
import { LintFinding, LintSeverity } from '../slurm/finding';

/** The verdict on one script. */
export interface CheckedScript {
  readonly script: JobScript;
  readonly report: JobReport;
}

/** What was asked, of whom, and what came out. */
export interface CheckedJobs {
  /** `ClusterName` of the cluster. */
  readonly cluster: string;
  readonly slurmVersion: string;
  /** Who submits the jobs. */
  readonly user: string;
  readonly assumptions: readonly string[];
  readonly scripts: readonly CheckedScript[];
}

/** The verdicts for people. */
export function checkedJobsText(jobs: CheckedJobs, io: CliIo): string {
  const paint = colours(io);
  const out: string[] = [];
  for (const { script, report } of jobs.scripts) {
    const file = paint.bold(printable(script.file));
    if (report.verdict === 'fits') {
      out.push(`${file}: ${paint.green('fits')}: ${report.placements.map(placementWords).join('; or ') || 'slurmctld takes it'}`);
    } else {
      out.push(`${file}: ${report.verdict === 'refused' ? paint.red('is refused') : paint.red('would wait forever')}: ${printable(report.reason ?? '')}`);
      out.push(...blame(script, report).map(line => `  ${line}`));
      out.push(paint.dim(`  slurm: ${printable([...report.details, report.message ?? ''].join('; '))}`));
    }
    out.push(...script.findings.map(finding => `  ${findingWords(finding)}`));
    out.push(...report.notes.map(note => paint.dim(`  note: ${printable(note)}`)));
  }
  const { fits, waitsForever, refused } = summary(jobs);
  return [
    ...out,
    '',
    ...(jobs.assumptions.length === 0 ? [] : ['Taken for granted:', ...jobs.assumptions.map(text => `  ${printable(text)}`), '']),
    `${count(jobs.scripts.length, 'script')} on ${jobs.cluster}: ${fits} fit, ${waitsForever} would wait forever, ${refused} refused`,
    '',
  ].join('\n');
}

/** The verdicts for programs. */
export function checkedJobsJson(jobs: CheckedJobs): string {
  const { cluster, slurmVersion, user, assumptions } = jobs;
  return json({
    cluster,
    slurmVersion,
    user,
    assumptions,
    scripts: jobs.scripts.map(({ script, report }) => {
      const { verdict, placements, reason, message, details, together, notes, questions } = report;
      return {
        file: script.file,
        verdict,
        components: script.components.length,
        placements,
        reason,
        slurm: message === undefined ? undefined : { message, details },
        blockers: report.blockers.map(blocker => plainBlocker(script, blocker)),
        together,
        findings: script.findings.map(({ subject: _, ...finding }) => finding),
        notes,
        questions,
      };
    }),
    summary: { scripts: jobs.scripts.length, ...summary(jobs) },
  });
}

function plainBlocker(script: JobScript, { setting, component, most }: JobBlocker): unknown {
  return { option: `--${setting.option.long}`, value: setting.value, most, component, ...script.placeOf(setting) };
}

function summary({ scripts }: CheckedJobs): { readonly fits: number; readonly waitsForever: number; readonly refused: number } {
  const number = (verdict: string): number => scripts.filter(({ report }) => String(report.verdict) === verdict).length;
  return { fits: number('fits'), waitsForever: number('waits-forever'), refused: number('refused') };
}

function placementWords({ partition, nodes, nodeCount, processors, start }: Placement): string {
  const where = `${count(nodeCount, 'node')} (${printable(nodes)})${partition === undefined ? '' : ` in partition ${printable(partition)}`}`;
  return `${where}, ${count(processors, 'processor')}, from ${start}`;
}

function blame(script: JobScript, { blockers, together }: CheckedScript['report']): string[] {
  const words = blockers.map(({ setting, component, most }) => {
    const { file, line } = script.placeOf(setting);
    const place = file === undefined ? 'command line' : `${file}:${line}`;
    const of = script.components.length > 1 ? ` of component ${component}` : '';
    return `${printable(place)}: --${setting.option.long}${setting.value === undefined ? '' : `=${printable(setting.value)}`}${of}${most === undefined ? '' : `; at most ${printable(most)} fits`}`;
  });
  if (words.length < 2) {
    return words;
  }
  return [together ? 'all of these together keep it:' : 'it fits without any one of these:', ...words.map(line => `  ${line}`)];
}

function findingWords({ ruleId, severity, message, fix, line }: LintFinding): string {
  return printable(`${line === undefined ? '' : `line ${line}: `}${severity === LintSeverity.ERROR ? '' : 'warning '}${ruleId}: ${message}; ${fix}`);
}
