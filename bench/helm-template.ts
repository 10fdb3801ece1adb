import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { dump } from 'js-yaml';
import { Contender } from './cost';
import { folder } from './programs';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs');

/** The official slurm chart v1.2.1, and a helm; `.ci/prepare-chart` has the same rules. */
const chart = process.env.SLURM_CHART_DIR ?? path.join(cache, 'slurm-chart-v1.2.1');
const helm = process.env.HELM ?? path.join(cache, 'helm-v35/helm');

/** What `helm template` lacks here; undefined when it can run. */
export function missingForHelm(): string | undefined {
  if (!fs.existsSync(path.join(chart, 'Chart.yaml'))) {
    return 'the slurm chart v1.2.1 is not here; SLURM_CHART_DIR names its folder';
  }
  const { status } = spawnSync(helm, ['version']);
  return status === 0 ? undefined : 'there is no helm; HELM names one';
}

/** `helm template` of the official chart with these values. */
export function helmTemplate(name: string, values: object): Contender {
  const file = path.join(folder, `${name}.values.yaml`);
  fs.writeFileSync(file, dump(values));
  return { name: 'helm template', command: [helm, 'template', 'slurm', chart, '--namespace', 'slurm', '--values', file] };
}
