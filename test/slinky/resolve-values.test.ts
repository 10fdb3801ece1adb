import { ApiObject, App, Chart, IResolver, Lazy, resolve, ResolutionContext } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { resolveValues } from '../../src/slinky/resolve-values';

function newObject(resolvers: IResolver[] = []): ApiObject {
  return new ApiObject(new Chart(new App({ resolvers }), 'chart'), 'object', { apiVersion: 'v1', kind: 'Thing' });
}

class Token {
  public constructor(private readonly value: unknown) {}

  public resolve(): unknown {
    return this.value;
  }
}

class Other {
  public readonly name = 'other';
}

const trees = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom(undefined, null, 0, '', new Date(0), new Other(), Object.create(null))),
    fc.array(tie('tree')),
    fc.dictionary(fc.constantFrom('a', 'b', 'value', 'resolve', 'constructor', 'length'), tie('tree')),
    tie('tree').map(value => Lazy.any({ produce: () => value }) as unknown),
    tie('tree').map(value => new Token(value)),
    fc.string().map(text => k8s.Quantity.fromString(text)),
    fc.integer().map(port => k8s.IntOrString.fromNumber(port)),
  ),
})).tree;

describe('resolveValues', () => {
  test('gives what cdk8s gives for any values', () => {
    const object = newObject();
    fc.assert(fc.property(trees, value => {
      expect(resolveValues(value, object)).toStrictEqual(resolve([], { spec: value }, object).spec);
    }), { seed: 26_05, numRuns: 500 });
  });

  test('asks resolvers of the app about every value, with its place below the spec', () => {
    const seen: string[] = [];
    const resolver = {
      resolve: (context: ResolutionContext) => {
        seen.push(context.key.join('.'));
        if (context.value === 'slow') {
          context.replaceValue('fast');
        }
      },
    };
    expect(resolveValues({ a: ['slow', { b: 'slow' }], c: Lazy.any({ produce: () => 'slow' }) }, newObject([resolver]))).toEqual({ a: ['fast', { b: 'fast' }], c: 'fast' });
    expect(seen).toEqual(expect.arrayContaining(['spec', 'spec.a.0', 'spec.a.1.b', 'spec.c']));
  });
});
