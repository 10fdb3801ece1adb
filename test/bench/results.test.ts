import { Cost, inTurns, median, ratio, run } from '../../bench/cost';
import { Results } from '../../bench/results';

const costs = (...cpuMs: number[]): Cost[] => cpuMs.map(cpu => ({ cpuMs: cpu, wallMs: cpu * 2 }));
const node = (name: string, program: string) => ({ name, command: [process.execPath, '--eval', program] });

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('a ratio is that of the pairs, so a turn in which all were slow says no more than others', () => {
  expect(ratio(costs(10, 100, 11), costs(5, 50, 5), 'cpuMs')).toBe(2);
});

test('processor time is counted also where nobody waits for it, and waiting is not', () => {
  const busy = run(node('busy', 'for (const end = Date.now() + 400; Date.now() < end;);'));
  const idle = run(node('idle', 'setTimeout(() => undefined, 1000)'));
  expect(idle.wallMs).toBeGreaterThan(1000);
  expect(idle.cpuMs).toBeLessThan(idle.wallMs);
  expect(busy.cpuMs).toBeGreaterThan(0);
});

test('a program that fails stops the benchmark, with what it said', () => {
  expect(() => run(node('broken', "throw new Error('no such cluster')"))).toThrow(/^broken failed: [^]*no such cluster/);
});

test('contenders run in turns, three at least', () => {
  const both = inTurns([node('one', '0'), node('other', '0')], { turns: 5, seconds: 0 });
  expect(both.map(each => each.length)).toEqual([3, 3]);
});

test('what exceeds its limit is broken, and what only misses its target is said', () => {
  const results = new Results();
  results.hold('fits', 1, 2);
  results.hold('slow', 1.5, 2, 1);
  results.hold('too slow', 3, 2, 1);
  expect(results.broken.map(({ name }) => name)).toEqual(['too slow']);
  expect(results.text()).toMatch(/fits .*holds\nslow .*target not reached\ntoo slow .*BROKEN/);
});

test('what could not be measured stands in the tables', () => {
  const results = new Results();
  results.notMeasured.push('helm template (there is no helm)');
  expect(results.text()).toContain('NOT MEASURED: helm template (there is no helm)');
});
