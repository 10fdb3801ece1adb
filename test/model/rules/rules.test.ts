import { lint } from '../../../src/model/lint';
import { RULES } from '../../../src/model/rules';
import { cpuCluster, gpuCluster, model } from '../slinky-objects';
import { FIT_CASES } from './fit-cases';
import { OPERATOR_CASES } from './operator-cases';
import { findingsOf } from './rule-case';
import { SLURM_CASES } from './slurm';
import { LintSeverity } from '../../../src/slurm/finding';

const CASES = [...OPERATOR_CASES, ...FIT_CASES, ...SLURM_CASES];

// What Slurm itself makes of a configuration is pinned in slurm/slurm-rules.test.ts.
const OPERATOR_AND_FIT = RULES.filter(({ id }) => /^(FIT|OPR)-/.test(id));

describe.each(RULES.map(rule => [rule.id]))('%s', id => {
  const cases = CASES.filter(({ rule }) => rule === id);

  test.each(cases.filter(({ finds }) => finds.length > 0))('finds $about', ({ objects, finds }) => {
    expect(findingsOf(id, objects)).toEqual(finds);
  });

  test.each(cases.filter(({ finds }) => finds.length === 0))('lets $about pass', ({ objects }) => {
    expect(findingsOf(id, objects)).toEqual([]);
  });

  test('has a case that it finds and one that it lets pass', () => {
    expect(cases.filter(({ finds }) => finds.length > 0)).not.toHaveLength(0);
    expect(cases.filter(({ finds }) => finds.length === 0)).not.toHaveLength(0);
  });
});

describe('the registry', () => {
  test('holds these rules, in this order', () => {
    const numbered = (area: string, numbers: number[]): string[] => numbers.map(number => `${area}-${String(number).padStart(3, '0')}`);
    const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
    expect(OPERATOR_AND_FIT.map(rule => rule.id)).toEqual([...numbered('FIT', upTo(27)), ...numbered('OPR', upTo(45).filter(number => number !== 16))]);
  });

  test('has these warnings; all else are errors', () => {
    expect(OPERATOR_AND_FIT.filter(rule => rule.severity === LintSeverity.WARNING).map(rule => rule.id)).toEqual([
      'FIT-004', 'FIT-006', 'FIT-007', 'FIT-012', 'FIT-015', 'FIT-016', 'FIT-019', 'FIT-020', 'FIT-026',
      'OPR-004', 'OPR-011', 'OPR-015', 'OPR-018', 'OPR-019', 'OPR-020', 'OPR-021', 'OPR-031', 'OPR-034', 'OPR-035', 'OPR-036', 'OPR-040', 'OPR-043', 'OPR-045',
    ]);
  });

  test.each(RULES.map(rule => [rule.id, rule.title]))('%s has a title that reads as a statement', (_, title) => {
    expect(title).toMatch(/^\S.{10,}[^.]$/);
  });
});

describe('a sound cluster', () => {
  test.each([
    ['of CPUs', cpuCluster()],
    ['of GPUs', gpuCluster()],
  ])('%s has no finding', (_, objects) => {
    expect(lint(model(...objects)).findings).toEqual([]);
  });
});
