import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { ManifestYaml } from '../../src/cluster/manifest-yaml';

function written(document: unknown): string {
  return new ManifestYaml(each => Yaml.stringify(each)).write(document);
}

/** What goes to cdk8s, of a document. */
function leftToCdk8s(document: unknown): unknown[] {
  const left: unknown[] = [];
  new ManifestYaml(each => {
    left.push(each);
    return Yaml.stringify(each);
  }).write(document);
  return left;
}

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'aYn019_./@=,:- #\n\t\'"%|') }),
  fc.stringMatching(/^[A-Za-z/][\w./@=,:-]*$/),
  fc.constantFrom('', 'y', 'No', 'TRUE', 'null', '~', '1', '0x1f', '1e3', '10:30', '.inf', '2001-12-14', '64Mi', '1m', '5%', '-c', '--x', '-1', '---x', 'a: b', 'a #b', '---', '- a', 'line\n', 'a\n\nb\n', 'a\n b\n\n', ' a\n', 'a\tb\n', '--- a\nb\n', 'a \nb\n', '%a\n...\n'),
);
const { data } = fc.letrec(tie => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    texts,
    fc.oneof(fc.boolean(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 1e21, -0)),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.stringMatching(/^[a-z][\w./-]*$/), texts), tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('YAML of a manifest', () => {
  test('is that of cdk8s, whatever the manifest holds', () => {
    fc.assert(fc.property(fc.oneof(data, fc.dictionary(fc.stringMatching(/^[a-z]\w*$/), data, { noNullPrototype: true })), document => {
      expect(written(document)).toBe(Yaml.stringify(document));
    }), { seed: 1, numRuns: 1500 });
  });

  test.each([
    ['undefined', undefined],
    ['an empty map', {}],
    ['an empty list', []],
    ['a list', ['a', { b: 'c' }]],
    ['a value that stands twice', [['a']].map(list => ({ list, again: list }))[0]],
    ['a date', { at: new Date(0) }],
    ['an object of a class', { of: new (class { public readonly a = 'b'; })() }],
    ['an object with a JSON form of its own', { of: { toJSON: () => 'a' } }],
    ['a map without a prototype', Object.assign(Object.create(null) as object, { a: 'b' })],
    ['a key that is a word of YAML', { on: 'a' }],
    ['a key of more than 1,024 characters', { [`a${'b'.repeat(2000)}`]: 'c' }],
    ['a text of more than 1,024 characters', { of: `a${'b'.repeat(2000)}` }],
    ['a bigint', { of: 1n }],
  ])('is that of cdk8s for %s', (_, document) => {
    expect(written(document)).toBe(Yaml.stringify(document));
  });

  test('leaves nothing to cdk8s of what most manifests hold', () => {
    expect(leftToCdk8s({
      apiVersion: 'slinky.slurm.net/v1beta1',
      metadata: { labels: {}, name: 'slurm-worker-gpu' },
      spec: { slurmd: { args: ['-v', '--config', '/etc/slurm'], image: 'ghcr.io/slinkyproject/slurmd:26.05-ubuntu24.04' }, replicas: 3, pinToNode: true, size: '64Mi', extraConf: 'Weight=1\n\nFeatures=a b\n', script: '#!/bin/sh\nexit 0', list: [] },
    })).toEqual([]);
  });

  test('asks cdk8s once for equal texts that may need quotes', () => {
    const yaml = new ManifestYaml(each => {
      asked.push(each);
      return Yaml.stringify(each);
    });
    const asked: unknown[] = [];
    [1, 2].forEach(() => expect(yaml.write({ size: 0.5, text: '2', other: '2' })).toBe('size: 0.5\ntext: "2"\nother: "2"\n'));
    expect(asked).toEqual([{ of: 0.5 }, { of: '2' }]);
  });
});
