import { parseNodeLine, renderNodeFields, renderNodeLine } from '../../src/slurm/node-line';
import { parseNodeSetLine, renderNodeSetLine } from '../../src/slurm/node-set-line';
import { parsePartitionLine, renderPartitionFields, renderPartitionLine } from '../../src/slurm/partition-line';

describe('partition line', () => {
  const record = {
    name: 'train',
    fields: [{ key: 'Nodes', value: 'h100,gb200' }, { key: 'Default', value: 'YES' }, { key: 'MaxTime', value: '2-00:00:00' }],
  };

  test('is rendered with its keys in their order', () => {
    expect(renderPartitionLine(record)).toEqual({ text: 'PartitionName=train Nodes=h100,gb200 Default=YES MaxTime=2-00:00:00', findings: [] });
  });

  test('is read back as it was', () => {
    expect(parsePartitionLine(renderPartitionLine(record).text)).toEqual({ record, findings: [] });
  });

  test('without its name is the config of a node set', () => {
    expect(renderPartitionFields([{ key: 'state', value: 'UP' }, { key: 'default', value: true }]).text).toBe('State=UP Default=YES');
    expect(parsePartitionLine('State=UP  MaxTime=UNLIMITED ').record).toEqual({ name: '', fields: [{ key: 'State', value: 'UP' }, { key: 'MaxTime', value: 'UNLIMITED' }] });
  });

  test.each([
    ['State=OPEN', 'CONF-012'],
    ['Default=maybe', 'CONF-006'],
    ['MaxTme=1', 'CONF-001'],
    ['State=UP Defaullt', 'CONF-004'],
    ['State=UP state=DOWN', 'CONF-003'],
    ['OverSubscribe=NO Shared=NO', 'CONF-003'],
    ['RealMemory=5', 'CONF-001'],
  ])('%s is told as %s', (text, id) => {
    expect(parsePartitionLine(text).findings.map(each => each.ruleId)).toContain(id);
  });
});

describe('node line', () => {
  test('is rendered and read back', () => {
    const record = { name: 'n[0-3]', fields: [{ key: 'CPUs', value: '64' }, { key: 'Reason', value: 'being built' }] };
    expect(renderNodeLine(record).text).toBe('NodeName=n[0-3] CPUs=64 Reason="being built"');
    expect(parseNodeLine(renderNodeLine(record).text).record).toEqual(record);
  });

  test('of a dynamic node refuses blanks, which the operator splits at', () => {
    expect(renderNodeFields([{ key: 'Gres', value: 'gpu:h100:8' }, { key: 'Weight', value: 10 }])).toEqual({ text: 'Gres=gpu:h100:8 Weight=10', findings: [] });
    expect(renderNodeFields([{ key: 'Reason', value: 'being built' }]).findings.map(each => each.ruleId)).toEqual(['CONF-024']);
  });
});

test('node set line is rendered and read back', () => {
  const record = { name: 'gpu', fields: [{ key: 'Feature', value: 'gpu' }] };
  expect(renderNodeSetLine(record).text).toBe('NodeSet=gpu Feature=gpu');
  expect(parseNodeSetLine('nodeset=gpu feature=gpu').record).toEqual(record);
});
