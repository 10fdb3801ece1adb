import { InputError } from './input-error';
import { readTextFile } from './manifest-text';
import { LintFinding, LintSeverity } from '../slurm/finding';
import { SbatchSetting } from '../slurm/sbatch-arguments';
import { checkJobRequest } from '../slurm/sbatch-check';
import { parseSbatchCommandLine } from '../slurm/sbatch-command-line';
import { JobRequest } from '../slurm/sbatch-request';
import { parseSbatchScript, ScriptSetting } from '../slurm/sbatch-script';

/** Where an option stands. */
export interface OptionPlace {
  /** Absent for the command line. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A job script as it would be submitted. */
export class JobScript {
  /**
   * Reads a script, and joins its options with those of the command line, which win.
   *
   * @param words options of sbatch's command line, without a script
   */
  public static read(file: string, words: readonly string[]): JobScript {
    const script = parseSbatchScript(readTextFile(file), file);
    const line = parseSbatchCommandLine(words);
    const count = Math.max(script.components.length, line.components.length);
    const components = Array.from({ length: count }, (_, index) => JobRequest.of(line.components[index] ?? [], script.components[index] ?? []));
    const places = new Map<SbatchSetting, OptionPlace>(script.components.flat().map((setting: ScriptSetting) =>
      [setting, { file, line: setting.span.line, column: setting.span.column }]));
    const requests = components.flatMap(request => checkJobRequest(request).map(finding => {
      const setting = request.settings.find(({ option }) => `--${option.long}` === finding.subject);
      return { ...finding, ...(setting === undefined ? {} : places.get(setting)) };
    }));
    return new JobScript(file, words, components, [...script.findings, ...line.findings, ...requests], places);
  }

  private constructor(
    public readonly file: string,
    /** Options of the command line. */
    public readonly words: readonly string[],
    /** What each component asks for; an ordinary job has one. */
    public readonly components: readonly JobRequest[],
    /** What reading it found. */
    public readonly findings: readonly LintFinding[],
    private readonly places: ReadonlyMap<SbatchSetting, OptionPlace>,
  ) {}

  /** Whether sbatch will refuse it for how it is written. */
  public get isMalformed(): boolean {
    return this.findings.some(({ severity }) => severity === LintSeverity.ERROR);
  }

  /** Where an option of it stands; no file for the command line. */
  public placeOf(setting: SbatchSetting): OptionPlace {
    return this.places.get(setting) ?? {};
  }
}

/** Checks the words for sbatch that stand behind `--`: options only, since scripts are named before. */
export function sbatchWords(words: readonly string[]): readonly string[] {
  const { script, findings } = parseSbatchCommandLine(words);
  if (script !== undefined) {
    throw new InputError(`'${script}' behind -- is no option of sbatch; name scripts before it`);
  }
  if (findings.length > 0) {
    throw new InputError(`behind --: ${findings[0].message}; ${findings[0].fix}`);
  }
  return words;
}
