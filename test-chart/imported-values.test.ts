import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { canRender, rendered } from './official-chart';
import { isTold } from './told';
import { ImportedProgram } from '../src/importer/import-helm-values';
import { chartValues } from '../test/importer/chart-values';
import { unexplained } from '../test/importer/decided-otherwise';
import { imported } from '../test/importer/library-modules';
import { Change, changes, Manifest } from '../test/real-clusters/normalize';

/** Differs from run to run only when somebody asks for it: `IMPORT_SEED=7 IMPORT_RUNS=200 npm run test:chart`. */
const seed = Number(process.env.IMPORT_SEED ?? 1);
const runs = Number(process.env.IMPORT_RUNS ?? 16);

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

/** What differs from the chart although nobody decided it and no note names the place. */
function untold(program: ImportedProgram, ...values: readonly string[]): { [place: string]: Change } {
  const found = unexplained(changes(rendered('slurm', 'slurm', ...values), program.objects as Manifest[]));
  return Object.fromEntries(Object.entries(found).filter(([place]) => !isTold(program, place)));
}

// .ci/run says how many of them were not run, and for what.
const compared = canRender ? test : test.skip;

compared('any values declare what the chart renders, but for what is decided on purpose and what a note names', () => {
  fc.assert(fc.property(chartValues, values => {
    const text = dump(values, { noRefs: true });
    const program = imported(text);
    expect(program.objects).not.toEqual([]);
    expect(untold(program, text)).toEqual({});
  }), { seed, numRuns: runs, endOnFailure: true });
});

compared('several files lie over each other as helm lays them', () => {
  fc.assert(fc.property(chartValues, chartValues, (below, above) => {
    const [one, other] = [below, above].map(values => dump(values, { noRefs: true }));
    expect(untold(imported(one, other), one, other)).toEqual({});
  }), { seed, numRuns: Math.ceil(runs / 4), endOnFailure: true });
});

compared.each([
  ['a null over a map', 'nodesets:\n  cpu: { slurmd: { resources: { limits: { cpu: 2 } } } }\n', 'nodesets:\n  cpu: { slurmd: { resources: null } }\n'],
  ['a null over a default of the chart', 'nodesets:\n  cpu: {}\ncontroller: { podSpec: { nodeSelector: null } }\n'],
  ['a word of YAML 1.1', 'nodesets:\n  cpu: { partition: { enabled: yes, configMap: { State: UP, Hidden: no } } }\n'],
  ['zeros and empty texts', 'nodesets:\n  cpu: { extraConfMap: { Weight: 0 } }\ncontroller: { extraConfMap: { MinJobAge: 0, DebugFlags: "" } }\n'],
  ['anchors and merge keys', 'a: &a { limits: { cpu: 2, memory: 4Gi } }\nnodesets:\n  one: { slurmd: { resources: *a } }\n  two: { slurmd: { resources: { <<: *a, requests: { cpu: 1 } } } }\n'],
])('%s means the same as to helm', (_, ...values) => {
  expect(untold(imported(...values), ...values)).toEqual({});
});
