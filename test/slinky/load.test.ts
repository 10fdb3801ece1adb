import { Testing } from 'cdk8s';
import { NodeSet } from '../../src/slinky';

jest.mock('cdk8s-plus-28', () => {
  throw new Error('cdk8s-plus-28 was loaded');
});

test('L1 works without loading cdk8s-plus', () => {
  const chart = Testing.chart();
  new NodeSet(chart, 'x', { spec: { controllerRef: { name: 'slurm' }, slurmd: { resources: { limits: { cpu: { value: 8 } } } } } });
  expect(Testing.synth(chart)[0].spec.slurmd).toEqual({ resources: { limits: { cpu: 8 } } });
  expect(() => jest.requireMock('cdk8s-plus-28')).toThrow('was loaded');
});
