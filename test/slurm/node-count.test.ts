import * as fc from 'fast-check';
import { NodeCount } from '../../src/slurm/node-count';

const SEED = { seed: 20260505 };

describe('NodeCount', () => {
  test.each([
    ['4', 4, 4, '4'],
    ['4-8', 4, 8, '4-8'],
    ['4-9:2', 4, 8, '4-9:2'],
    ['1,4-8:2', 1, 8, '1,4-8:2'],
    ['8,2', 2, 8, '8,2'],
    ['2k', 2048, 2048, '2048'],
    ['1-1M', 1, 1_048_576, '1-1048576'],
  ])('%s is from %d to %d nodes', (text, min, max, printed) => {
    const count = NodeCount.of(text);
    expect([count.min, count.max, count.toString()]).toEqual([min, max, printed]);
    expect([count.allows(min), count.allows(max), count.allows(max + 1)]).toEqual([true, true, false]);
  });

  test('sizes between the steps are not allowed', () => {
    const count = NodeCount.of('1,4-8:2');
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter(nodes => count.allows(nodes))).toEqual([1, 4, 6, 8]);
  });

  test.each([
    ['2-', 'not a number of nodes', 0],
    ['-4', 'not a number of nodes', 0],
    ['8-4', 'maximum below its minimum', 0],
    ['1,8-4', 'maximum below its minimum', 2],
    ['4-8:0', 'step of 0', 0],
    ['4:2', 'not a number of nodes', 0],
    ['', 'not a number of nodes', 0],
    ['1,,2', 'not a number of nodes', 2],
    ['99999999999999999999', 'more nodes than can be counted', 0],
    ['four', 'not a number of nodes', 0],
  ])('\'%s\' is refused at its place', (text, message, offset) => {
    expect(NodeCount.parse(text)).toEqual({ issues: [expect.objectContaining({ message: expect.stringContaining(message), offset })] });
    expect(() => NodeCount.of(text)).toThrow(message);
  });

  test('an exact number is a whole one', () => {
    expect(NodeCount.exactly(16).toString()).toBe('16');
    expect(() => NodeCount.exactly(1.5)).toThrow('\'1.5\' is not a number of nodes');
  });

  test('text and value go round', () => {
    const part = fc.tuple(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 8 }), fc.boolean())
      .map(([min, more, step, single]) => single ? `${min}` : `${min}-${min + more + 1}${step === 1 ? '' : `:${step}`}`);
    fc.assert(fc.property(fc.array(part, { minLength: 1 }).map(parts => parts.join(',')), (text) => {
      expect(NodeCount.of(text).toString()).toBe(text);
    }), SEED);
  });
});
