import { ApiObject, App, Chart, DependencyGraph } from 'cdk8s';

/** What one run of `App.synth` has found out so far. */
export class AppRun {
  private readonly errors = new Map<Chart, string[]>();
  private readonly manifests = new Map<ApiObject, object>();

  /** Judges a chart, once. */
  public judge(chart: Chart, produce: () => string[]): string[] {
    const errors = this.errors.get(chart) ?? produce();
    this.errors.set(chart, errors);
    return errors;
  }

  public hasJudged(chart: Chart): boolean {
    return this.errors.has(chart);
  }

  /** Renders an object for the rules, and keeps the manifest of one of Slinky's for the YAML. */
  public render(object: ApiObject): object {
    const manifest = object.toJson() as object;
    // Others may tell of what they depend on, as releases of Flux do, and cdk8s settles that between the validations and the YAML.
    if (object.apiGroup === 'slinky.slurm.net') {
      this.manifests.set(object, manifest);
    }
    return manifest;
  }

  /** Renders an object, unless that is done. */
  public manifestOf(object: ApiObject): object {
    const manifest = this.manifests.get(object) as { readonly metadata?: unknown } | undefined;
    this.manifests.delete(object);
    // Validations should only look, but cdk8s has no other hook in a synthesis, and some label objects there.
    return manifest && JSON.stringify(manifest.metadata) === JSON.stringify(object.metadata.toJson()) ? manifest : object.toJson() as object;
  }
}

const runs = new WeakMap<App, AppRun>();
const followed = new WeakSet<App | Chart>();

/** The run of `App.synth` that a chart is in; undefined outside of one, where the program may change the chart from one call to the next. */
export function runOf(chart: Chart): AppRun | undefined {
  return runs.get(App.of(chart));
}

/**
 * Lets a run of `App.synth` judge a chart once, and render objects of Slinky's once for both the rules and the YAML. cdk8s has no place for that: it orders and
 * validates the whole app anew for every chart, so that a hundred charts cost ten thousand, and renders again what validations had to render.
 *
 * What comes out is the same, and methods of the user's own classes stay in use.
 */
export function followRuns(chart: Chart): void {
  const app = App.of(chart);
  if (!followed.has(app)) {
    followed.add(app);
    const { synth, synthYaml } = app;
    replace(app, 'synth', () => inRun(app, () => synth.call(app)));
    replace(app, 'synthYaml', () => inRun(app, () => synthYaml.call(app)));
  }
  const { toJson } = chart;
  if (!followed.has(chart) && toJson === Chart.prototype.toJson) {
    followed.add(chart);
    replace(chart, 'toJson', () => {
      const run = runs.get(app);
      // By then cdk8s has validated and ordered the whole app.
      return run?.hasJudged(chart) ? inOrder(chart).map(object => run.manifestOf(object)) : toJson.call(chart);
    });
  }
}

function inRun<T>(app: App, action: () => T): T {
  if (runs.has(app)) {
    return action();
  }
  runs.set(app, new AppRun());
  try {
    return action();
  } finally {
    runs.delete(app);
  }
}

function inOrder(chart: Chart): ApiObject[] {
  const all = new DependencyGraph(chart.node).topology();
  return all.filter((construct): construct is ApiObject => construct instanceof ApiObject && Chart.of(construct) === chart);
}

function replace(owner: object, method: string, value: () => unknown): void {
  Object.defineProperty(owner, method, { configurable: true, writable: true, value });
}
