import type { Duration, Size } from 'cdk8s';
import { managedKeyProblems } from './managed-keys';
import { SlurmConfSettings } from './slurm-conf-settings';
import { slurmTime } from './slurm-time';
import { Problem } from '../errors/refuse';
import { keyword, KeywordTable, nearestKeyword } from '../slurm/catalog';
import { LintFinding, LintSeverity } from '../slurm/finding';
import { Keyword } from '../slurm/keywords/keyword';
import { assignment, valueText } from '../slurm/slurm-conf-line';

/** A key of slurm.conf and the text of its value, without quotes. */
export interface SlurmConfAssignment {
  readonly key: string;
  readonly value: string;
}

/** What typed settings become. */
export interface SlurmConfAssignments {
  /** One entry a key, sorted by key. */
  readonly assignments: SlurmConfAssignment[];
  /** Values that a daemon refuses or ignores. */
  readonly problems: Problem[];
  /** Values that may be right but are unknown here, such as a plugin of one's own. */
  readonly warnings: Problem[];
}

/** The lines of slurm.conf that typed settings stand for. The catalog says which unit and shape a key has. */
export function slurmConfAssignments(settings: SlurmConfSettings): SlurmConfAssignments {
  const written: SlurmConfAssignment[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const [prop, given] of Object.entries(settings)) {
    if (given === undefined) continue;
    const key = keyword(KeywordTable.SLURM_CONF, prop);
    if (key === undefined) {
      problems.push(unknownProp(prop));
      continue;
    }
    const value = settingText(key, given);
    if (typeof value !== 'string') {
      problems.push({ id: value.id, what: `'${prop}' ${value.what}`, fix: value.fix });
      continue;
    }
    written.push({ key: key.name, value });
    // The catalog checks the text; a list is checked word by word before it is joined.
    const findings = assignment(key.name, Array.isArray(given) ? given.map(String) : value).findings;
    for (const each of findings) {
      (isRefused(each) ? problems : warnings).push({ id: each.ruleId, what: `'${prop}': ${each.message}`, fix: each.fix });
    }
    problems.push(...managedKeyProblems(key.name, value).map(each => ({ ...each, what: `'${prop}': ${each.what}` })));
  }
  return { assignments: written.sort((a, b) => (a.key < b.key ? -1 : 1)), problems, warnings };
}

// A typo that Slurm ignores in silence is as bad as one it refuses; a plugin we do not know may be in the user's image.
function isRefused(finding: LintFinding): boolean {
  return finding.severity === LintSeverity.ERROR || ['CONF-014', 'CONF-015', 'CONF-016', 'CONF-017', 'CONF-018'].includes(finding.ruleId);
}

function unknownProp(prop: string): Problem {
  const nearest = nearestKeyword(KeywordTable.SLURM_CONF, prop);
  return {
    id: 'CONF-001',
    what: `'${prop}' is no parameter of slurm.conf`,
    fix: nearest === undefined ? 'remove it' : `did you mean '${nearest[0].toLowerCase()}${nearest.slice(1)}'?`,
  };
}

function settingText(key: Keyword, given: unknown): string | Problem {
  if (typeof given === 'boolean' || typeof given === 'string' || typeof given === 'number') return valueText(key, given);
  if (Array.isArray(given)) return given.map(String).join(',');
  if (isDuration(given)) return durationText(key, given);
  if (isSize(given)) return sizeText(given);
  return mapText(key, given as { [name: string]: number | Duration | undefined });
}

function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'toSeconds' in value;
}

function isSize(value: unknown): value is Size {
  return typeof value === 'object' && value !== null && 'toMebibytes' in value;
}

function durationText(key: Keyword, duration: Duration): string | Problem {
  const inMinutes = key.unit === 'minutes';
  const amount = inMinutes ? duration.toMinutes({ integral: false }) : duration.toSeconds({ integral: false });
  if (!Number.isInteger(amount)) {
    const unit = inMinutes ? 'minutes' : 'seconds';
    return { id: 'CONF-030', what: `is ${amount} ${unit}, and ${key.name} counts whole ${unit}`, fix: `use Duration.${unit}(${Math.ceil(amount)})` };
  }
  return key.kind === 'time' ? slurmTime(duration) : String(amount);
}

function sizeText(size: Size): string | Problem {
  const kibibytes = size.toKibibytes();
  if (kibibytes % 1024 !== 0 || kibibytes <= 0) {
    return { id: 'CONF-031', what: `is ${kibibytes} KiB, and Slurm counts memory in whole MiB`, fix: `use Size.mebibytes(${Math.max(1, Math.ceil(kibibytes / 1024))})` };
  }
  return String(kibibytes / 1024);
}

function mapText(key: Keyword, map: { [name: string]: number | Duration | undefined }): string | Problem {
  const separator = key.kind === 'kv' ? '=' : ':';
  const words: string[] = [];
  for (const name of Object.keys(map).sort()) {
    const given = map[name];
    if (given === undefined) continue;
    const amount = typeof given === 'number' ? given : given.toSeconds({ integral: false });
    // Weights of TRES may be negative or have a fraction; licenses and seconds may not.
    const isCount = typeof given !== 'number' || separator === ':';
    if (!Number.isFinite(amount) || (isCount && (!Number.isInteger(amount) || amount < 0))) {
      return { id: 'CONF-032', what: `gives '${name}' the value ${amount}, and ${key.name} takes ${isCount ? 'whole numbers' : 'numbers'}`, fix: 'use a number such as 1' };
    }
    if (!/^[A-Za-z0-9_./@:-]+$/.test(name)) {
      return { id: 'CONF-033', what: `names '${name}', which cannot stand in a list of slurm.conf`, fix: 'use letters, digits and _ . / - only' };
    }
    words.push(`${name}${separator}${amount}`);
  }
  return words.join(',');
}

