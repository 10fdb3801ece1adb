import * as fc from 'fast-check';
import { HOSTLIST_PAIRS, REFUSED_HOSTLISTS } from './hostlist-pairs';
import { compareHostNames, Hostlist } from '../../src/slurm/hostlist';
import { measured, MOMENT_MS } from '../processor-time';

const SEED = { seed: 20260505 };
const prefix = fc.constantFrom('n', 'gpu-', 'rack1-n', 'rack10-n', 'N', '', 'a1b', 'login.');
const digits = fc.oneof(
  fc.nat(120).map(String),
  fc.nat(120).map(n => String(n).padStart(3, '0')),
  fc.constantFrom('0', '00', '9', '09', '10', '099', '0100', '18446744073709551614', '18446744073709551615'),
);
const name = fc.oneof(fc.tuple(prefix, digits).map(parts => parts.join('')), fc.constantFrom('login', 'n', 'n1a', 'a.b.c'));

describe('Hostlist', () => {
  test.each(HOSTLIST_PAIRS)('%s expands and folds as scontrol does', (text, names, folded, sorted) => {
    const list = Hostlist.of(text);
    expect(list.expand()).toEqual(names);
    expect(list.count).toBe(names.length);
    expect(list.fold()).toBe(folded);
    expect(list.foldSorted()).toBe(sorted);
  });

  test.each(REFUSED_HOSTLISTS)('%s is refused', (text) => {
    const { value, issues } = Hostlist.parse(text);
    expect(value).toBeUndefined();
    expect(issues).toHaveLength(1);
    expect(() => Hostlist.of(text)).toThrow(issues[0].message);
  });

  test.each([
    ['n[5-3]', 'range \'5-3\' runs backwards', 2, 3],
    ['ok[1-2],n[1-2', '\'n[1-2\' opens a bracket and never closes it', 9, 4],
    ['a,n[1,x]', '\'x\' in brackets is not a number or a range of numbers', 6, 1],
    ['n[0-999999999]', 'range \'0-999999999\' stands for 1000000000 hosts but Slurm takes 65536 in one range', 2, 11],
  ])('%s is refused at its place and with its reason', (text, message, offset, length) => {
    expect(Hostlist.parse(text).issues).toEqual([expect.objectContaining({ message, offset, length })]);
  });

  test('a blank inside brackets is read as Slurm does and told', () => {
    const { value, issues } = Hostlist.parse('n[1, 2]');
    expect(value?.expand()).toEqual(['n1', 'n02']);
    expect(issues).toEqual([expect.objectContaining({ offset: 4, length: 1 })]);
  });

  test('a number beyond 64 bits is read as Slurm does and told', () => {
    expect(Hostlist.parse('n99999999999999999999').issues).toEqual([expect.objectContaining({ offset: 1, length: 20 })]);
  });

  test.each(['n[0-65535][0-65535]', 'a[1-1000]b[1-1000]c[1-2]d', 'n[1-65536]'.concat(',n[1-65536]'.repeat(16))])(
    '%s is refused without being expanded', async (text) => {
      const { result, processorMs } = await measured(() => Hostlist.parse(text).value);
      expect(result).toBeUndefined();
      expect(processorMs).toBeLessThan(MOMENT_MS);
    },
  );

  test('brackets nest outwards from the last but one', () => {
    expect(Hostlist.of('a[1-2]b[1-2]c[1-2]d[1]').expand()).toEqual([
      'a1b1c1d1', 'a2b1c1d1', 'a1b2c1d1', 'a2b2c1d1', 'a1b1c2d1', 'a2b1c2d1', 'a1b2c2d1', 'a2b2c2d1',
    ]);
  });

  test('names behind a closed bracket are not folded again', () => {
    expect(Hostlist.of('n[1-2]a1,n2a2').fold()).toBe('n1a1,n2a1,n2a2');
  });

  test('folding parsed text gives text that folds to itself', () => {
    fc.assert(fc.property(fc.array(name, { maxLength: 40 }), (names) => {
      const folded = Hostlist.fold(names);
      expect(Hostlist.of(folded).expand()).toEqual(names);
      expect(Hostlist.of(folded).fold()).toBe(folded);
      expect(Hostlist.of(folded).count).toBe(names.length);
    }), SEED);
  });

  test('sorting keeps every name', () => {
    fc.assert(fc.property(fc.array(name, { maxLength: 40 }), (names) => {
      const sorted = Hostlist.of(Hostlist.fromNames(names).foldSorted()).expand();
      expect([...sorted].sort()).toEqual([...names].sort());
    }), SEED);
  });

  test('unique names come in one order whatever the order of the input', () => {
    fc.assert(fc.property(fc.array(name, { maxLength: 40 }), (names) => {
      const sorted = Hostlist.fromNames(names).sortedUnique();
      expect(sorted).toEqual([...new Set(names)].sort(compareHostNames));
      expect(Hostlist.fromNames([...names].reverse()).sortedUnique()).toEqual(sorted);
    }), SEED);
  });

  test('union, minus and intersection agree with sets', () => {
    fc.assert(fc.property(fc.array(name), fc.array(name), (left, right) => {
      const [a, b] = [Hostlist.fromNames(left), Hostlist.fromNames(right)];
      const ordered = (names: Iterable<string>) => [...new Set(names)].sort(compareHostNames);
      expect(a.union(b).expand()).toEqual(ordered([...left, ...right]));
      expect(a.minus(b).expand()).toEqual(ordered(left.filter(each => !right.includes(each))));
      expect(a.intersection(b).expand()).toEqual(ordered(left.filter(each => right.includes(each))));
      expect(a.containsAll(b)).toBe(right.every(each => left.includes(each)));
      expect(left.every(each => a.contains(each))).toBe(true);
    }), SEED);
  });

  test.each([['n[1-3],n2,m1,m1', ['m1', 'n2']], ['n[1-3]', []], ['n[1-2]a1,n1a1', ['n1a1']]])('%s lists %j more than once', (text, twice) => {
    expect(Hostlist.of(text).duplicates()).toEqual(twice);
  });

  test.each(['n[1]', 'a,b', 'a b', ''])('\'%s\' as a plain name is refused', (text) => {
    expect(() => Hostlist.fromNames([text])).toThrow(/is not a host name; use Hostlist.parse/);
  });

  test('262,145 ranges in one expression are refused', () => {
    const text = `n[${Array.from({ length: 262_145 }, (_, i) => 2 * i).join(',')}]`;
    expect(Hostlist.parse(text).issues).toEqual([expect.objectContaining({ message: 'the hostlist has more than 262144 ranges, the most Slurm takes', offset: 0 })]);
  });

  test('a list reads as its folded text', () => {
    expect(`${Hostlist.of('n1,n2').toString()}`).toBe('n[1-2]');
  });

  test('a number beyond 64 bits in brackets is refused', () => {
    expect(Hostlist.parse('n[18446744073709551616]').issues[0].message).toContain('the largest Slurm keeps');
  });

  test('names are compared with their letter case', () => {
    expect(Hostlist.of('N1').contains('n1')).toBe(false);
    expect(Hostlist.EMPTY.isEmpty).toBe(true);
  });

  test('100,000 names fold and unfold in a moment', async () => {
    const text = Array.from({ length: 100 }, (_, rack) => `rack${rack + 1}-n[0001-1000]`).join(',');
    const { result: { names, folded, sorted }, processorMs } = await measured(() => {
      const expanded = Hostlist.of(text).expand();
      return { names: expanded, folded: Hostlist.fold(expanded), sorted: Hostlist.fromNames([...expanded].reverse()).foldSorted() };
    });
    expect(names).toHaveLength(100_000);
    expect([folded, sorted]).toEqual([text, text]);
    expect(processorMs).toBeLessThan(MOMENT_MS);
  });
});
