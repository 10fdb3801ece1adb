import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { objectsOf } from './slurm-case';
import { modelFromObjects } from '../../../../src/model/from-objects';
import { lint, modelFindingText } from '../../../../src/model/lint';
import { SLURM_RULES } from '../../../../src/model/rules/slurm';
import { model } from '../../slinky-objects';

/** What real sites wrote for clusters without Kubernetes, kept beside the repository because it is theirs. */
const FOLDER = path.resolve(__dirname, '../../../../../shared/cases/slurm-conf');

/** What of it would not work in a Controller of Slinky, each read and found right. */
const FINDINGS: { readonly [site: string]: readonly string[] } = {
  'griz-romxero': [
    // The lines of the site are anonymized: its hundred nodes have two addresses.
    'NODE-104', 'NODE-104',
    // Incoming is a feature that the site gives to nodes when they arrive.
    'NODE-119',
    // The login partition has no time limit, beside a backfill scheduler tuned by hand.
    'PART-128',
    'PLG-005', 'PRE-015', 'PRIO-014', 'PRO-008', 'PRO-019', 'PRO-019',
  ],
  // The included path is one that nodes of a configless cluster do not have.
  'my-cluster-ib': ['CG-018', 'CTL-020', 'SYN-014'],
  // select/linear knows no dynamic nodes.
  'nvidia-superpod-2020': ['CTL-020', 'PRIO-014', 'PRO-019', 'PRO-019', 'SCH-005', 'SEL-012'],
  'pal-sussex': [],
  // No limit of jobs is set, so arrays of the size allowed are refused.
  'vuw-raapoi': ['CG-019', 'CTL-033', 'PLG-010', 'SCH-005'],
};

const present = existsSync(FOLDER);

(present || process.env.CI === 'true' ? describe : describe.skip)(`files of real sites${present ? '' : ' (no cases in ../shared/cases beside the repository)'}`, () => {
  test.each(Object.entries(FINDINGS))('of %s have these findings', (site, expected) => {
    const folder = path.join(FOLDER, site);
    const { 'slurm.conf': conf, ...files } = Object.fromEntries(readdirSync(folder).filter(name => name.endsWith('.conf')).map(name => [name, readFileSync(path.join(folder, name), 'utf8')]));
    const { findings } = lint(model(...objectsOf({ conf, files, nodeSet: { partition: { enabled: false } } })), { rules: SLURM_RULES });
    expect(findings.map(({ ruleId }) => ruleId).sort()).toEqual(expected);
  });
});

const GOLDEN = path.resolve(__dirname, '../../../golden');

test.each(readdirSync(GOLDEN).filter(name => name.endsWith('.yaml')))('the manifests of example %s have no finding', name => {
  const objects = loadAll(readFileSync(path.join(GOLDEN, name), 'utf8')).map(object => ({ object }));
  expect(lint(modelFromObjects(objects), { rules: SLURM_RULES }).findings.map(modelFindingText)).toEqual([]);
});
