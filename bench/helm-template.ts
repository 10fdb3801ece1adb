import * as fs from 'fs';
import * as path from 'path';
import { dump } from 'js-yaml';
import { Contender } from './cost';
import { folder } from './programs';
import { chart, helm } from '../scripts/official-chart';

/** `helm template` of the official chart with these values. */
export function helmTemplate(name: string, values: object): Contender {
  const file = path.join(folder, `${name}.values.yaml`);
  fs.writeFileSync(file, dump(values));
  return { name: 'helm template', command: [helm, 'template', 'slurm', chart, '--namespace', 'slurm', '--values', file] };
}
