import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { Manifest } from './normalize';

/**
 * What real teams give to the official chart and what it renders, `<case>/values.yaml` and `<case>/expected.yaml`: other people's files, so they are
 * kept beside the repository.
 */
const FOLDER = path.resolve(__dirname, '../../../shared/cases/helm');

/** A `describe` for tests that need the cases: says so and skips without them, and fails without them in CI. */
export function describeWithCases(name: string, tests: () => void): void {
  if (existsSync(FOLDER)) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('the cases are not here: put them in ../shared/cases/helm beside the repository, as <case>/expected.yaml');
    });
  } else {
    // The tests are named after the cases, of which there are none.
    test.skip(`${name} (no cases in ../shared/cases/helm beside the repository)`, () => undefined);
  }
}

/** Names of all cases that are here. */
export function caseNames(): string[] {
  return readdirSync(FOLDER, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name).sort();
}

/** What the official chart renders for a case. */
export function chartManifests(name: string): Manifest[] {
  return loadAll(readFileSync(path.join(FOLDER, name, 'expected.yaml'), 'utf8')).filter(document => document !== null) as Manifest[];
}
