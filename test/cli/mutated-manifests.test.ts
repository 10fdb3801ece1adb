import * as fc from 'fast-check';
import { chunks, run } from './fake-io';
import { yamlStream } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { accounting, gpuCluster } from '../model/slinky-objects';

const OBJECTS = [...gpuCluster({ controller: { accountingRef: { name: 'slurm' } } }), accounting()];
const TEXT = yamlStream(...OBJECTS);
const JUNK: readonly unknown[] = [
  null, 0, -1, 1e99, true, '', 'x', 'a=b', '\n\n', '\u0000', '{{x}}', '128Ti', '1e400', '%', 'x'.repeat(5000), 'gpu-[0-', '[0-999999999]', 'Gres=gpu:h100:99999999999',
  [], [[]], [null], {}, { a: null },
];
const MARKS = ['', ':', '\n', ' ', '"', '{', '[', '- ', '? ', '&a ', '*a', '!!x ', '\t', '|', '#', '%', '\u001b', 'é'];

/** Addresses of all values inside the objects. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...(path.length > 1 ? [path] : []), ...inner.flatMap(([key, item]) => paths(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value as object }) as { [key: string]: unknown };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const otherValues = fc.array(fc.tuple(fc.constantFrom(...paths(OBJECTS)), fc.constantFrom(...JUNK)), { minLength: 1, maxLength: 3 }).map(changes => {
  // A later change may meet junk where an earlier one put it.
  const objects = changes.reduce<unknown>(
    (all, [path, junk]) => (paths(all).some(known => known.join() === path.join()) ? replaced(all, path, junk) : all), OBJECTS,
  );
  return JSON.stringify(objects, undefined, 2);
});
const otherText = fc.tuple(fc.nat(TEXT.length - 1), fc.constantFrom(...MARKS), fc.nat(3))
  .map(([at, mark, length]) => TEXT.slice(0, at) + mark + TEXT.slice(at + length));
const cutText = fc.nat(TEXT.length - 1).map(end => TEXT.slice(0, end));

describe.each([
  ['with other values', otherValues],
  ['with a mark in a wrong place', otherText],
  ['that end too early', cutText],
])('manifests %s', (_, texts) => {
  test.each(['lint', 'explain'])('get an answer or one line of refusal from %s, never a stack', async verb => {
    await fc.assert(fc.asyncProperty(texts, async text => {
      const { code, stdout, stderr } = await run([verb, '-'], { stdin: chunks(text) });
      expect(code).not.toBe(ExitCode.BUG);
      if (code === ExitCode.UNUSABLE) {
        expect(stdout).toBe('');
        expect(stderr).toMatch(/^error: [^\n]*\n$/);
      } else {
        expect(stdout).not.toBe('');
      }
    }), { seed: 20260731, numRuns: 150 });
  });
});
