import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import * as os from 'os';
import * as path from 'path';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs');

/** Folder of the official slurm chart v1.2.1; `.ci/prepare-chart` has the same rule. */
export const chart = process.env.SLURM_CHART_DIR ?? path.join(cache, 'slurm-chart-v1.2.1');
/** The program that renders it; `.ci/prepare-chart` has the same rule. */
export const helm = process.env.HELM ?? path.join(cache, 'helm-v35/helm');

/** What `helm template` lacks here; undefined when it can run. */
export function missingForHelm(): string | undefined {
  if (!existsSync(path.join(chart, 'Chart.yaml'))) {
    return 'the slurm chart v1.2.1 is not here; SLURM_CHART_DIR names its folder';
  }
  return spawnSync(helm, ['version']).status === 0 ? undefined : 'there is no helm; HELM names one';
}
