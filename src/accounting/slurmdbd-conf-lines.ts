import { Duration } from 'cdk8s';
import { PurgeAge } from './purge-age';
import { SlurmdbdConfSettings } from './slurmdbd-conf-settings';
import { managedKeyProblems } from '../cluster/managed-keys';
import { slurmTime } from '../cluster/slurm-time';
import type { SlurmVersion } from '../cluster/slurm-version';
import { Problem } from '../errors/refuse';
import { KeywordTable, keyword } from '../slurm/catalog';
import { Assignment, assignment, valueText } from '../slurm/slurm-conf-line';

/** Lines for slurmdbd.conf, and what is wrong with them. */
export interface SlurmdbdConfLines {
  readonly lines: string[];
  readonly problems: Problem[];
}

/** Keys that the operator writes, and what to use in their place. */
const operatorKeys: { [key: string]: string } = {
  authalttypes: 'leave it out: the operator always offers tokens',
  authtype: 'leave it out: the operator runs auth/slurm',
  dbdaddr: 'leave it out: the operator names the pod',
  dbdbackuphost: 'leave it out: a cluster has one slurmdbd pod, which Kubernetes replaces',
  dbdhost: 'leave it out: the operator names the pod',
  dbdport: 'leave it out: all peers use 6819',
  logfile: 'leave it out: the operator lets slurmdbd log to the pod',
  pidfile: 'leave it out: the pod needs none',
  slurmuser: 'leave it out: slurmdbd runs as slurm in the pod',
  storagehost: "use 'host' of the database",
  storageloc: "use 'database' of the database",
  storagepass: "use 'password' of the database, which is a reference to a Secret",
  storageport: "use 'port' of the database",
  storagetype: 'leave it out: slurmdbd knows only accounting_storage/mysql',
  storageuser: "use 'username' of the database",
};

/** Lines that the typed settings, the database and raw lines make together, in this order. */
export function slurmdbdConf(database: Assignment[], settings: SlurmdbdConfSettings, rawLines: string[], version: SlurmVersion): SlurmdbdConfLines {
  const typed = Object.entries(settings).filter(([, value]) => value !== undefined).map(([prop, value]) => setting(prop, value as Setting))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const raw = rawLines.map(rawLine);
  const problems = [...typed.flatMap(each => each.problems), ...raw.flatMap(each => each.problems)];
  const entries: Entry[] = [...database.map(each => ({ ...each, origin: 'the database' })), ...typed, ...raw.filter(each => each.key !== '')];
  const lines: string[] = [];
  const seen = new Map<string, string>();
  for (const { key, value, origin } of entries) {
    const rendered = assignment(key, value, KeywordTable.SLURMDBD_CONF);
    const known = keyword(KeywordTable.SLURMDBD_CONF, key);
    lines.push(rendered.text);
    problems.push(
      ...rendered.findings.map(({ ruleId, message, fix }) => ({ id: ruleId, what: message, fix })),
      ...sinceProblems(key, known?.since, version),
      ...managedKeyProblems(key, valueText(known, value)),
    );
    const before = seen.get(key.toLowerCase());
    if (before !== undefined) {
      problems.push({ id: 'ACCT-013', what: `${key} is set by ${before} and by ${origin}: slurmdbd would silently take the last`, fix: 'set it in one place' });
    }
    seen.set(key.toLowerCase(), origin);
  }
  return { lines, problems };
}

type Setting = boolean | number | string | string[] | Duration | PurgeAge;

interface Entry extends Assignment {
  readonly origin: string;
}

function setting(prop: string, value: Setting): Entry & { problems: Problem[] } {
  const known = keyword(KeywordTable.SLURMDBD_CONF, prop);
  const key = known?.name ?? prop;
  const origin = `'${prop}'`;
  if (value instanceof PurgeAge) {
    return { key, value: value.toString(), origin, problems: value._problems(prop) };
  }
  if (!(value instanceof Duration)) {
    return { key, value, origin, problems: [] };
  }
  const seconds = value.toSeconds({ integral: false });
  if (!Number.isInteger(seconds)) {
    return { key, value: 0, origin, problems: [{ id: 'ACCT-014', what: `'${prop}' is ${seconds} seconds, and slurmdbd counts whole ones`, fix: 'use e.g. Duration.seconds(10)' }] };
  }
  return { key, value: known?.kind === 'time' ? slurmTime(value) : seconds, origin, problems: [] };
}

function rawLine(line: string): Entry & { problems: Problem[] } {
  const origin = "'extraSlurmdbdConf'";
  const match = /^\s*(\w+)\s*=(.*)$/.exec(line);
  if (match === null) {
    const shown = JSON.stringify(line);
    return { key: '', value: '', origin, problems: [{ id: 'ACCT-015', what: `${shown} is no line of slurmdbd.conf, which stops slurmdbd`, fix: "write one 'Key=Value' an item" }] };
  }
  const [, key, value] = match;
  const replacement = operatorKeys[key.toLowerCase()];
  const problems = replacement === undefined ? [] : [{ id: 'ACCT-016', what: `${key} is written by the operator, and your line would contradict its pod and Service`, fix: replacement }];
  return { key, value: value.trim(), origin, problems };
}

function sinceProblems(key: string, since: string | undefined, version: SlurmVersion): Problem[] {
  return since === undefined || since <= version.release ? [] : [{
    id: 'ACCT-017',
    what: `${key} came with Slurm ${since}, and slurmdbd ${version.release} stops at a key it does not know`,
    fix: `leave it out, or set 'slurmVersion' of the cluster to ${since}`,
  }];
}
