import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { exampleManifests } from '../scripts/example-manifests';
import type { DeclaredCluster } from '../src/model/declared-cluster';
import { modelFromObjects } from '../src/model/from-objects';

const CASES = path.resolve(__dirname, '../../shared/cases');

/** Manifests of real teams by name; they lie beside the repository because they are theirs. */
export function realCases(kind: 'helm' | 'slurm-conf' | 'topology'): string[] {
  try {
    return readdirSync(path.join(CASES, kind)).sort();
  } catch {
    return [];
  }
}

/** Folder of a real case. */
export function caseFolder(kind: 'helm' | 'slurm-conf' | 'topology', name: string): string {
  return path.join(CASES, kind, name);
}

/** The cluster that YAML declares. */
export function clusterOf(yaml: string): DeclaredCluster {
  const [cluster] = modelFromObjects(loadAll(yaml).filter(object => object !== null && object !== undefined).map(object => ({ object }))).clusters;
  return cluster;
}

/** The cluster of an example of this repository. */
export async function exampleCluster(name: string): Promise<DeclaredCluster> {
  return clusterOf(await exampleManifests(name));
}

/** The cluster of a real case. */
export function realCluster(name: string): DeclaredCluster {
  return clusterOf(readFileSync(path.join(caseFolder('helm', name), 'expected.yaml'), 'utf8'));
}
