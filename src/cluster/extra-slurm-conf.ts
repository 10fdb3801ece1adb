import { managedKeyProblems } from './managed-keys';
import { SlurmConfAssignment } from './slurm-conf-lines';
import { SlurmConfSettings } from './slurm-conf-settings';
import { Problem } from '../errors/refuse';
import { keyword, KeywordTable } from '../slurm/catalog';
import { ConfLine, ConfLineKind } from '../slurm/conf-line';
import { logicalLines } from '../slurm/conf-scanner';
import { LintFinding, LintSeverity } from '../slurm/finding';
import { SlurmConf } from '../slurm/slurm-conf';
import { parseConf } from '../slurm/slurm-conf-parser';

/** Raw lines of slurm.conf, read. */
export interface ExtraSlurmConf {
  /** The lines as data: their keys, node, partition and node set records. */
  readonly conf: SlurmConf;
  /** Keys of which the last line counts, as the catalog spells them, in the order of the lines. */
  readonly assignments: SlurmConfAssignment[];
  /** Lines that add up with others and so cannot be merged by key: nodes, partitions, node sets, prologs, Include. Without comments. */
  readonly otherLines: string[];
  /** What is wrong with the lines; `line` counts them from 1. */
  readonly findings: LintFinding[];
  /** The errors among the findings, as reasons to refuse a construct. */
  readonly problems: Problem[];
}

const clusterProp = (prop: string) => `use '${prop}' of SlurmCluster`;

/** Keys that the operator derives from its resources, and where to say the same. Pods, mounts and Services follow its values, not ours. */
const operatorKeys: { readonly [key: string]: string } = {
  AccountingStorageHost: clusterProp('accounting'),
  AccountingStoragePort: clusterProp('accounting'),
  AccountingStorageType: clusterProp('accounting'),
  AuthAltTypes: 'remove it',
  AuthType: 'remove it',
  BackupController: 'remove it',
  ClusterName: clusterProp('clusterName'),
  ControlAddr: 'remove it',
  ControlMachine: 'remove it',
  CredType: 'remove it',
  MetricsType: clusterProp('metrics'),
  SlurmctldHost: 'remove it',
  SlurmctldLogFile: 'remove it; the log goes to the log of the pod',
  SlurmctldPort: 'remove it',
  SlurmdLogFile: 'remove it; the log goes to the log of the pod',
  SlurmdPort: 'remove it',
  SlurmdUser: 'remove it',
  SlurmSchedLogFile: 'remove it; the log goes to the log of the pod',
  SlurmUser: 'remove it',
  StateSaveLocation: 'remove it',
};

/**
 * Reads raw lines and finds what cannot work: unknown keys, keys that the operator owns, keys that `slurmConf` sets as well, and managed
 * keys whose merging would break.
 */
export function parseExtraSlurmConf(lines: string[], settings: SlurmConfSettings = {}): ExtraSlurmConf {
  const { conf, findings } = parseConf(lines.map(line => `${line}\n`).join(''), { table: KeywordTable.SLURM_CONF });
  const typed = new Set(Object.entries(settings).filter(([, value]) => value !== undefined).map(([prop]) => prop.toLowerCase()));
  const own = conf.lines.filter(line => line.kind === ConfLineKind.SCALAR).flatMap(line => {
    const [{ key, value, keySpan, valueSpan }] = line.fields;
    const name = keyword(KeywordTable.SLURM_CONF, key)?.name ?? key;
    const at = (ruleId: string, message: string, fix: string, span = keySpan): LintFinding =>
      ({ ruleId, severity: LintSeverity.ERROR, message, fix, subject: name, line: span.line, column: span.column });
    const found: LintFinding[] = [];
    if (operatorKeys[name] !== undefined) {
      found.push(at('CONF-043', `the operator writes ${name} itself, and another value contradicts its pods and Services`, operatorKeys[name]));
    }
    if (typed.has(name.toLowerCase())) {
      found.push(at('CONF-044', `${name} is set by 'slurmConf' as well, and the raw line wins`, 'keep one of them'));
    }
    // The operator sees the text of the line, quotes and all.
    const written = line.raw.slice(valueSpan.offset - line.span.offset).slice(0, valueSpan.length);
    found.push(...managedKeyProblems(name, written).map(({ id, what, fix }) => at(id, what, fix, valueSpan)));
    if (value === '') found.push(at('CONF-020', `${name} has an empty value`, 'remove it'));
    return found;
  });
  const all = [...findings, ...own].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return {
    conf,
    assignments: conf.assignments().filter(each => !addsUp(each.key)),
    otherLines: conf.lines.filter(line => isOtherLine(line)).map(line => oneLine(line.raw)),
    findings: all,
    problems: all.filter(each => each.severity === LintSeverity.ERROR).map(each => ({
      id: each.ruleId, what: `line ${each.line} of 'extraSlurmConf': ${each.message}`, fix: each.fix,
    })),
  };
}

/** The line without continuations and comment; what was escaped stays so. */
function oneLine(raw: string): string {
  return logicalLines(raw).map(line => line.text.trim().replace(/[\\#]/g, '\\$&')).join('');
}

function addsUp(key: string): boolean {
  return keyword(KeywordTable.SLURM_CONF, key)?.repeatable === true;
}

function isOtherLine(line: ConfLine): boolean {
  return line.kind === ConfLineKind.RECORD || line.kind === ConfLineKind.INCLUDE || (line.kind === ConfLineKind.SCALAR && addsUp(line.fields[0].key));
}
