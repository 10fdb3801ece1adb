import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { chartValues } from './chart-values';
import { formatted, run } from './check-programs';
import { imported } from './library-modules';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

test('any values give a program that runs, synthesizes what was tried, and is formatted', async () => {
  await fc.assert(fc.asyncProperty(chartValues, async values => {
    const { cluster, objects } = imported(dump(values, { noRefs: true }));
    expect(objects).not.toEqual([]);
    expect(run(cluster)).toEqual(objects);
    expect(await formatted(cluster)).toBe(cluster);
  }), { seed: 5, numRuns: 3, endOnFailure: true });
}, 300_000);
