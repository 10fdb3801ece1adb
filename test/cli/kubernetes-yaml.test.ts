import { readDocuments } from '../../src/cli/kubernetes-yaml';

function values(text: string): unknown[] {
  return [...readDocuments('x.yaml', text)].map(({ value }) => value);
}

describe('a YAML value', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['Y', true],
    ['on', true],
    ['True', true],
    ['no', false],
    ['n', false],
    ['OFF', false],
    ['false', false],
    ['"yes"', 'yes'],
    ['onward', 'onward'],
    ['0644', 0o644],
    ['-0644', -0o644],
    ['0o17', 0o17],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['0', 0],
    ['-12', -12],
    ['089', 89],
    ['1.5', 1.5],
    ['1:30:00', '1:30:00'],
    ['2026-01-31', '2026-01-31'],
    ['~', null],
    ['', null],
    ['v1', 'v1'],
  ])('%s is what kubectl takes it for', (text, expected) => {
    expect(values(`a: ${text}`)).toEqual([{ a: expected }]);
  });

  test('may be merged from an anchor', () => {
    expect(values('base: &b {p: 1}\nmore: {<<: *b, q: 2}')).toEqual([{ base: { p: 1 }, more: { p: 1, q: 2 } }]);
  });

  test('may have the name of a prototype', () => {
    const [value] = values('__proto__: {polluted: true}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a stream', () => {
  test.each<[string, string, [unknown, number][]]>([
    ['of one document', 'a: 1\n', [[{ a: 1 }, 1]]],
    ['of a scalar', 'a', [['a', 1]]],
    ['that starts with a separator', '---\na: 1\n', [[{ a: 1 }, 1]]],
    ['with comments above the first separator', '# x\n\n---\na: 1\n---\nb: 2\n', [[{ a: 1 }, 1], [{ b: 2 }, 5]]],
    ['with a directive', '%YAML 1.2\n---\na: 1\n', [[{ a: 1 }, 1]]],
    ['with documents that are only comments', '---\n# Source: a\n---\na: 1\n---\n\n---\nb: 2\n', [[{ a: 1 }, 3], [{ b: 2 }, 7]]],
    ['with carriage returns', 'a: 1\r\n---\r\nb: 2\r\n', [[{ a: 1 }, 1], [{ b: 2 }, 2]]],
    ['with dashes inside a text', 'a: |\n  ---\n  x\nb: "\n  --- y"\n', [[{ a: '---\nx\n', b: ' --- y' }, 1]]],
    ['with text behind a separator', '--- {a: 1}\n--- {b: 2}\n', [[{ a: 1 }, 1], [{ b: 2 }, 2]]],
    ['with a line of many dashes', 'a: |\n  x\n-----: 1\n', [[{ 'a': 'x\n', '-----': 1 }, 1]]],
    ['of JSON', ' {"a": [1]}\n', [[{ a: [1] }, 1]]],
    ['of JSON with comments, which YAML takes', '{"a": 1, # one\n "b": yes}\n', [[{ a: 1, b: true }, 1]]],
  ])('%s', (_, text, expected) => {
    expect([...readDocuments('x.yaml', text)].map(({ value, firstLine }) => [value, firstLine])).toEqual(expected);
  });
});
