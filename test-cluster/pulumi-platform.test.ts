import * as fs from 'fs';
import { ChartRepository } from './chart-repository';
import { installDefinitions, SLINKY } from './custom-resources';
import { PulumiEngine } from './pulumi-engine';
import { describeWithPulumi } from './pulumi-programs';
import { RealCluster } from './real-cluster';

const slinky = '/apis/slinky.slurm.net/v1beta1/namespaces';

jest.setTimeout(300_000);

describeWithPulumi('clusters of several teams below a component of the user', () => {
  let cluster: RealCluster;
  let engine: PulumiEngine;
  let charts: ChartRepository;

  beforeAll(async () => {
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
    engine = new PulumiEngine(cluster);
    engine.startControllers();
    fs.mkdirSync(cluster.file('charts'));
    charts = await ChartRepository.serve(cluster.file('charts'));
  });

  afterAll(async () => {
    await cluster?.stop();
    await charts?.stop();
  });

  const run = async (verb: 'up' | 'preview' | 'destroy', config: { [key: string]: string } = {}) => {
    const { error, steps } = await engine.run(verb, 'test-cluster/programs/platform.ts', 'platform', { config: { charts: charts.address, ...config } });
    // A chart has the engine make a default provider, which it forgets at the next update.
    return { error, steps: steps.filter(step => !step.includes(' pulumi:providers:kubernetes default')) };
  };

  /** What the one object of the chart says. */
  const greeting = async () => (await cluster.api.find('/apis/rbac.authorization.k8s.io/v1/namespaces/exporter/roles/tiny-greeting'))?.rules[0].resourceNames;

  test('are made in their namespaces, with the chart that one of them needs', async () => {
    const { error, steps } = await run('up');
    expect(error).toBeUndefined();
    expect(steps).toEqual(expect.arrayContaining(['create example:index:Platform platform', 'create kubernetes:helm.sh/v4:Chart training:exporter/tiny']));
    expect(await cluster.api.find(`${slinky}/training/controllers/train`)).toBeDefined();
    expect(await cluster.api.find(`${slinky}/inference/controllers/infer`)).toBeDefined();
    expect(await greeting()).toEqual(['hello']);
  });

  test('are changed in nothing by a second update', async () => {
    expect(await run('up')).toEqual({ error: undefined, steps: [] });
  });

  test('stay the same resources when their component is renamed with an alias', async () => {
    expect(await run('up', { renamed: 'true' })).toEqual({ error: undefined, steps: [] });
  });

  test('take a changed value of a chart into its objects alone', async () => {
    const { error, steps } = await run('up', { renamed: 'true', greeting: 'good-morning' });
    expect({ error, steps: steps.map(step => step.split(' ').slice(0, 2).join(' ')) }).toEqual({ error: undefined, steps: ['update kubernetes:rbac.authorization.k8s.io/v1:Role'] });
    expect(await greeting()).toEqual(['good-morning']);
  });

  test('are not destroyed while they are protected, and leave nothing once they are not', async () => {
    expect((await run('up', { renamed: 'true', protected: 'true' })).error).toBeUndefined();
    const { error } = await run('destroy', { renamed: 'true', protected: 'true' });
    expect(error).toMatch(/training-2:\S+ cannot be deleted|is protected|protected/);
    expect(await cluster.api.find(`${slinky}/training/controllers/train`)).toBeDefined();

    expect((await run('up', { renamed: 'true' })).error).toBeUndefined();
    expect((await run('destroy', { renamed: 'true' })).error).toBeUndefined();
    for (const namespace of ['training', 'inference', 'exporter']) {
      expect(await cluster.api.find(`/api/v1/namespaces/${namespace}`)).toBeUndefined();
    }
  });
});
