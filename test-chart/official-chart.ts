import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { chart, helm, missingForHelm } from '../scripts/official-chart';
import { Manifest } from '../test/real-clusters/normalize';

/** Whether there is a chart to compare with, and a helm that renders it. */
export const canRender = missingForHelm() === undefined;

/** What `helm template` makes of values files, later ones winning. */
export function rendered(release: string, namespace: string, ...values: readonly string[]): Manifest[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chart-values-'));
  try {
    const files = values.map((text, index) => {
      const file = path.join(folder, `values-${index}.yaml`);
      writeFileSync(file, text);
      return file;
    });
    const printed = execFileSync(helm, ['template', release, chart, '--namespace', namespace, ...files.flatMap(file => ['--values', file])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 });
    return loadAll(printed).filter(document => document !== null) as Manifest[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
