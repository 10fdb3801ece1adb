import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { dump } from 'js-yaml';
import { isCollection, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { DocumentLines, fieldSteps, FieldStep } from '../../src/cli/field-line';
import { readDocuments } from '../../src/cli/kubernetes-yaml';
import { gpuCluster } from '../model/slinky-objects';

const CASES = path.resolve(__dirname, '../../../shared/cases/helm');
const GOLDEN = path.resolve(__dirname, '../golden');

/** Every field of a document with the line that a whole YAML parser finds it on, counted from 0. */
function fieldsOf(text: string): { readonly steps: FieldStep[]; readonly line: number }[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const fields: { steps: FieldStep[]; line: number }[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (isScalar(pair.key) && pair.key.range) {
        const steps = [...ancestors.slice(1), pair].flatMap((node, index, nodes): FieldStep[] => {
          const parent = nodes[index - 1];
          if (isPair(node)) {
            return [String((node.key as { value: unknown }).value)];
          }
          return isSeq(parent) && isCollection(node) ? [parent.items.indexOf(node)] : [];
        });
        fields.push({ steps, line: counter.linePos(pair.key.range[0]).line - 1 });
      }
    },
  });
  return fields;
}

function expectEveryField(text: string): void {
  const lines = new DocumentLines(text);
  const root = lines.root;
  expect(root).toBeDefined();
  const fields = fieldsOf(text);
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.map(({ steps }) => [steps, lines.lineOf(root!, steps)])).toEqual(fields.map(({ steps, line }) => [steps, line]));
}

describe('the line of every field is that of a YAML parser', () => {
  test.each(readdirSync(GOLDEN))('in %s', name => {
    for (const { value, text } of readDocuments(name, readFileSync(path.join(GOLDEN, name), 'utf8'))) {
      expect(value).toBeDefined();
      expectEveryField(text);
    }
  });

  const present = existsSync(CASES);

  (present || process.env.CI === 'true' ? test : test.skip)(`in what ten real teams render${present ? '' : ' (no cases in ../shared/cases beside the repository)'}`, () => {
    readdirSync(CASES).forEach(expectEveryFieldOfCase);
  });

  function expectEveryFieldOfCase(name: string): void {
    for (const { text } of readDocuments(name, readFileSync(path.join(CASES, name, 'expected.yaml'), 'utf8'))) {
      expectEveryField(text);
    }
  }

  test('in a list with less indentation, as kubectl prints it', () => {
    expectEveryField(dump({ apiVersion: 'v1', items: gpuCluster(), kind: 'List' }, { noArrayIndent: true }));
  });

  test.each([2, 4])('in JSON indented by %d', indent => {
    expectEveryField(JSON.stringify({ apiVersion: 'v1', items: gpuCluster(), kind: 'List' }, undefined, indent));
  });
});

describe('a path', () => {
  test.each<[string, FieldStep[]]>([
    ['spec.extraConf', ['spec', 'extraConf']],
    ['data["gres.conf"]', ['data', 'gres.conf']],
    ['spec.volumes[2].name', ['spec', 'volumes', 2, 'name']],
    ['spec.slurmd.resources.limits["nvidia.com/gpu"]', ['spec', 'slurmd', 'resources', 'limits', 'nvidia.com/gpu']],
  ])('%s has steps', (field, steps) => {
    expect(fieldSteps(field)).toEqual(steps);
  });
});

describe('a field that is not there', () => {
  const text = 'kind: A\nspec:\n  extraConf: |\n    spec:\n      deep: 1\n  list:\n  - a: 1\nother: 2\n';
  const lines = new DocumentLines(text);

  test.each<[FieldStep[], number]>([
    [['spec', 'deep'], 1],
    [['spec', 'extraConf', 'deep'], 2],
    [['spec', 'list', 4, 'a'], 5],
    [['spec', 'other'], 1],
    [['metadata', 'name'], 0],
  ])('%j is placed at the nearest field around it', (steps, line) => {
    expect(lines.lineOf(lines.root!, steps)).toBe(line);
  });

  test.each(['{"kind": "A", "spec": {}}', '', '---\n', 'just text'])('of a text that is not in block form, %j, has the first line', one => {
    const place = new DocumentLines(one).root;
    expect(place === undefined ? 0 : new DocumentLines(one).lineOf(place, ['spec'])).toBe(0);
  });
});
