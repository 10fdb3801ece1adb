import { keyword, keywords, KeywordTable } from './catalog';
import { helperLineKeys, recordTables } from './conf-tables';
import { LintSeverity } from './finding';
import { removedIn } from './removed-keys';
import { unknownKey } from './slurm-conf-line';
import { ValueProblem, valueProblems } from './value-check';

/** A problem of one key, and whether it is the key's or its value's. */
export interface FieldProblem extends ValueProblem {
  readonly atKey: boolean;
  readonly subject: string;
}

/** Checks keys and values against the catalog, for one release of Slurm. */
export class FieldChecker {
  constructor(private readonly release: string) {}

  /** What is wrong with a key or its value. */
  public problems(table: KeywordTable, key: string, value: string): FieldProblem[] {
    const known = keyword(table, key);
    if (known === undefined) {
      if (table === KeywordTable.HELPERS_CONF && helperLineKeys.includes(key.toLowerCase())) return [];
      return [this.unknown(table, key)];
    }
    const ofKey = (ruleId: string, severity: LintSeverity, message: string, fix: string) =>
      ({ ruleId, severity, message, fix, atKey: true, subject: known.name });
    const problems: FieldProblem[] = [];
    if (known.since !== undefined && known.since > this.release) {
      problems.push(ofKey('CONF-026', LintSeverity.ERROR, `${known.name} is new in Slurm ${known.since}, and ${this.release} stops at it`, 'remove it until all daemons are upgraded'));
    }
    if (known.obsolete !== undefined) {
      const isFatal = known.obsolete === 'fatal';
      const consequence = isFatal ? 'makes daemons stop' : 'has no effect any more';
      problems.push(ofKey('CONF-027', isFatal ? LintSeverity.ERROR : LintSeverity.WARNING, `${known.name} ${consequence}`, 'remove it'));
    } else if (known.deprecated !== undefined && known.deprecated !== false) {
      problems.push(ofKey('CONF-028', LintSeverity.WARNING, `${known.name} is deprecated`, known.aliasOf === undefined ? `see the manual: ${known.about}` : `write ${known.aliasOf}`));
    }
    return [...problems, ...valueProblems(table, known, value).map(problem => ({ ...problem, atKey: false, subject: known.name }))];
  }

  private unknown(table: KeywordTable, key: string): FieldProblem {
    const common = { ruleId: 'CONF-001', severity: LintSeverity.ERROR, atKey: true, subject: key };
    const removed = removedIn(table, key);
    if (removed !== undefined) {
      return { ...common, ruleId: 'CONF-025', message: `${removed.name} was removed in Slurm ${removed.release}, and daemons stop at it`, fix: removed.instead };
    }
    const record = recordTables(table).find(each => each !== table && keyword(each, key) !== undefined);
    if (record !== undefined) {
      return { ...common, message: `'${key}' belongs on a ${record} line, and daemons stop at it elsewhere`, fix: `start the line with ${record}=<name>` };
    }
    if (table.endsWith('.conf') === false && keyword(KeywordTable.SLURM_CONF, key) !== undefined) {
      return { ...common, message: `'${key}' does not belong on a ${table} line, and daemons stop at it there`, fix: 'put it on a line of its own' };
    }
    if (table === KeywordTable.GRES_CONF && keywords(KeywordTable.NODE).some(each => each.name.toLowerCase() === key.toLowerCase())) {
      return { ...common, message: `'${key}' belongs to the node in slurm.conf, and daemons stop at it in gres.conf`, fix: 'move it to slurm.conf' };
    }
    const { message, fix } = unknownKey(table, key);
    return { ...common, message, fix };
  }
}
