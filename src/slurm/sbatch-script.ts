import { LintFinding, LintSeverity } from './finding';
import { readSbatchArguments, SbatchSetting } from './sbatch-arguments';
import { splitWords } from './sbatch-words';
import { LineIndex, SourceSpan } from './source-span';

const DIRECTIVE = '#SBATCH';
const OLD_DIRECTIVE = '#SLURM';

/** An option set by a script, and the line it stands on. */
export interface ScriptSetting extends SbatchSetting {
  /** Where the option starts in the script. */
  readonly span: SourceSpan;
}

/** What sbatch reads from a script before it runs. */
export interface SbatchScript {
  /** Program of the first line, with its arguments; absent when the first line names none. */
  readonly interpreter?: string;
  /** Options of each het job component, one component for an ordinary job; in the order written. */
  readonly components: ScriptSetting[][];
  /** What sbatch refuses or passes over, in the order of the lines. */
  readonly findings: LintFinding[];
}

/** Reads the directives of a script in any language whose comments start with `#`. Never throws. */
export function parseSbatchScript(text: string, file?: string): SbatchScript {
  return new ScriptReader(text, file).read();
}

class ScriptReader {
  private readonly findings: LintFinding[] = [];
  private readonly components: ScriptSetting[][] = [[]];
  private readonly index: LineIndex;

  constructor(private readonly text: string, private readonly file: string | undefined) {
    this.index = new LineIndex(text);
  }

  public read(): SbatchScript {
    const interpreter = /^#![ \t]*(\S[^\r\n]*)/.exec(this.text)?.[1].trimEnd();
    this.checkWhole(interpreter);
    let isHeader = true;
    let offset = 0;
    for (const raw of this.text.split('\n')) {
      const line = raw.replace(/\r$/, '');
      const start = line.trimStart();
      isHeader &&= start === '' || start.startsWith('#');
      if (isHeader) {
        this.headerLine(line, offset);
      } else if (line.startsWith(`${DIRECTIVE} -`)) {
        this.warn('JOB-005', offset, `'${shown(line)}' stands behind the first command, where sbatch does not look`, 'move it above the first command');
      }
      offset += raw.length + 1;
    }
    return { ...(interpreter === undefined ? {} : { interpreter }), components: this.components, findings: this.findings };
  }

  private checkWhole(interpreter: string | undefined): void {
    if (this.text.trim() === '') {
      this.refuse('JOB-004', 0, 'the script is empty, which sbatch refuses', 'write a script that starts with #!/bin/bash');
    } else if (interpreter === undefined) {
      this.refuse('JOB-004', 0, 'the first line names no interpreter, so sbatch refuses the script', 'start with #!/bin/bash or another interpreter');
    }
    const carriageReturn = this.text.indexOf('\r\n');
    if (carriageReturn >= 0) {
      this.refuse('JOB-006', carriageReturn, 'the script has DOS line ends, which sbatch refuses', 'save it with UNIX line ends, for example with dos2unix');
    }
    const nul = this.text.indexOf('\0');
    if (nul >= 0) {
      this.refuse('JOB-004', nul, 'the script holds a NUL character, so it is no text and sbatch refuses it', 'submit a text file, and start binaries from it');
    }
  }

  private headerLine(line: string, offset: number): void {
    if (line.startsWith(DIRECTIVE)) {
      this.directive(line.slice(DIRECTIVE.length), offset + DIRECTIVE.length);
    } else if (line.startsWith(OLD_DIRECTIVE)) {
      this.warn('JOB-007', offset, `'${OLD_DIRECTIVE}' is the old word, which sbatch takes with an error message`, `write ${DIRECTIVE}`);
      this.directive(line.slice(OLD_DIRECTIVE.length), offset + OLD_DIRECTIVE.length);
    } else if (line.startsWith('#PBS ')) {
      this.warn('JOB-008', offset, `'${shown(line)}' is read by sbatch as PBS would, but not here`, 'write it as #SBATCH, or use --ignore-pbs');
    } else if (/^\s*#\s*sbatch\s+-/i.test(line)) {
      this.warn('JOB-009', offset, `'${shown(line)}' is a comment to sbatch`, `write ${DIRECTIVE} in upper case at the start of the line, or ##SBATCH for an option that is off`);
    }
  }

  private directive(text: string, offset: number): void {
    if (/^\s+(?:hetjob|packjob)\s*(?:#.*)?$/.test(text)) {
      this.components.push([]);
      if (text.includes('packjob')) {
        this.warn('JOB-007', offset, '\'packjob\' is the old word', 'write hetjob');
      }
      return;
    }
    const { words, issues: quoteIssues } = splitWords(text);
    const { settings, issues, rest } = readSbatchArguments(words);
    for (const { message, fix, offset: at } of quoteIssues) {
      this.refuse('JOB-010', offset + at, message, fix);
    }
    for (const { ruleId, message, fix, offset: at } of issues) {
      this.refuse(ruleId, offset + at, message, fix);
    }
    // An option that is not understood leaves its value behind; one message is enough then.
    if (rest.length > 0 && issues.length === 0) {
      this.refuse('JOB-010', offset + rest[0].offsets[0], `'${shown(rest[0].text)}' is no option, so sbatch refuses the directive`,
        'start options with dashes and quote values with blanks');
    }
    this.components[this.components.length - 1].push(...settings.map(setting => {
      const span = this.index.span(offset + setting.offset);
      return { ...setting, offset: span.offset, span };
    }));
  }

  private refuse(ruleId: string, offset: number, message: string, fix: string): void {
    this.add(LintSeverity.ERROR, ruleId, offset, message, fix);
  }

  private warn(ruleId: string, offset: number, message: string, fix: string): void {
    this.add(LintSeverity.WARNING, ruleId, offset, message, fix);
  }

  private add(severity: LintSeverity, ruleId: string, offset: number, message: string, fix: string): void {
    const { line, column } = this.index.span(offset);
    this.findings.push({ ruleId, severity, message, fix, ...(this.file === undefined ? {} : { file: this.file }), line, column });
  }
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
