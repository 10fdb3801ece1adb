import { LintFinding, LintSeverity } from './finding';
import { readSbatchArguments, SbatchIssue, SbatchSetting } from './sbatch-arguments';
import { SBATCH_OPTIONS } from './sbatch-options';
import { checkSbatchValue } from './sbatch-value';
import { plainWord, SbatchWord } from './sbatch-words';

/** What sbatch reads from its command line. */
export interface SbatchCommandLine {
  /** Options of each het job component, one component for an ordinary job. */
  readonly components: SbatchSetting[][];
  /** The script, absent when it comes from standard input or `--wrap`. */
  readonly script?: string;
  /** Arguments of the script. */
  readonly scriptArguments: string[];
  /** What sbatch refuses. */
  readonly findings: LintFinding[];
}

/** Reads the arguments of sbatch, without the program's name; a lone `:` separates het job components. Never throws. */
export function parseSbatchCommandLine(args: readonly string[]): SbatchCommandLine {
  const components: SbatchSetting[][] = [];
  const findings: LintFinding[] = [];
  let rest: SbatchWord[] = args.map(plainWord);
  do {
    if (components.length > 0) {
      rest.shift();
    }
    const read = readSbatchArguments(rest);
    components.push(read.settings);
    findings.push(...read.issues.map(findingOf));
    rest = read.rest;
  } while (rest[0]?.text === ':');
  const [script, ...scriptArguments] = rest.map(word => word.text);
  return { components, ...(script === undefined ? {} : { script }), scriptArguments, findings };
}

/** What sbatch reads from its environment. */
export interface SbatchEnvironment {
  /** Options set by variables. */
  readonly settings: SbatchSetting[];
  /** What sbatch refuses; the subject is the variable. */
  readonly findings: LintFinding[];
}

/** Reads the `SBATCH_*` variables of an environment, in the order of the options. */
export function parseSbatchEnvironment(environment: { readonly [name: string]: string | undefined }): SbatchEnvironment {
  const settings: SbatchSetting[] = [];
  const findings: LintFinding[] = [];
  for (const option of SBATCH_OPTIONS) {
    const value = option.env === undefined ? undefined : environment[option.env];
    if (value !== undefined) {
      settings.push({ option, ...(option.argument === undefined || value === '' ? {} : { value }), offset: 0 });
      findings.push(...checkSbatchValue(option, value).map(issue => ({ ...findingOf({ ...issue, ruleId: 'JOB-003' }), subject: option.env })));
    }
  }
  return { settings, findings };
}

/** The arguments that make sbatch read these settings again. */
export function sbatchArgumentsOf(settings: readonly SbatchSetting[]): string[] {
  return settings.map(({ option, value }) => value === undefined ? `--${option.long}` : `--${option.long}=${value}`);
}

function findingOf({ ruleId, message, fix }: SbatchIssue): LintFinding {
  return { ruleId, severity: LintSeverity.ERROR, message, fix };
}
