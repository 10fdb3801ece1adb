import * as fs from 'fs';
import * as path from 'path';
import { Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const found = (process.env.PATH ?? '').split(path.delimiter).flatMap(folder => NAMES.map(name => path.join(folder, name))).find(file => fs.existsSync(file));

/** A `describe` for tests that need a browser: says so and skips without one, and fails without one in CI. */
export function describeWithChromium(name: string, tests: () => void): void {
  if (found !== undefined) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('chromium is not on the PATH: run .ci/prepare-tools');
    });
  } else {
    describe.skip(`${name} (no chromium on the PATH: .ci/prepare-tools installs it)`, tests);
  }
}

/** Starts the browser. Its sandbox needs rights that containers do not have, and the pages are our own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: found, args: ['--no-sandbox', '--disable-gpu'] });
}
