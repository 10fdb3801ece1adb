import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, AppProps, Chart, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import { Scaling, slinky, SlurmCluster } from '../../src/index';

const folders: string[] = [];

afterEach(() => folders.splice(0).forEach(folder => fs.rmSync(folder, { recursive: true })));

function newApp(props: AppProps = {}): App {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'app-run-'));
  folders.push(outdir);
  return new App({ ...props, outdir });
}

function newCluster(chart: Chart): SlurmCluster {
  const cluster = new SlurmCluster(chart, `${chart.node.id}-slurm`);
  cluster.addNodeSet('cpu', { scaling: Scaling.fixed(2) });
  cluster.addPartition('all', { isDefault: true });
  return cluster;
}

function newChart(app: App, id = 'chart'): Chart {
  return new Chart(app, id, { namespace: id });
}

/** Everything a synthesis wrote, by file. */
function written({ outdir }: App): { [file: string]: string } {
  const files = fs.readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml')).sort();
  return Object.fromEntries(files.map(file => [file, fs.readFileSync(path.join(outdir, file), 'utf8')]));
}

/** Counts how often a custom resource is rendered, and writes the count into its annotations. */
function countRenderings(chart: Chart): { renderings: number } {
  const count = { renderings: 0 };
  const produce = () => ({ annotations: { count: `rendered ${++count.renderings}` } });
  const image = 'registry.example.com/slurm:26.05';
  new slinky.NodeSet(chart, 'counting', { spec: { controllerRef: { name: 'other' }, slurmd: { image }, logfile: { image }, template: { metadata: Lazy.any({ produce }) } } });
  return count;
}

describe('a run of App.synth', () => {
  test.each([
    ['synth', (app: App) => app.synth()],
    ['synthYaml', (app: App) => { app.synthYaml(); }],
  ])('renders a custom resource once in %s, for the rules and for the YAML', (_, synthesize) => {
    const app = newApp();
    const chart = newChart(app);
    newCluster(chart);
    const count = countRenderings(chart);
    synthesize(app);
    expect(count.renderings).toBe(1);
  });

  test('validates as often for many charts as for one', () => {
    const app = newApp();
    let validations = 0;
    for (const id of ['one', 'two', 'three']) {
      newCluster(newChart(app, id)).node.addValidation({
        validate: () => {
          validations++;
          return [];
        },
      });
    }
    app.synth();
    expect(validations).toBe(3);
  });

  test.each(Object.values(YamlOutputType).filter(type => typeof type === 'number'))('writes what it would write without us, with output type %s', yamlOutputType => {
    const declare = (app: App) => {
      const first = newCluster(newChart(app, 'first'));
      const outer = newChart(app, 'outer');
      newCluster(new Chart(outer, 'inner', { namespace: 'inner' }));
      new ApiObject(outer, 'note', { apiVersion: 'v1', kind: 'ConfigMap' });
      newCluster(outer).node.addDependency(first);
      return app;
    };
    const ours = declare(newApp({ yamlOutputType }));
    const theirs = declare(newApp({ yamlOutputType }));
    // The methods of the classes, which nobody has touched.
    theirs.node.findAll().filter(each => each instanceof Chart).forEach(chart => Reflect.deleteProperty(chart, 'toJson'));
    Reflect.deleteProperty(theirs, 'synth');
    ours.synth();
    theirs.synth();
    expect(written(ours)).toEqual(written(theirs));
    expect(Object.keys(written(ours)).length).toBeGreaterThan(0);
  });

  test('writes what patches, late values and resolvers make of an object', () => {
    const app = newApp({ resolvers: [{ resolve: (context: ResolutionContext) => { if (context.value === 'slow') { context.replaceValue('fast'); } } }] });
    const chart = newChart(app);
    const cluster = newCluster(chart);
    cluster.addNodeSet('gpu', { features: ['slow'], podTemplate: { metadata: { labels: { speed: 'slow' } } } });
    cluster.controller.addJsonPatch(JsonPatch.add('/metadata/annotations', { patched: 'yes' }));
    new ApiObject(chart, 'note', { apiVersion: 'v1', kind: 'ConfigMap', data: { text: Lazy.any({ produce: () => 'late' }) } })
      .addJsonPatch(JsonPatch.add('/data/more', 'patched'));
    const text = app.synthYaml();
    expect(text).toContain('patched: "yes"');
    expect(text).toContain('speed: fast');
    expect(text).toContain('text: late\n  more: patched');
  });

  test('writes what an object says of its dependencies, which cdk8s settles after the validations', () => {
    const app = newApp();
    const chart = newChart(app);
    const cluster = newCluster(chart);
    const note = new ApiObject(chart, 'note', {
      apiVersion: 'v1', kind: 'ConfigMap', data: { after: Lazy.any({ produce: () => note.node.dependencies.map(({ node }) => node.id).sort().join(' ') }) },
    });
    note.node.addDependency(cluster.restApi);
    app.synth();
    expect(written(app)['chart.k8s.yaml']).toContain('after: Resource RestApi');
  });

  test('writes labels that a validation has added after the rules had looked', () => {
    const app = newApp();
    const chart = newChart(app);
    newCluster(chart);
    chart.node.addValidation({
      validate: () => {
        chart.node.findAll().filter(each => each instanceof ApiObject).forEach(each => ApiObject.of(each).metadata.addLabel('team', 'hpc'));
        return [];
      },
    });
    const text = app.synthYaml();
    expect(text.match(/^ {4}team: hpc$/gm)).toHaveLength(text.match(/^kind: /gm)!.length);
  });

  test('sees what the program changed since the run before, in the same turn', () => {
    const app = newApp();
    const chart = newChart(app);
    const cluster = newCluster(chart);
    const before = app.synthYaml();
    cluster.controller.metadata.addLabel('changed', 'metadata');
    cluster.controller.addJsonPatch(JsonPatch.add('/spec/extraConf', 'DebugFlags=Gres\n'));
    expect(app.synthYaml()).not.toBe(before);
    expect(app.synthYaml()).toContain('extraConf: |\n    DebugFlags=Gres');
    cluster.controller.addJsonPatch(JsonPatch.remove('/spec/slurmKeyRef'));
    expect(() => app.synthYaml()).toThrow(/slurmKeyRef/);
  });

  test('begins anew after one that failed', () => {
    const app = newApp();
    const chart = newChart(app);
    newCluster(chart);
    const count = countRenderings(chart);
    let isWrong = true;
    chart.node.addValidation({ validate: () => isWrong ? ['wrong'] : [] });
    expect(() => app.synth()).toThrow('[chart] wrong');
    isWrong = false;
    app.synth();
    expect(written(app)['chart.k8s.yaml']).toContain('count: rendered 2');
    expect(count.renderings).toBe(2);
  });

  test('uses the methods of classes of the program', () => {
    class Marked extends Chart {
      public toJson(): any[] {
        return [...super.toJson(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mark' } }];
      }
    }
    class Counted extends App {
      public runs = 0;
      public synth(): void {
        this.runs++;
        super.synth();
      }
    }
    const app = new Counted({ outdir: newApp().outdir });
    newCluster(new Marked(app, 'chart', { namespace: 'slurm' }));
    app.synth();
    expect(app.runs).toBe(1);
    expect(written(app)['chart.k8s.yaml']).toContain('name: mark');
  });
});
