import * as fc from 'fast-check';
import { Tres } from '../../src/slurm/tres';

const SEED = { seed: 20260505 };

describe('Tres', () => {
  test.each([
    ['cpu', 'cpu', true],
    ['CPU', 'cpu', true],
    ['fs/disk', 'fs/disk', true],
    ['fs/lustre', 'fs/lustre', false],
    ['GRES/gpu', 'gres/gpu', false],
    ['gres/gpu:H100', 'gres/gpu:H100', false],
    ['license/matlab@db', 'license/matlab@db', false],
  ])('%s is %s, built in: %s', (text, printed, isBuiltIn) => {
    expect(Tres.of(text).toString()).toBe(printed);
    expect(Tres.of(text).isBuiltIn).toBe(isBuiltIn);
  });

  test.each([
    ['gpu', '\'gpu\' is not a TRES'],
    ['gres', 'TRES \'gres\' lacks a name'],
    ['gres/', '\'gres/\' is not a TRES'],
    ['cpu/x', '\'cpu/x\' is not a TRES'],
    ['', '\'\' is not a TRES'],
  ])('\'%s\' is refused', (text, message) => {
    expect(Tres.parse(text)).toEqual({ issues: [expect.objectContaining({ message, offset: 0, length: text.length })] });
    expect(() => Tres.of(text)).toThrow(message);
  });

  test('names of AccountingStorageTRES are read, wrong ones told at their place', () => {
    expect(Tres.parseNames('gres/gpu,gres/gpu:h100').value?.map(String)).toEqual(['gres/gpu', 'gres/gpu:h100']);
    expect(Tres.parseNames('gres/gpu,foo,cpu,,mem').issues.map(issue => [issue.offset, issue.length])).toEqual([[9, 3], [17, 0]]);
  });

  test.each([
    ['cpu=10,gres/gpu=2', 'cpu=10,gres/gpu=2'],
    ['mem=16G', 'mem=16384'],
    ['mem=512', 'mem=512'],
    ['mem=1025K', 'mem=2'],
    ['gres/gpu:h100=1k', 'gres/gpu:h100=1024'],
    ['', ''],
  ])('counts %s are read as %s', (text, printed) => {
    expect(Tres.renderCounts(Tres.parseCounts(text).value ?? [])).toBe(printed);
  });

  test.each([
    ['cpu', '\'cpu\' has no amount', 0, 3],
    ['cpu=4,gpu=2', '\'gpu\' is not a TRES', 6, 3],
    ['cpu=4,mem=lots', '\'lots\' of mem is not an amount', 10, 4],
    ['gres/gpu=-1', '\'-1\' of gres/gpu is not an amount', 9, 2],
  ])('counts %s are refused at their place', (text, message, offset, length) => {
    expect(Tres.parseCounts(text)).toEqual({ issues: [{ message, fix: expect.any(String), offset, length }] });
  });

  test('billing weights keep their unit', () => {
    const weights = Tres.parseWeights('CPU=1.0,Mem=0.25G,GRES/gpu=20,node=.5').value ?? [];
    expect(weights.map(({ weight, unit }) => [weight, unit])).toEqual([[1, undefined], [0.25, 'G'], [20, undefined], [0.5, undefined]]);
    expect(Tres.renderWeights(weights)).toBe('cpu=1,mem=0.25G,gres/gpu=20,node=0.5');
  });

  test.each(['cpu=1X', 'cpu=', 'cpu=1.2.3', 'cpu=-1'])('weight %s is refused', (text) => {
    expect(Tres.parseWeights(text).issues).toEqual([expect.objectContaining({ fix: 'write a weight such as 1.5 or 0.25G', offset: 4 })]);
  });

  test('a typed GPU has its untyped resource, others are their own', () => {
    expect(Tres.of('gres/gpu:h100').untyped.toString()).toBe('gres/gpu');
    expect(Tres.of('cpu').untyped.toString()).toBe('cpu');
  });

  test('text and value go round', () => {
    const tres = fc.constantFrom('cpu', 'mem', 'node', 'billing', 'gres/gpu', 'gres/gpu:h100', 'license/a', 'bb/x', 'fs/disk').map(Tres.of);
    fc.assert(fc.property(fc.array(fc.record({ tres, count: fc.nat() })), (counts) => {
      expect(Tres.parseCounts(Tres.renderCounts(counts))).toEqual({ value: counts, issues: [] });
    }), SEED);
    fc.assert(fc.property(fc.array(fc.record({ tres, weight: fc.nat(4000).map(n => n / 8), unit: fc.constantFrom('K', 'G') })), (weights) => {
      expect(Tres.parseWeights(Tres.renderWeights(weights)).value).toEqual(weights);
    }), SEED);
  });
});
