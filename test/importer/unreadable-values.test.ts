import { readValues, UnreadableValues } from '../../src/importer/values/read-values';
import { measured, MOMENT_MS } from '../processor-time';

const bomb = Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`).join(', ')}]`).join('\n');

function refusal(text: string): string {
  try {
    readValues('values.yaml', text);
  } catch (error) {
    if (error instanceof UnreadableValues) {
      return error.message;
    }
    throw error;
  }
  return 'it is read';
}

test.each([
  ['a list that never ends', 'a: [\n', /^values\.yaml:2:1: this is not YAML: flow sequence/],
  ['a quote that never ends', 'a: "x\nb: 1\n', /^values\.yaml:3:1: this is not YAML: missing closing "quote$/],
  ['a list of values', '- a\n', /^values\.yaml:1:1: values are a map of keys, and here stands a list$/],
  ['a tab', 'a:\n\tb: 1\n', /^values\.yaml:2:1: this is not YAML: the line starts with a tab, and YAML indents with blanks$/],
  ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', /^values\.yaml:3:1: this is not YAML: this key stands twice in its map/],
  ['aliases that stand for billions of values', bomb, /^values\.yaml:\d:\d+: its aliases stand for far more values than its text has; write the values out$/],
  ['an alias of itself', 'a: &a\n  b: *a\n', /^values\.yaml:2:6: an alias stands inside of what it refers to$/],
  ['an alias of nothing', 'a: 1\nb: *nope\n', /^values\.yaml:2:4: '\*nope' refers to nothing above it$/],
  ['two documents', 'a: 1\n---\nb: 2\n', /^values\.yaml:2:1: a values file is one document, and here a second one starts$/],
  ['manifests', 'apiVersion: v1\nkind: Namespace\n---\napiVersion: v1\nkind: Secret\n', /^values\.yaml:3:1: these are manifests; give the values alone, such as helm get values prints$/],
  ['a template', 'a: {{ .Values.x }}\n', /^values\.yaml:1:5: this is a template; give values, such as helm get values prints$/],
  ['a key that is a map', '{a: 1}: 2\n', /^values\.yaml:1:1: a key is a list or a map, and keys of values are texts$/],
  ['lists in lists without end', `a: ${'['.repeat(5000)}`, /^values\.yaml:1:\d+: this is not YAML: nested more than 100 levels deep$/],
  ['10 MB', 'a: 1\n'.repeat(2_200_000), /^values\.yaml: it has 11 MiB, and Helm takes values of at most 1 MiB; is it the right file\?$/],
])('%s: the place and the reason are told at once', async (_, text, message) => {
  const { result, processorMs } = await measured(() => refusal(text));
  expect(result).toMatch(message);
  expect(processorMs).toBeLessThan(MOMENT_MS);
});
