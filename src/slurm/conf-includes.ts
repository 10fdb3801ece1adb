import { KeywordTable } from './catalog';
import { ConfLine, ConfLineKind } from './conf-line';
import { tableOfFile } from './conf-tables';
import { LintFinding, LintSeverity } from './finding';
import { SlurmConf } from './slurm-conf';
import { parseConf } from './slurm-conf-parser';

/** Hands out the text of a file named by an Include line, or nothing when there is none. Whoever provides it guards the file system. */
export type LoadConf = (file: string) => string | undefined;

/** A file and all it includes. */
export interface ConfTree {
  /** Every file read, in reading order, by the name it was asked for. */
  readonly files: { readonly file: string; readonly conf: SlurmConf }[];
  /** All lines in the order Slurm reads them, Include lines replaced by what they name. */
  readonly whole: SlurmConf;
  readonly findings: LintFinding[];
}

const deepestInclude = 16;
const mostFiles = 256;

/** Reads a file and what it includes. Cycles, missing files and absurd depths are findings. */
export function parseConfTree(file: string, load: LoadConf, release?: string): ConfTree {
  return new TreeReader(file, load, release).read();
}

class TreeReader {
  private readonly files: { file: string; conf: SlurmConf }[] = [];
  private readonly findings: LintFinding[] = [];
  private readonly lines: ConfLine[] = [];
  private readonly table: KeywordTable;
  private clusterName: string | undefined;

  constructor(private readonly root: string, private readonly load: LoadConf, private readonly release: string | undefined) {
    this.table = tableOfFile(root) ?? KeywordTable.SLURM_CONF;
  }

  public read(): ConfTree {
    const text = this.load(this.root);
    if (text === undefined) this.report('CONF-011', `there is no file '${this.root}'`, 'name an existing file');
    else this.readText(this.root, text, []);
    return { files: this.files, whole: new SlurmConf(this.table, this.lines), findings: this.findings };
  }

  private readText(file: string, text: string, parents: string[]): void {
    const { conf, findings } = parseConf(text, { file, table: this.table, release: this.release });
    this.files.push({ file, conf });
    this.findings.push(...findings);
    for (const line of conf.lines) {
      if (line.kind === ConfLineKind.INCLUDE) {
        this.include(line, [...parents, file]);
        continue;
      }
      this.lines.push(line);
      const [first] = line.fields;
      if (line.kind === ConfLineKind.SCALAR && first.key.toLowerCase() === 'clustername') this.clusterName = first.value.toLowerCase();
    }
  }

  private include(line: ConfLine, parents: string[]): void {
    const written = line.target ?? '';
    // Reported by the parser; Slurm stops at it as well.
    if (written.includes('*')) return;
    if (written.includes('%c') && this.clusterName === undefined) {
      this.report('CONF-056', `Include names '${written}' before ClusterName is set, so '%c' stands for nothing and Slurm stops`, 'put ClusterName above it', line);
      return;
    }
    const target = written.replace(/%c/g, this.clusterName ?? '');
    if (parents.includes(target)) {
      this.report('CONF-055', `Include leads back to '${target}', so Slurm reads without end`, 'remove one Include of the circle', line);
    } else if (parents.length > deepestInclude || this.files.length >= mostFiles) {
      this.report('CONF-055', `Include of '${target}' goes deeper than ${deepestInclude} files or beyond ${mostFiles} of them`, 'include fewer files', line);
    } else {
      const text = this.load(target);
      if (text === undefined) {
        this.report('CONF-011', `Include names '${target}', which does not exist: Slurm tries for a minute and stops`, 'add the file or remove the line', line);
      } else {
        this.readText(target, text, parents);
      }
    }
  }

  private report(ruleId: string, message: string, fix: string, line?: ConfLine): void {
    const place = line === undefined ? { file: this.root } : { file: line.file, line: line.span.line, column: line.span.column };
    this.findings.push({ ruleId, severity: LintSeverity.ERROR, message, fix, ...place });
  }
}
