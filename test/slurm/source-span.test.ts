import * as fc from 'fast-check';
import { findingText, LintSeverity, sortedFindings } from '../../src/slurm/finding';
import { LineIndex } from '../../src/slurm/source-span';

describe('line index', () => {
  const text = 'ab\r\n\tcde\n\nf';

  test.each([
    [0, 1, 1], [1, 1, 2], [2, 1, 3], [4, 2, 1], [5, 2, 2], [9, 3, 1], [10, 4, 1], [11, 4, 2], [99, 4, 2], [-5, 1, 1],
  ])('offset %i is line %i column %i', (offset, line, column) => {
    expect(new LineIndex(text).span(offset)).toMatchObject({ line, column });
  });

  test('a span never leaves the text', () => {
    expect(new LineIndex(text).span(10, 50)).toMatchObject({ offset: 10, length: 1 });
  });

  test('an excerpt has a caret under each character, tabs kept', () => {
    const index = new LineIndex(text);
    expect(index.excerpt(index.span(6, 2))).toBe('\tcde\n\t ^^');
    expect(index.excerpt(index.span(9))).toBe('\n^');
  });

  test('an excerpt of a long line shows the part around the place', () => {
    const index = new LineIndex(`${'x'.repeat(5000)}!${'y'.repeat(5000)}`);
    const [line, carets] = index.excerpt(index.span(5000, 1)).split('\n');
    expect(line.length).toBeLessThanOrEqual(120);
    expect(line[carets.indexOf('^')]).toBe('!');
  });

  test('line and column lead back to the offset', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', 'é'), { maxLength: 30 }), fc.nat(40), (pieces, at) => {
      const source = pieces.join('');
      const { offset, line, column } = new LineIndex(source).span(at);
      const starts = source.split('\n').slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      expect(starts + column - 1).toBe(offset);
    }), { seed: 3, numRuns: 500 });
  });
});

describe('finding', () => {
  const finding = { ruleId: 'CONF-001', severity: LintSeverity.ERROR, message: 'it is wrong', fix: 'mend it' };

  test.each([
    [{}, 'CONF-001: it is wrong; mend it'],
    [{ file: 'slurm.conf' }, 'slurm.conf CONF-001: it is wrong; mend it'],
    [{ file: 'slurm.conf', line: 3 }, 'slurm.conf:3 CONF-001: it is wrong; mend it'],
    [{ file: 'slurm.conf', line: 3, column: 9 }, 'slurm.conf:3:9 CONF-001: it is wrong; mend it'],
  ])('at %j is one line', (place, text) => {
    expect(findingText({ ...finding, ...place })).toBe(text);
  });

  test('several are sorted by place and then by rule, in a copy', () => {
    const given = [
      { ...finding, file: 'b', line: 1 }, { ...finding, file: 'a', line: 10 }, { ...finding, file: 'a', line: 9, column: 2 },
      { ...finding, ruleId: 'CONF-000', file: 'a', line: 9, column: 2 },
    ];
    const before = [...given];
    expect(sortedFindings(given)).toEqual([given[3], given[2], given[1], given[0]]);
    expect(given).toEqual(before);
  });
});
