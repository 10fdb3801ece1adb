import { amountText, counted, memory, total } from '../../src/report/amounts';

test.each([
  [0, '0 MiB'], [1023, '1,023 MiB'], [1024, '1 GiB'], [1900 * 1024, '1.9 TiB'], [1024 ** 3, '1 PiB'],
])('%d MiB of memory are %s', (mebibytes, expected) => {
  expect(memory(mebibytes)).toBe(expected);
});

test.each([
  [{ least: 64, most: 64, isOpen: false }, '64'],
  [{ least: 0, most: 10_000, isOpen: false }, '0–10,000'],
  [{ least: 8, most: 8, isOpen: true }, '8 or more'],
  [{ least: 0, most: 0, isOpen: true }, '–'],
  [{ least: 0, most: 0, isOpen: false }, '0'],
])('%j is written as %s', (amount, expected) => {
  expect(amountText(amount)).toBe(expected);
});

test.each([
  [1024, 2048, '1–2 GiB'],
  [512, 2048, '512 MiB–2 GiB'],
])('a range of memory from %d to %d names its unit once, if it has one', (least, most, expected) => {
  expect(amountText({ least, most, isOpen: false }, memory)).toBe(expected);
});

test('a sum is open as soon as a part is', () => {
  expect(total([{ least: 1, most: 2, isOpen: false }, { least: 3, most: 3, isOpen: true }])).toEqual({ least: 4, most: 5, isOpen: true });
});

test.each([[1, 'node', '1 node'], [1024, 'node', '1,024 nodes'], [2, 'switch', '2 switches']])('%d of %s is %s', (number, noun, expected) => {
  expect(counted(number, noun)).toBe(expected);
});
