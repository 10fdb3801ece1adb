import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../shared/cases/topology');

/**
 * Runs a test on every real topology file called `file`. The files belong to others and are not part of this project: without them one
 * skipped test says so, and in CI they must be there.
 */
export function eachRealCase(file: string, title: string, run: (path: string, name: string) => void): void {
  if (existsSync(FOLDER)) {
    const cases = readdirSync(FOLDER).sort().map(name => [name, join(FOLDER, name, file)]).filter(([, path]) => existsSync(path));
    test.each(cases)(title, (name, path) => run(path, name));
  } else if (process.env.CI === 'true') {
    test(`the real ${file} files are there`, () => {
      throw new Error('CI needs the folder of real cases beside the repository: ../shared/cases/topology');
    });
  } else {
    test.skip(`real ${file} files are not at ../shared/cases/topology, so they are not read`, () => undefined);
  }
}
