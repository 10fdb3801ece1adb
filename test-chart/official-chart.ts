import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { Manifest } from '../test/real-clusters/normalize';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs');

/** The official slurm chart v1.2.1; `.ci/prepare-chart` has the same rule. */
const chart = process.env.SLURM_CHART_DIR ?? path.join(cache, 'slurm-chart-v1.2.1');
const helm = process.env.HELM ?? path.join(cache, 'helm-v35/helm');

/** Whether there is a chart to compare with, and a helm that renders it. */
export const canRender = existsSync(path.join(chart, 'Chart.yaml')) && spawnSync(helm, ['version']).status === 0;

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
