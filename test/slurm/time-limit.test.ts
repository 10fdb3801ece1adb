import * as fc from 'fast-check';
import { TimeLimit } from '../../src/slurm/time-limit';

const SEED = { seed: 20260505 };

describe('TimeLimit', () => {
  test.each([
    ['30', 1800, '00:30:00'],
    ['0', 0, '00:00:00'],
    ['10:30', 630, '00:10:30'],
    ['1:00:00', 3600, '01:00:00'],
    ['01:00:00', 3600, '01:00:00'],
    ['1-', 86_400, '1-00:00:00'],
    ['2-25', 2 * 86_400 + 25 * 3600, '3-01:00:00'],
    ['1-12:30', 86_400 + 45_000, '1-12:30:00'],
    ['7-00:00:01', 604_801, '7-00:00:01'],
    ['90:90', 5490, '01:31:30'],
    ['100:00:00', 360_000, '4-04:00:00'],
  ])('%s is %d seconds', (text, seconds, printed) => {
    const time = TimeLimit.of(text);
    expect(time.totalSeconds).toBe(seconds);
    expect(time.isUnlimited).toBe(false);
    expect(time.toString()).toBe(printed);
  });

  test.each(['UNLIMITED', 'unlimited', 'INFINITE', 'Infinite', '-1'])('%s has no limit', (text) => {
    const time = TimeLimit.of(text);
    expect(time.isUnlimited).toBe(true);
    expect([time.totalSeconds, time.totalMinutes, time.toString()]).toEqual([undefined, undefined, 'UNLIMITED']);
  });

  test.each([
    ['10m', 'here 00:10:00'],
    ['1h', 'here 01:00:00'],
    ['2 days', 'here 2-00:00:00'],
    [':30', 'write minutes'],
    ['1 00', 'write minutes'],
    ['', 'write minutes'],
    ['1:2:3:4', 'write minutes'],
    ['-5', 'write minutes'],
    ['1.5', 'write minutes'],
    ['4294967294', 'write UNLIMITED'],
  ])('\'%s\' is refused', (text, fix) => {
    const { value, issues } = TimeLimit.parse(text);
    expect(value).toBeUndefined();
    expect(issues).toEqual([{ message: expect.stringContaining(`'${text}'`), fix: expect.stringContaining(fix), offset: 0, length: text.length }]);
    expect(() => TimeLimit.of(text)).toThrow(fix);
  });

  test.each([['0:01', 1], ['0:59', 1], ['1:00', 1], ['1:01', 2]])('%s counts as %d minutes', (text, minutes) => {
    expect(TimeLimit.of(text).totalMinutes).toBe(minutes);
  });

  test.each([[-1], [1.5], [NaN], [4_294_967_294 * 60]])('%d seconds are refused', (seconds) => {
    expect(() => TimeLimit.seconds(seconds)).toThrow(/cannot be written in Slurm/);
  });

  test('minutes make the same time as their text', () => {
    expect(TimeLimit.minutes(90)).toEqual(TimeLimit.of('1:30:00'));
  });

  test('a shorter time is less, unlimited is more than any', () => {
    const times = ['UNLIMITED', '2-0', '10', '1:0:0'].map(text => TimeLimit.of(text)).sort((a, b) => a.compareTo(b));
    expect(times.map(String)).toEqual(['00:10:00', '01:00:00', '2-00:00:00', 'UNLIMITED']);
    expect(TimeLimit.UNLIMITED.compareTo(TimeLimit.of('-1'))).toBe(0);
  });

  test('text and value go round', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_294_967_293 * 60 }), (seconds) => {
      expect(TimeLimit.of(TimeLimit.seconds(seconds).toString()).totalSeconds).toBe(seconds);
    }), SEED);
  });
});
