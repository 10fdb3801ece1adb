import * as fc from 'fast-check';
import { didYouMean, editDistance } from '../../src/slurm/spelling';

describe('edit distance', () => {
  test.each([
    ['', '', 0], ['a', '', 1], ['', 'abc', 3], ['abc', 'abc', 0], ['abc', 'acb', 1], ['abc', 'abd', 1], ['kitten', 'sitting', 3], ['ab', 'ba', 1],
  ])('of %p and %p is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is the same both ways and never more than the longer word', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance === 0).toBe(a === b);
    }), { seed: 7, numRuns: 300 });
  });
});

test('a suggestion keeps the spelling of the candidate and prefers the nearest one', () => {
  expect(didYouMean('slurmdtimeot', ['SlurmctldTimeout', 'SlurmdTimeout'])).toBe('SlurmdTimeout');
});

test('a short word two slips away is no suggestion', () => {
  expect(didYouMean('cpu', ['gpus'])).toBeUndefined();
});
