import * as fc from 'fast-check';
import { Memory } from '../../src/slurm/memory';

const SEED = { seed: 20260505 };

describe('Memory', () => {
  test.each([
    ['0', 0, '0M'],
    ['1000', 1000, '1000M'],
    ['2048K', 2, '2M'],
    ['64G', 65_536, '64G'],
    ['64gb', 65_536, '64G'],
    ['1024G', 1_048_576, '1T'],
    ['2TB', 2_097_152, '2T'],
    ['1536m', 1536, '1536M'],
  ])('%s is %d MiB', (text, mebibytes, printed) => {
    expect(Memory.parse(text)).toEqual({ value: Memory.mebibytes(mebibytes), issues: [] });
    expect(Memory.of(text).toString()).toBe(printed);
  });

  test('KiB are rounded up as Slurm does, and told', () => {
    const { value, issues } = Memory.parse('1025K');
    expect(value?.totalMebibytes).toBe(2);
    expect(issues).toEqual([{ message: '\'1025K\' is not a whole number of MiB, so Slurm rounds it up to 2M', fix: 'write 2M', offset: 0, length: 5 }]);
  });

  test.each([
    ['1.5G', 'here 1536M'],
    ['1P', 'here 1024T'],
    ['10 G', 'here 10G'],
    ['4GiB', 'here 4G'],
    ['512MiB', 'here 512M'],
    ['16B', 'such as 64G'],
    ['', 'such as 64G'],
    ['-1', 'such as 64G'],
    ['all', 'such as 64G'],
    ['99999999999999999T', 'such as 4T'],
  ])('\'%s\' is refused', (text, fix) => {
    const { value, issues } = Memory.parse(text);
    expect(value).toBeUndefined();
    expect(issues).toEqual([{ message: expect.stringContaining(`'${text}'`), fix: expect.stringContaining(fix), offset: 0, length: text.length }]);
    expect(() => Memory.of(text)).toThrow(fix);
  });

  test('factories agree on units and refuse part of a MiB', () => {
    expect(Memory.gibibytes(1.5)).toEqual(Memory.mebibytes(1536));
    expect(Memory.tebibytes(2)).toEqual(Memory.gibibytes(2048));
    expect(() => Memory.mebibytes(0.5)).toThrow(/whole number of MiB/);
    expect(Memory.gibibytes(1).compareTo(Memory.mebibytes(1024))).toBe(0);
  });

  test('text and value go round', () => {
    fc.assert(fc.property(fc.oneof(fc.nat(), fc.nat(4096).map(n => n * 1024), fc.nat(64).map(n => n * 1_048_576)), (mebibytes) => {
      const memory = Memory.mebibytes(mebibytes);
      expect(Memory.of(memory.toString())).toEqual(memory);
    }), SEED);
  });
});
