import { readFileSync } from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { clusters, RealCluster } from './clusters';
import { Change, changes, Manifest } from './normalize';
import { caseNames, chartManifests, describeWithCases } from './shared-cases';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// What the rules warn of is tested with the rules.
beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

function manifestsOf({ build }: RealCluster): Manifest[] {
  const app = new App();
  build(app);
  return app.charts.flatMap((chart: Chart) => chart.toJson() as Manifest[]);
}

function yamlOf({ build }: RealCluster): string {
  const app = new App();
  build(app);
  return app.synthYaml();
}

const known = new Map<RealCluster, { [place: string]: Change }>();

function changesOf(cluster: RealCluster): { [place: string]: Change } {
  const found = known.get(cluster) ?? changes(chartManifests(cluster.name), manifestsOf(cluster));
  known.set(cluster, found);
  return found;
}

describeWithCases('real clusters', () => {
  test('each have a program', () => {
    expect(clusters.map(({ name }) => name)).toEqual(caseNames());
  });

  test.each(clusters)('$name is what the official chart renders, but for what is decided on purpose', cluster => {
    expect(changesOf(cluster)).toEqual(Object.assign({}, ...cluster.differences.map(difference => difference.changes)));
  });

  const differences = clusters.flatMap(cluster => cluster.differences.map(difference => ({ cluster, difference })));

  test.each(differences)('$cluster.name differs in: $difference.name', ({ cluster, difference }) => {
    const found = changesOf(cluster);
    const places = Object.keys(difference.changes);
    expect(places).not.toEqual([]);
    expect(Object.fromEntries(places.map(place => [place, found[place]]))).toEqual(difference.changes);
    const others = cluster.differences.filter(each => each !== difference).flatMap(each => Object.keys(each.changes));
    expect(places.filter(place => others.includes(place))).toEqual([]);
  });

  test.each(clusters)('keys of $name are made under the names that the chart gives them', cluster => {
    const generated = chartManifests(cluster.name).filter(({ kind, stringData }) => kind === 'Secret' && stringData === undefined);
    const jobs = JSON.stringify(manifestsOf(cluster).filter(({ kind }) => kind === 'Job'));
    expect(generated.filter(({ metadata }) => !jobs.includes(metadata.name))).toEqual([]);
  });
});

describe('programs of real clusters', () => {
  test.each(clusters)('$name gives the same bytes twice', cluster => {
    expect(yamlOf(cluster)).toBe(yamlOf(cluster));
  });

  test.each(clusters)('$name uses typed props alone, no escape hatch', ({ name }) => {
    const text = readFileSync(path.join(__dirname, `${name}.ts`), 'utf8');
    const modules = [...text.matchAll(/from '([^']+)'/g)].map(([, module]) => module);
    expect(modules).toEqual(expect.arrayContaining(['cdk8s', 'slurm-constructs']));
    expect(modules.filter(module => !['cdk8s', 'cdk8s-plus-28', 'slurm-constructs'].includes(module))).toEqual([]);
    expect(text).not.toMatch(/addJsonPatch|ApiObject|podTemplate|containerTemplate|extraNodeConf|extraSlurmConf|\bslinky\.[A-Z]/);
  });
});

describeWithCrds('manifests of real clusters', () => {
  test.each(clusters)('$name passes the API server', cluster => {
    expect(validateManifests(manifestsOf(cluster))).toEqual([]);
  });
});
