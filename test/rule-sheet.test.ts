import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { JobAnswer, ReaderAnswer, RULE_SHEET, SheetAnswer, TopologyAnswer } from './rule-sheet';
import { RULES } from '../src/model/rules';
import { SLURM_RULES } from '../src/model/rules/slurm';
import { confRules } from '../src/slurm/conf-rules';
import { checkJobRequest } from '../src/slurm/sbatch-check';
import { JobRequest } from '../src/slurm/sbatch-request';
import { parseSbatchScript } from '../src/slurm/sbatch-script';
import { parseConf } from '../src/slurm/slurm-conf-parser';
import { checkTopologies } from '../src/slurm/topology-check';
import { parseTopologyConf } from '../src/slurm/topology-conf';
import { TopologyForm } from '../src/slurm/topology-findings';
import { parseTopologyYaml } from '../src/slurm/topology-yaml-parser';

/** Facts about Slurm, most of them seen with its daemons, kept beside the repository. */
const SHEET = path.resolve(__dirname, '../../shared/facts/slurm/rules.md');

const answers = Object.entries(RULE_SHEET);

function of<T extends SheetAnswer>(by: T['by']): [row: string, answer: T][] {
  return answers.flatMap(([row, given]) => given.filter((answer): answer is T => answer.by === by).map((answer): [string, T] => [row, answer]));
}

const present = existsSync(SHEET);

(present || process.env.CI === 'true' ? describe : describe.skip)(`the sheet of facts about Slurm${present ? '' : ' (no ../shared/facts beside the repository)'}`, () => {
  test('has no row that the table lacks, and the table none that the sheet lacks', () => {
    const rows = [...readFileSync(SHEET, 'utf8').matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, id]) => id);
    expect(rows.length).toBeGreaterThan(380);
    expect(answers.map(([row]) => row).sort()).toEqual([...rows].sort());
  });
});

describe('the table of facts', () => {
  test('answers every row', () => {
    expect(answers.filter(([, given]) => given.length === 0)).toEqual([]);
  });

  test('names rules that exist', () => {
    const known = RULES.map(({ id }) => id);
    expect(of('rules').flatMap(([row, answer]) => (answer.by === 'rules' ? answer.ids : []).filter(id => !known.includes(id)).map(id => `${row}: ${id}`))).toEqual([]);
  });

  test('names every rule about Slurm', () => {
    const named = new Set(of('rules').flatMap(([, answer]) => answer.by === 'rules' ? answer.ids : []));
    expect(SLURM_RULES.map(({ id }) => id).filter(id => !named.has(id))).toEqual([]);
  });

  test('says of what nobody tells why', () => {
    expect(of('nobody').filter(([, answer]) => answer.by === 'nobody' && !/^[a-z].{20,}[^.]$/.test(answer.why))).toEqual([]);
  });

  test.each(of<ReaderAnswer>('reader').map(([row, answer]) => [row, answer.text, answer] as const))('%s: the reader finds %j', (_, text, { id, table }) => {
    expect(confRules.map(rule => rule.id)).toContain(id);
    expect(parseConf(text, { table, release: id === 'CONF-026' ? '25.11' : '26.05' }).findings.map(({ ruleId }) => ruleId)).toContain(id);
  });

  test.each(of<TopologyAnswer>('topology').map(([row, answer]) => [row, answer] as const))('%s: the readers of topologies find it', (_, { id, form, text }) => {
    const { topologies, findings } = form === 'topology.yaml' ? parseTopologyYaml(text) : parseTopologyConf(text);
    const checked = checkTopologies(topologies, { form: form === 'topology.yaml' ? TopologyForm.YAML : TopologyForm.CONF });
    expect([...findings, ...checked].map(({ ruleId }) => ruleId)).toContain(id);
  });

  test.each(of<JobAnswer>('job').map(([row, answer]) => [row, answer] as const))('%s: the reader of job scripts finds it', (_, { id, script }) => {
    expect(checkJobRequest(JobRequest.of(...parseSbatchScript(script).components)).map(({ ruleId }) => ruleId)).toContain(id);
  });
});
