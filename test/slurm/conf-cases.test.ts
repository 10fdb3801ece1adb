import * as fs from 'fs';
import * as path from 'path';
import { ConfCase, confCases, confCasesFolder } from './conf-cases';
import { KeywordTable } from '../../src/slurm/catalog';
import { parseConfTree } from '../../src/slurm/conf-includes';
import { ConfLineKind } from '../../src/slurm/conf-line';
import { LintSeverity } from '../../src/slurm/finding';
import { SlurmConf } from '../../src/slurm/slurm-conf';
import { assignments } from '../../src/slurm/slurm-conf-line';
import { parseConf } from '../../src/slurm/slurm-conf-parser';

const cases = confCases();
const onlyWithCases = cases.length === 0 ? describe.skip : describe;
// test.each refuses an empty table.
const table: ConfCase[] = cases.length === 0 ? [{ name: 'none', text: '', table: KeywordTable.SLURM_CONF }] : cases;

/** What Slurm 26.05 stops at, by file: everything else in these files it reads. */
const refused: { [name: string]: string[] } = {
  'griz-romxero/slurm.conf': ['66 CONF-014', '142 CONF-065', '143 CONF-065'],
  'my-cluster-ib/cgroup.conf': ['4 CONF-025', '9 CONF-025'],
  'nvidia-superpod-2020/cgroup.conf': ['2 CONF-025'],
  'nvidia-superpod-2020/slurm.conf': ['63 CONF-014'],
  'pal-sussex/cgroup.conf': ['2 CONF-025'],
  'pal-sussex/slurm.conf': ['109 CONF-025'],
  'vuw-raapoi/slurm.conf': ['127 CONF-025', '128 CONF-013', '154 CONF-027', '188 CONF-025', '190 CONF-025'],
};

onlyWithCases('real configuration files', () => {
  test.each(table)('$name is rendered byte for byte', ({ text, table: keys }) => {
    expect(parseConf(text, { table: keys }).conf.toString()).toBe(text);
  });

  test.each(table)('$name is refused only for what Slurm 26.05 stops at', ({ name, text, table: keys }) => {
    const errors = parseConf(text, { file: name, table: keys }).findings.filter(finding => finding.severity === LintSeverity.ERROR);
    expect(errors.map(finding => `${finding.line} ${finding.ruleId}`)).toEqual(refused[name] ?? []);
  });

  test.each(table)('$name has no line that is none', ({ text, table: keys }) => {
    expect(parseConf(text, { table: keys }).conf.lines.filter(line => line.kind === ConfLineKind.UNREADABLE)).toEqual([]);
  });

  test.each(table)('the keys of $name, written anew, read the same', ({ text, table: keys }) => {
    const before = parseConf(text, { table: keys }).conf.assignments().filter(each => !/["\\]/.test(each.value));
    expect(parseConf(assignments(before, keys).text, { table: keys }).conf.assignments()).toEqual(before);
  });

  test('a site that spreads its file over several is read as one', () => {
    const folder = path.join(confCasesFolder, 'griz-romxero');
    const main = fs.readFileSync(path.join(folder, 'slurm.conf'), 'utf8');
    const names = fs.readdirSync(folder).filter(name => name !== 'slurm.conf').sort();
    const text = `${main}\n${names.map(name => `include ${name}\n`).join('')}`;
    const { whole, files, findings } = parseConfTree('slurm.conf', file => file === 'slurm.conf' ? text : fs.readFileSync(path.join(folder, file), 'utf8'));
    expect(files.map(each => each.file)).toEqual(['slurm.conf', ...names]);
    expect(whole.records(KeywordTable.PARTITION).length).toBeGreaterThan(0);
    expect(whole.records(KeywordTable.NODE).length).toBeGreaterThan(1);
    expect(findings.some(finding => finding.ruleId === 'CONF-011')).toBe(false);
  });
});

describe('included files', () => {
  const read = (files: { [name: string]: string }, root = 'slurm.conf') =>
    parseConfTree(root, file => Object.prototype.hasOwnProperty.call(files, file) ? files[file] : undefined);
  const told = (files: { [name: string]: string }) => read(files).findings.map(each => `${each.file}:${each.line} ${each.ruleId}`);
  const keys = (conf: SlurmConf) => conf.assignments().map(each => each.key);

  test('stand where the Include line stood', () => {
    const { whole, files } = read({ 'slurm.conf': 'KillWait=1\nInclude a.conf\nTreeWidth=3\n', 'a.conf': 'include b.conf\nTCPTimeout=2\n', 'b.conf': 'WaitTime=9\n' });
    expect(keys(whole)).toEqual(['KillWait', 'WaitTime', 'TCPTimeout', 'TreeWidth']);
    expect(files.map(each => each.file)).toEqual(['slurm.conf', 'a.conf', 'b.conf']);
    expect(whole.lines.map(line => line.file)).toEqual(['slurm.conf', 'b.conf', 'a.conf', 'slurm.conf']);
  });

  test('are read with the keys of the file that includes them', () => {
    expect(read({ 'cgroup.conf': 'Include x.conf\n', 'x.conf': 'KillWait=3\n' }, 'cgroup.conf').findings.map(each => each.ruleId)).toEqual(['CONF-001']);
  });

  test('may be named after the cluster', () => {
    const files = { 'slurm.conf': 'ClusterName=Train\nInclude nodes-%c.conf\n', 'nodes-train.conf': 'NodeName=n\n' };
    expect(told(files)).toEqual([]);
    expect(told({ 'slurm.conf': 'Include nodes-%c.conf\nClusterName=train\n' })).toEqual(['slurm.conf:1 CONF-056']);
  });

  test('that do not exist are told with their line', () => {
    expect(told({ 'slurm.conf': 'KillWait=3\nInclude nodes.conf\n' })).toEqual(['slurm.conf:2 CONF-011']);
    expect(told({})).toEqual(['slurm.conf:undefined CONF-011']);
  });

  test('errors name the file they stand in', () => {
    expect(told({ 'slurm.conf': 'Include a.conf\n', 'a.conf': '\nKilWait=3\n' })).toEqual(['a.conf:2 CONF-001']);
  });

  test('that lead back to themselves are told, not followed', () => {
    expect(told({ 'slurm.conf': 'Include slurm.conf\n' })).toEqual(['slurm.conf:1 CONF-055']);
    expect(told({ 'slurm.conf': 'Include a.conf\n', 'a.conf': 'Include b.conf\n', 'b.conf': 'Include a.conf\n' })).toEqual(['b.conf:1 CONF-055']);
  });

  test('without end are cut off', () => {
    const { findings, files } = parseConfTree('0', file => `Include ${Number(file) + 1}\nInclude x${file}\n`);
    expect(files.length).toBeLessThanOrEqual(256);
    expect(findings.some(each => each.ruleId === 'CONF-055')).toBe(true);
  });
});
