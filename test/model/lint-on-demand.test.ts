import { controller, cpuCluster, model } from './slinky-objects';
import { lint } from '../../src/model/lint';
import { lintObjects } from '../../src/model/lint-on-demand';

describe('lintObjects', () => {
  test('answers as reading and linting in two steps', () => {
    const objects = [controller({ inplaceReconfigure: false })];
    expect(lintObjects(objects.map(object => ({ object })))).toEqual(lint(model(...objects)));
  });

  test('passes its options on', () => {
    const objects = cpuCluster({ controller: { inplaceReconfigure: false } }).map(object => ({ object }));
    const report = lintObjects(objects, { acknowledgements: [{ ruleId: 'OPR-015', reason: 'a demo' }] });
    expect(report.findings).toEqual([]);
    expect(report.acknowledged).toHaveLength(1);
  });
});
