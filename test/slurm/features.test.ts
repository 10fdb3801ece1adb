import * as fc from 'fast-check';
import { FeatureExpression, FeatureOperator, FeatureTerm } from '../../src/slurm/features';

const SEED = { seed: 20260505 };

describe('FeatureExpression', () => {
  test.each<[string, string, string[]]>([
    ['h100', 'h100', ['h100']],
    ['h100&nvlink', 'h100&nvlink', ['h100', 'nvlink']],
    ['h100,nvlink', 'h100&nvlink', ['h100', 'nvlink']],
    ['a|b|a', 'a|b|a', ['a', 'b']],
    ['a*2&b*4', 'a*2&b*4', ['a', 'b']],
    ['[rack1|rack2]', '[rack1|rack2]', ['rack1', 'rack2']],
    ['(a&b)|c', '(a&b)|c', ['a', 'b', 'c']],
    ['[(knl&flat)*4&haswell*1]', '[(knl&flat)*4&haswell*1]', ['knl', 'flat', 'haswell']],
    ['gpu-1.x:y=z', 'gpu-1.x:y=z', ['gpu-1.x:y=z']],
  ])('%s is read', (text, printed, features) => {
    const { value, issues } = FeatureExpression.parse(text);
    expect(issues).toEqual([]);
    expect(value?.toString()).toBe(printed);
    expect(value?.features).toEqual(features);
  });

  test.each<[string, string, number, number]>([
    ['', 'a feature is missing at the end', 0, 0],
    ['a&', 'a feature is missing at the end', 2, 0],
    ['a&&b', '\'&\' stands where a feature is expected', 2, 1],
    ['a b', '\' \' joins nothing and closes nothing', 1, 1],
    ['a[b]', '\'[\' joins nothing and closes nothing', 1, 1],
    ['!a', '\'!\' stands where a feature is expected', 0, 1],
    ['[a|b', '\'[\' is not closed', 0, 1],
    ['a|b)', '\')\' joins nothing and closes nothing', 3, 1],
    ['(a&(b|c))', '\'(\' stands inside another group', 3, 1],
    ['(a|[b|c])', '\'[\' stands inside another group', 3, 1],
    ['a*', '\'*\' is not followed by a number of nodes', 1, 1],
    ['a*0', '\'*\' is not followed by a number of nodes', 1, 1],
    ['a*2x', '\'*\' is not followed by a number of nodes', 1, 1],
    ['(a]', '\'(\' is not closed', 0, 1],
  ])('\'%s\' is refused at its place', (text, message, offset, length) => {
    expect(FeatureExpression.parse(text)).toEqual({ issues: [{ message, fix: expect.any(String), offset, length }] });
    expect(() => FeatureExpression.of(text)).toThrow(message);
  });

  test.each<[string, string[], boolean]>([
    ['a', ['a'], true],
    ['a', ['A'], false],
    ['a&b', ['a'], false],
    ['a&b', ['b', 'a'], true],
    ['a|b', ['b'], true],
    ['a&b|c', ['c'], true],
    ['a|b&c', ['a'], false],
    ['(a&b)|c', ['c'], true],
    ['[rack1|rack2]', ['rack2'], true],
    ['a*2&b*4', ['b'], true],
    ['a*2&b*4', ['c'], false],
  ])('%s admits a node with %j: %s', (text, features, admits) => {
    expect(FeatureExpression.of(text).admits(features)).toBe(admits);
  });

  test('text and value go round', () => {
    const feature = fc.constantFrom('a', 'b', 'h100', 'x-1.y');
    const count = fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined });
    const operators = fc.constantFrom(...Object.values(FeatureOperator));
    const joined = (term: fc.Arbitrary<FeatureTerm>) => fc.array(fc.tuple(term, operators, count), { minLength: 1, maxLength: 4 })
      .map(parts => parts.map(([each, operator, n], i): FeatureTerm =>
        ({ ...(i === 0 ? {} : { operator }), ...each, ...(n === undefined ? {} : { count: n }) })));
    const plain = feature.map((each): FeatureTerm => ({ feature: each }));
    const grouped = joined(plain).map((group): FeatureTerm => ({ group, isMatching: false }));
    const matching = joined(fc.oneof(plain, grouped)).map((group): FeatureTerm => ({ group, isMatching: true }));
    fc.assert(fc.property(joined(fc.oneof(plain, grouped, matching)), (terms) => {
      const expression = new FeatureExpression(terms);
      expect(FeatureExpression.parse(expression.toString())).toEqual({ value: expression, issues: [] });
    }), SEED);
  });

  test('features of a node are names that jobs can ask for', () => {
    expect(FeatureExpression.parseNodeFeatures('h100,nvlink')).toEqual({ value: ['h100', 'nvlink'], issues: [] });
    expect(FeatureExpression.parseNodeFeatures('')).toEqual({ value: [], issues: [] });
    expect(FeatureExpression.parseNodeFeatures('ok,a&b,,c d').issues.map(issue => [issue.offset, issue.length])).toEqual([[3, 3], [7, 0], [8, 3]]);
  });
});
