import { LintFinding, LintSeverity } from './finding';
import { Hostlist } from './hostlist';
import { SourceSpan } from './source-span';
import { Topology, TopologyRecord } from './topology';

/** The two files slurmctld reads topologies from; some rules differ between them. */
export enum TopologyForm {
  YAML = 'topology.yaml',
  CONF = 'topology.conf',
}

/** What is known besides the topologies themselves. */
export interface TopologyContext {
  /** The file the topologies are for. */
  readonly form: TopologyForm;
  /** Name of the file in findings. Default: none, for topologies made in a program. */
  readonly file?: string;
  /** Nodes of slurm.conf. Default: unknown, so nothing is said about them. */
  readonly knownNodes?: Hostlist;
}

/** What a file holds, and what in it cannot be read as a topology. */
export interface ParsedTopologies {
  readonly topologies: Topology[];
  readonly findings: LintFinding[];
}

/** Collects findings about one file or list of topologies. */
export class TopologyFindings {
  /** In the order found. */
  public readonly list: LintFinding[] = [];

  constructor(public readonly context: TopologyContext) {}

  /** Slurmctld refuses it. */
  public error(ruleId: string, subject: string | undefined, span: SourceSpan | undefined, message: string, fix: string): void {
    this.add(LintSeverity.ERROR, ruleId, subject, span, message, fix);
  }

  /** Slurmctld takes it and does something unexpected. */
  public warning(ruleId: string, subject: string | undefined, span: SourceSpan | undefined, message: string, fix: string): void {
    this.add(LintSeverity.WARNING, ruleId, subject, span, message, fix);
  }

  /** A hostlist of a record, or undefined with a finding when it cannot be read. */
  public hostlist(record: TopologyRecord, text: string, span: SourceSpan | undefined): Hostlist | undefined {
    const { value, issues } = Hostlist.parse(text);
    for (const { message, fix, offset } of issues) {
      // Quotes and continued lines put the text elsewhere than behind the start of its place.
      const place = span && { ...span, column: span.column + (span.length === text.length ? offset : 0) };
      if (value === undefined) {
        this.error('TOPO-030', record.name, place, `the hostlist of '${record.name}' is fatal in slurmctld: ${message}`, fix);
      } else {
        this.warning('TOPO-030', record.name, place, message, fix);
      }
    }
    return value;
  }

  private add(severity: LintSeverity, ruleId: string, subject: string | undefined, span: SourceSpan | undefined, message: string, fix: string): void {
    const { file } = this.context;
    this.list.push({
      ruleId,
      severity,
      message,
      fix,
      ...(subject === undefined ? {} : { subject }),
      ...(file === undefined ? {} : { file }),
      ...(span === undefined ? {} : { line: span.line, column: span.column }),
    });
  }
}
