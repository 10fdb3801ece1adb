import * as fc from 'fast-check';
import { SLURM_TEXT_CASES } from '.';
import { objectsOf, SlurmTexts } from './slurm-case';
import { lint } from '../../../../src/model/lint';
import { SLURM_RULES } from '../../../../src/model/rules/slurm';
import { keywords, KeywordTable } from '../../../../src/slurm/catalog';
import { LintSeverity } from '../../../../src/slurm/finding';
import { model } from '../../slinky-objects';
import { findingsOf } from '../rule-case';

const numbered = (area: string, ...numbers: number[]): string[] => numbers.map(number => `${area}-${String(number).padStart(3, '0')}`);

describe('the rules about Slurm', () => {
  test('are these, in this order', () => {
    expect(SLURM_RULES.map(({ id }) => id)).toEqual([
      ...numbered('ACCT', 103, 105, 107, 108, 109, 111, 113, 117, 118, 119, 120, 121, 124, 125, 126, 127, 128),
      ...numbered('AUTH', 107, 108),
      ...numbered('CG', 2, 3, 4, 7, 8, 9, 10, 12, 13, 14, 17, 18, 19, 20, 21),
      ...numbered('CTL', 3, 4, 11, 20, 24, 25, 26, 29, 33, 49, 55, 57),
      ...numbered('DBD', 8, 9, 20, 23),
      ...numbered('GRES', 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 25, 30, 31, 32, 33),
      ...numbered('NODE', 101, 102, 103, 104, 107, 108, 109, 110, 111, 116, 117, 118, 119, 121, 124, 125, 126),
      ...numbered('NVL', 101),
      ...numbered('PART', 107, 109, 111, 112, 113, 114, 115, 118, 119, 120, 122, 128, 129, 131),
      ...numbered('PLG', 2, 3, 5, 6, 7, 10, 16, 19),
      ...numbered('PRE', 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 15),
      ...numbered('PRIO', 1, 2, 3, 4, 6, 8, 9, 10, 12, 13, 14, 15),
      ...numbered('PRO', 2, 3, 4, 5, 7, 8, 9, 11, 12, 14, 15, 17, 19, 23, 24),
      ...numbered('PWR', 1, 2, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16),
      ...numbered('SCH', 3, 5, 6, 10, 11, 15, 16),
      ...numbered('SEL', 2, 4, 6, 7, 8, 9, 10, 12),
      ...numbered('SYN', 8, 9, 11, 14),
      ...numbered('TOPO', 202, 203, 226, 227),
    ]);
  });

  test('are errors where a daemon stops, a node is lost or no job can run; all else are warnings', () => {
    expect(SLURM_RULES.filter(({ severity }) => severity === LintSeverity.ERROR).map(({ id }) => id)).toEqual([
      ...numbered('ACCT', 108, 109, 113, 117, 119, 124, 127, 128),
      ...numbered('AUTH', 107, 108),
      ...numbered('CG', 2, 3, 4, 12, 13, 14, 21),
      ...numbered('CTL', 24, 29, 49, 55, 57),
      ...numbered('DBD', 8, 23),
      ...numbered('GRES', 4, 8, 9, 10, 11, 12, 13, 14, 17, 19, 21, 23, 30, 32),
      ...numbered('NODE', 101, 102, 103, 104, 117, 118, 126),
      ...numbered('PART', 112, 115, 119, 120, 131),
      ...numbered('PLG', 3, 5, 6, 7),
      ...numbered('PRE', 1, 2, 3, 4, 5),
      ...numbered('PRIO', 4, 6, 8),
      ...numbered('PRO', 2, 3, 7, 8, 9, 11, 12, 15, 19),
      ...numbered('PWR', 4, 10, 11, 14),
      ...numbered('SEL', 2, 4, 6, 12),
      ...numbered('SYN', 11, 14),
      ...numbered('TOPO', 203),
    ]);
  });
});

describe('what is out of sight', () => {
  test('is never missed: an Include may set what a conflict lacks', () => {
    const needsMore = SLURM_TEXT_CASES.filter(({ conf, finds }) => conf !== undefined && !/include/i.test(conf) && / without [A-Z]\w+(=| |:|$)/.test(finds) && !/ without \S+ in (cgroup|slurmdbd)/.test(finds));
    const told = needsMore.flatMap(({ rule, passes, finds, about, ...texts }) => findingsOf(rule, objectsOf({ ...texts, conf: `${texts.conf}\nInclude more.conf` })));
    expect(needsMore.length).toBeGreaterThan(40);
    expect(told.filter(text => !/ without (DefaultTime|Gres|NodeAddr|ProfileInfluxDBFlags)/.test(text))).toEqual([]);
  });

  test.each<[string, SlurmTexts]>([
    ['PART-118', { partition: 'Alternate=b' }],
    ['PART-120', { partition: 'TRESBillingWeights=GRES/gpu=1' }],
    ['PRE-009', { conf: 'PreemptType=preempt/partition_prio\nPreemptMode=REQUEUE' }],
    ['PRIO-008', { conf: 'PriorityWeightTRES=GRES/gpu=1' }],
    ['PWR-002', { conf: 'SuspendProgram=off' }],
    ['PWR-005', { conf: 'SuspendExcParts=b' }],
    ['NODE-116', { conf: 'DownNodes=a' }],
    ['SEL-008', { node: 'Gres=gpu:8' }],
  ])('is never missed: an Include may hold what %s looks for', (id, texts) => {
    expect(findingsOf(id, objectsOf(texts))).toHaveLength(1);
    expect(findingsOf(id, objectsOf({ ...texts, conf: `${texts.conf ?? ''}\nInclude more.conf` }))).toEqual([]);
  });

  test.each<[string, SlurmTexts]>([
    ['the slurm.conf of an external slurmctld', { conf: 'PreemptMode=REQUEUE', controller: { external: true, externalConfig: { host: 'h', port: 6817 } } }],
    ['the slurmdbd.conf of an external slurmdbd', { dbd: 'ArchiveJobs=yes', accounting: { external: true, externalConfig: { host: 'db', port: 6819 } } }],
    ['a line of a node set that the operator cannot split', { node: 'Gres=gpu:h100 x' }],
  ])('%s is not judged', (_, texts) => {
    const { findings } = lint(model(...objectsOf(texts)), { rules: SLURM_RULES });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual([]);
  });
});

describe('gres.conf', () => {
  test('is judged without node sets too, and once for many', () => {
    const [controller, nodeSet, files] = objectsOf({ files: { 'gres.conf': 'Name=gpu Type=a File=/dev/a\nName=gpu File=/dev/b\n' } });
    expect(findingsOf('GRES-009', [controller, files])).toEqual(findingsOf('GRES-009', [controller, nodeSet, files]));
    expect(findingsOf('GRES-009', [controller, files])).toHaveLength(1);
    expect(findingsOf('GRES-009', [controller, nodeSet, ...objectsOf({ nodeSet: { template: { spec: { hostname: 'b-' } } } }).slice(1).map(other => (
      { ...other, metadata: { name: 'b', namespace: 'slurm' } })), files])).toHaveLength(1);
  });
});

describe('any texts', () => {
  test('are judged without a failure', () => {
    const { SLURM_CONF, PARTITION, NODE, SLURMDBD_CONF, GRES_CONF, CGROUP_CONF, ACCT_GATHER_CONF } = KeywordTable;
    const keys = [SLURM_CONF, PARTITION, NODE, SLURMDBD_CONF, GRES_CONF, CGROUP_CONF, ACCT_GATHER_CONF]
      .flatMap(table => keywords(table).map(({ name }) => name));
    const value = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('n[1-3]', '[', '0', '-1', '99999999999999999999', 'UNLIMITED', 'a,b=,=c,,', 'gres/gpu=1', 'DEFAULT', 'ALL'));
    const line = fc.array(fc.tuple(fc.constantFrom(...keys), value), { minLength: 1, maxLength: 4 }).map(pairs => pairs.map(([key, text]) => `${key}=${text}`).join(' '));
    const text = fc.array(line, { maxLength: 8 }).map(lines => lines.join('\n'));
    const texts = fc.record({ conf: text, partition: line, node: line, dbd: text, files: fc.record({ 'gres.conf': text, 'cgroup.conf': text, 'acct_gather.conf': text, 'job_container.conf': text }) });
    fc.assert(fc.property(texts, any => {
      expect(() => lint(model(...objectsOf(any)), { rules: SLURM_RULES })).not.toThrow();
    }), { seed: 26, numRuns: 300 });
  });
});

describe('keys', () => {
  test.each<[string, SlurmTexts, string]>([
    ['in another case', { conf: 'preemptmode=requeue' }, 'PRE-001'],
    ['by their other name', { partition: 'Shared=YES:1' }, 'PART-109'],
    ['of nodes from a line of defaults', { conf: 'NodeName=DEFAULT MemSpecLimit=9000\nNodeName=n1 RealMemory=8000' }, 'NODE-109'],
    ['from a line of defaults', { conf: 'PartitionName=DEFAULT MinNodes=4\nPartitionName=b Nodes=ALL MaxNodes=2' }, 'PART-119'],
    ['the last of two lines counting', { conf: 'PreemptType=preempt/qos\nPreemptMode=REQUEUE\nPreemptMode=OFF' }, 'PRE-002'],
  ])('count %s', (_, texts, id) => {
    expect(findingsOf(id, objectsOf(texts))).toHaveLength(1);
  });
});
