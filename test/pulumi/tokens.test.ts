import * as pulumi from '@pulumi/pulumi';
import * as fc from 'fast-check';
import { asList, asNumber, asString } from 'slurm-constructs/pulumi';
import { valueOf } from './deployment';
import { decode } from '../../src/pulumi/decode';
import { inline, isLate, readable, verified } from '../../src/pulumi/tokens';

beforeAll(() => pulumi.runtime.setMocks({ newResource: () => ({ id: '', state: {} }), call: () => ({}) }));

/** A value of a rendered object: what it is once deployed, and how it stands there until then. */
interface Late {
  readonly known: unknown;
  readonly standing: unknown;
  readonly secret: boolean;
}

const words = fc.stringOf(fc.constantFrom(...'abcxyz0189-_.:/ =,{}$`"\\'), { maxLength: 12 });
const plain: fc.Arbitrary<Late> = fc.oneof(words, fc.integer(), fc.boolean(), fc.constant(null))
  .map(value => ({ known: value, standing: value, secret: false }));

function output<T extends string | number | string[]>(value: T, secret: boolean): pulumi.Output<T> {
  return (secret ? pulumi.secret(value) : pulumi.output(value)) as pulumi.Output<T>;
}

const alone: fc.Arbitrary<Late> = fc.oneof(
  fc.tuple(words, fc.boolean()).map(([value, secret]) => ({ known: value, standing: asString(output(value, secret)), secret })),
  fc.tuple(fc.integer(), fc.boolean()).map(([value, secret]) => ({ known: value, standing: asNumber(output(value, secret)), secret })),
);
const standIn = (value: string | number, secret: boolean) => (typeof value === 'string' ? asString(output(value, secret)) : asNumber(output(value, secret)));
const withinText: fc.Arbitrary<Late> = fc.array(fc.tuple(words, fc.oneof(words, fc.integer()), fc.boolean()), { minLength: 1, maxLength: 4 }).map(parts => ({
  known: parts.map(([before, value]) => `${before}${value}`).join('') + '!',
  standing: parts.map(([before, value, secret]) => before + standIn(value, secret)).join('') + '!',
  secret: parts.some(([,, secret]) => secret),
}));
const list: fc.Arbitrary<Late> = fc.tuple(fc.array(words), fc.array(words), fc.array(words), fc.boolean()).map(([before, values, after, secret]) => ({
  known: [...before, ...values, ...after],
  standing: [...before, ...asList(output(values, secret)), ...after],
  secret,
}));

const { value: anyValue } = fc.letrec<{ value: Late; fields: Late; items: Late }>(tie => ({
  value: fc.oneof({ depthSize: 'small' }, plain, alone, withinText, list, tie('fields'), tie('items')),
  fields: fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }).filter(key => key !== '__proto__'), tie('value'), { maxKeys: 4 }).map(fields => ({
    known: Object.fromEntries(Object.entries(fields).map(([key, { known }]) => [key, known])),
    standing: Object.fromEntries(Object.entries(fields).map(([key, { standing }]) => [key, standing])),
    secret: Object.values(fields).some(({ secret }) => secret),
  })),
  items: fc.array(tie('value'), { maxLength: 4 }).map(items => ({
    known: items.map(({ known }) => known),
    standing: items.map(({ standing }) => standing),
    secret: items.some(({ secret }) => secret),
  })),
}));

describe('outputs that stand in an object', () => {
  test('are put back at any depth, alone, in lists and within texts, and secrets stay secret', async () => {
    await fc.assert(fc.asyncProperty(anyValue, async ({ known, standing, secret }) => {
      const decoded = pulumi.output(decode(JSON.parse(JSON.stringify(standing))));
      expect(await valueOf(decoded)).toEqual(known);
      expect(await pulumi.isSecret(decoded)).toBe(secret);
    }), { seed: 20260701, numRuns: 150 });
  });

  test('leave what holds none as it is', () => {
    fc.assert(fc.property(fc.jsonValue(), value => {
      expect(decode(value)).toEqual(value);
    }), { seed: 20260702, numRuns: 200 });
  });

  test('as names of fields give objects with those names', async () => {
    const label = asString(pulumi.output('node-pool'));
    expect(await valueOf(pulumi.output(decode({ nodeSelector: { [label]: 'h100', zone: asString(pulumi.output('a')) } })))).toEqual({ nodeSelector: { 'node-pool': 'h100', 'zone': 'a' } });
  });

  test('make a field unknown when they are, and not its neighbours', async () => {
    const never = pulumi.output(pulumi.unknown) as pulumi.Output<string>;
    const decoded = decode({ host: asString(never), url: `https://${asString(never)}/`, port: 3306 }) as { host: pulumi.Output<string>; url: pulumi.Output<string>; port: number };
    expect(decoded.port).toBe(3306);
    const isKnown = (field: pulumi.Output<string>) => (field as pulumi.Output<string> & { isKnown: Promise<boolean> }).isKnown;
    expect(await Promise.all([decoded.host, decoded.url].map(isKnown))).toEqual([false, false]);
  });
});

describe('what stands for an output', () => {
  test('is what the function was given where that is no output', () => {
    expect([asString('mysql'), asNumber(3306), asList(['a', 'b'])]).toEqual(['mysql', 3306, ['a', 'b']]);
  });

  test('passes checks of names, hosts and images', () => {
    const token = asString(pulumi.output('mysql.example.com'));
    for (const pattern of [/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, /^[^\s#"\\]+$/, /^[a-z0-9][a-z0-9_-]*$/]) {
      expect(token).toMatch(pattern);
    }
    expect(token.length).toBeLessThan(24);
  });

  test('is told by its place in the program', () => {
    const token = asString(pulumi.output('mysql.example.com'));
    expect(isLate(`host ${token}`)).toBe(true);
    expect(readable(`host '${token}' and port ${asNumber(pulumi.output(1))}`)).toMatch(/^host '<asString at tokens\.test\.ts:\d+>' and port <asNumber at tokens\.test\.ts:\d+>$/);
  });
});

describe('a value that turns out wrong', () => {
  test.each<[string, () => unknown, string]>([
    ['missing', () => verified(undefined, 'string', 'asString at main.ts:3'), 'PUL-001: <asString at main.ts:3> is undefined: the output does not exist; give an output that is a string'],
    ['of another type', () => verified('3306', 'number', 'asNumber at main.ts:4'), 'PUL-001: <asNumber at main.ts:4> is a string; give an output that is a number'],
    ['no list of texts', () => verified([1], 'list', 'asList at main.ts:5'), 'PUL-001: <asList at main.ts:5> is a list; give an output that is a list of texts'],
    [
      'of two lines within a text', () => inline('a\nSlurmUser=root', 'asString at main.ts:6'),
      'PUL-001: <asString at main.ts:6> holds a line break and stands within a longer text, where it would start a line of its own; give a value of one line',
    ],
  ])('%s is told by where it came from', (_, value, message) => {
    expect(value).toThrow(message);
  });

  test('a list within a text is refused at once', () => {
    expect(() => decode(`AllowAccounts=${asList(pulumi.output(['a', 'b'])).join(',')}`)).toThrow(/PUL-001: <asList at tokens\.test\.ts:\d+> stands within a longer text, where nobody knows how to join a list/);
  });
});
