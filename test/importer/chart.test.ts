import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';
import { chartValues } from './chart-values';
import { formatted, run } from './check-programs';
import { unexplained } from './decided-otherwise';
import { imported } from './library-modules';
import { NoteKind } from '../../src/importer/helm/note';
import { changes, Manifest } from '../real-clusters/normalize';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

test('any values give a program that runs, synthesizes what was tried, and is formatted', async () => {
  await fc.assert(fc.asyncProperty(chartValues, async values => {
    const { cluster, objects } = imported(dump(values, { noRefs: true }));
    expect(objects).not.toEqual([]);
    expect(run(cluster)).toEqual(objects);
    expect(await formatted(cluster)).toBe(cluster);
  }), { seed: 5, numRuns: 3, endOnFailure: true });
}, 300_000);

/** Folder of the official slurm chart v1.2.1, and the helm to render it with. */
const chart = process.env.SLURM_CHART_DIR;
const helm = process.env.HELM ?? 'helm';
const canRender = chart !== undefined && spawnSync(helm, ['version']).status === 0;

(canRender ? describe : describe.skip)(`the official chart${canRender ? '' : ' (not compared: set SLURM_CHART_DIR to helm/slurm of slurm-operator v1.2.1, and HELM to a helm)'}`, () => {
  test('renders for any values what the program declares, but for what is decided on purpose', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'chart-values-')), 'values.yaml');
    fc.assert(fc.property(chartValues, values => {
      const text = dump(values, { noRefs: true });
      writeFileSync(file, text);
      const rendered = loadAll(execFileSync(helm, ['template', 'slurm', chart!, '--namespace', 'slurm', '--values', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
      const program = imported(text);
      const told = program.notes.filter(({ kind }) => kind === NoteKind.REFUSED || kind === NoteKind.BROKEN || kind === NoteKind.CHOICE);
      const left = unexplained(changes(rendered.filter(document => document !== null) as Manifest[], program.objects as Manifest[]));
      // What the library refuses is told, and is what differs.
      expect(Object.keys(left).length === 0 || told.length > 0 ? {} : left).toEqual({});
    }), { seed: Number(process.env.IMPORT_SEED ?? 1), numRuns: 8, endOnFailure: true });
  }, 600_000);
});
