import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { load } from 'js-yaml';
import { eventually } from './kube-api';
import { RealCluster } from './real-cluster';

const FOLDER = path.resolve(__dirname, '../../shared/crds');

/** CustomResourceDefinitions kept beside the repository, one text each. */
export function definitions(): { readonly name: string; readonly yaml: string }[] {
  return readdirSync(FOLDER, { withFileTypes: true }).filter(entry => entry.isDirectory()).flatMap(group => readdirSync(path.join(FOLDER, group.name))
    .map(file => ({ name: `${file.replace(/\.yaml$/, '')}.${group.name}`, yaml: readFileSync(path.join(FOLDER, group.name, file), 'utf8') })));
}

/** Teaches an API server every kind that our constructs can emit, and waits until it serves them. */
export async function installDefinitions({ api }: RealCluster): Promise<void> {
  const all = definitions();
  await Promise.all(all.map(async ({ yaml }) => api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', load(yaml))));
  await Promise.all(all.map(async ({ name }) => eventually(`established ${name}`, async () => {
    const definition = await api.find(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    return definition?.status?.conditions?.some((condition: { type: string; status: string }) => condition.type === 'Established' && condition.status === 'True');
  })));
}
