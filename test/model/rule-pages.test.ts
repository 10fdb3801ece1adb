import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { rulesPage, trapsPage } from '../../scripts/rule-pages';
import { RULES } from '../../src/model/rules';
import { TRAPS } from '../traps';

const ROOT = path.resolve(__dirname, '../..');

describe('docs', () => {
  test.each([
    ['rules.md', rulesPage],
    ['traps.md', trapsPage],
  ])('%s is what `npx tsx scripts/print-rules.ts` writes', (name, page) => {
    expect(readFileSync(path.join(ROOT, 'docs', name), 'utf8')).toBe(page());
  });
});

describe('the traps of the operator', () => {
  test('are all there, once', () => {
    expect(TRAPS.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  test.each(TRAPS.map(trap => [trap.number, trap] as const))('trap %d has a guard, known rules and tests that exist', (_, { constructs, rules, unseen, tests }) => {
    expect(constructs).not.toBe('');
    expect(rules.length > 0 || unseen !== undefined).toBe(true);
    const known = RULES.map(({ id }) => id);
    expect(rules.filter(id => !known.includes(id))).toEqual([]);
    expect(tests.filter(file => !existsSync(path.join(ROOT, 'test', file)))).toEqual([]);
    expect(tests).not.toHaveLength(0);
  });

  test.each(TRAPS.map(trap => [trap.number, trap] as const))('errors that guard trap %d in constructs are named in its tests', (_, { constructs, tests }) => {
    const text = tests.map(file => readFileSync(path.join(ROOT, 'test', file), 'utf8')).join('\n');
    expect((constructs.match(/[A-Z]+-\d{3}/g) ?? []).filter(id => !text.includes(id))).toEqual([]);
  });

  test('every rule about the operator that carries the number of a trap stands beside it', () => {
    const numbered = RULES.map(({ id }) => id).filter(id => /^OPR-0(0[1-9]|1\d|2[0-5])$/.test(id));
    expect(numbered.filter(id => !TRAPS.find(({ number }) => number === Number(id.slice(-3)))?.rules.includes(id))).toEqual([]);
  });
});
