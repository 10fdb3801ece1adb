import { controller, cpuCluster, model, nodeSet, restApi } from './slinky-objects';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint, modelFindingText } from '../../src/model/lint';
import { ILintRule } from '../../src/model/rule';
import { LintSeverity } from '../../src/slurm/finding';

const restarting = model(controller({ inplaceReconfigure: false }), restApi(), nodeSet());

describe('acknowledgement', () => {
  test('takes a warning out of the findings and keeps it visible with its reason', () => {
    const report = lint(restarting, { acknowledgements: [{ ruleId: 'OPR-015', reason: 'a demo cluster' }] });
    expect(report.findings).toEqual([]);
    expect(report.acknowledged).toMatchObject([{ ruleId: 'OPR-015', acknowledged: 'a demo cluster', subject: 'Controller slurm/slurm' }]);
  });

  test.each([
    ['without a reason is an error, and the warning stays', { ruleId: 'OPR-015', reason: ' ' }, [['LINT-001', LintSeverity.ERROR], ['OPR-015', LintSeverity.WARNING]]],
    ['that nothing matches is a warning', { ruleId: 'OPR-018', reason: 'x' }, [['LINT-004', LintSeverity.WARNING], ['OPR-015', LintSeverity.WARNING]]],
    ['of an unknown rule is a warning', { ruleId: 'OPR-999', reason: 'x' }, [['LINT-002', LintSeverity.WARNING], ['OPR-015', LintSeverity.WARNING]]],
    ['of an error is an error', { ruleId: 'OPR-017', reason: 'x' }, [['LINT-003', LintSeverity.ERROR], ['OPR-015', LintSeverity.WARNING]]],
  ])('%s', (_, acknowledgement, expected) => {
    const { findings } = lint(restarting, { acknowledgements: [acknowledgement] });
    expect(findings.map(({ ruleId, severity }) => [ruleId, severity]).sort()).toEqual(expected);
  });
});

describe('lint', () => {
  test('sorts findings by subject, then rule', () => {
    const objects = [nodeSet({ slurmd: {} }, 'b'), nodeSet({ slurmd: {}, extraConf: 'x' }, 'a'), controller({ inplaceReconfigure: false })];
    const sorted = lint(model(...objects)).findings.map(({ subject, ruleId }) => `${subject} ${ruleId}`);
    expect(sorted).toEqual([...sorted].sort());
    expect(lint(model(...[...objects].reverse())).findings.map(({ subject, ruleId }) => `${subject} ${ruleId}`)).toEqual(sorted);
  });

  test('names the construct when there is one, else file and line', () => {
    const object = controller({ inplaceReconfigure: false });
    const [first] = lint(modelFromObjects([{ object, origin: 'training/slurm' }])).findings;
    expect(modelFindingText(first)).toMatch(/^\[training\/slurm\] /);
    const [second] = lint(modelFromObjects([{ object, file: 'all.yaml', line: 12 }])).findings;
    expect(second).toMatchObject({ file: 'all.yaml', line: 12 });
    expect(modelFindingText(second)).toMatch(/^all\.yaml:12 \[Controller slurm\/slurm\] /);
  });

  test('a rule that throws looks like the bug it is', () => {
    const broken: ILintRule = { id: 'X-001', severity: LintSeverity.ERROR, title: 'x', check: () => { throw new Error('boom'); } };
    expect(() => lint(model(...cpuCluster()), { rules: [broken] })).toThrow('bug in slurm-constructs: rule X-001 failed instead of answering');
  });
});
