import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { load } from 'js-yaml';
import { eventually } from './kube-api';
import { RealCluster } from './real-cluster';

const FOLDER = path.resolve(__dirname, '../../shared/crds');

/** Group of the kinds that slurm-operator watches. */
export const SLINKY = 'slinky.slurm.net';

/** CustomResourceDefinitions kept beside the repository, one text each. */
function definitions(): { readonly name: string; readonly yaml: string }[] {
  return readdirSync(FOLDER, { withFileTypes: true }).filter(entry => entry.isDirectory()).flatMap(group => readdirSync(path.join(FOLDER, group.name))
    .map(file => ({ name: `${file.replace(/\.yaml$/, '')}.${group.name}`, yaml: readFileSync(path.join(FOLDER, group.name, file), 'utf8') })));
}

/**
 * Teaches an API server kinds that our constructs can emit, and waits until it serves them.
 *
 * @param group that of the kinds that suffice, since every kind costs the server time; otherwise all
 */
export async function installDefinitions({ api }: RealCluster, group?: string): Promise<void> {
  const all = definitions().filter(({ name }) => group === undefined || name.endsWith(`.${group}`));
  await Promise.all(all.map(async ({ yaml }) => api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', load(yaml))));
  await Promise.all(all.map(async ({ name }) => eventually(`established ${name}`, async () => {
    const definition = await api.find(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    return definition?.status?.conditions?.some((condition: { type: string; status: string }) => condition.type === 'Established' && condition.status === 'True');
  })));
}
