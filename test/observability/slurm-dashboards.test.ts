import { App, Chart } from 'cdk8s';
import { checkRules, describeWithPromtool } from './promtool';
import { metricsList, watchedCluster } from './watched-cluster';
import { DcgmJobMapping, Gpu, Scaling, SlurmAlerts, SlurmCluster, SlurmDashboards, SlurmDashboardsProps, SlurmVersion } from '../../src';
import { usualDcgmMetrics } from '../../src/observability/dcgm-metrics';
import { Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
jest.spyOn(console, 'warn').mockImplementation();

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string; readonly datasource: { readonly uid: string } }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly links: readonly { readonly url: string }[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string; readonly current: object; readonly allValue?: string; readonly query: string | { readonly query: string };
    }[];
  };
  readonly [field: string]: unknown;
}

const metrics = { serviceMonitor: {} };

function dashboardsOf(objects: Manifest[]): Dashboard[] {
  return objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && /-dashboard-/.test(metadata.name)).map(({ data }) => JSON.parse(Object.values(data as object)[0]) as Dashboard);
}

const ofWatched = (options: Partial<SlurmDashboardsProps> = {}) => manifests(chart => {
  new SlurmDashboards(chart, 'Dashboards', { cluster: watchedCluster(chart), gpuMetrics: { metricsList: metricsList(chart) }, ...options });
});

const panelsOf = ({ panels }: Dashboard) => panels.filter(({ type }) => type !== 'row');
const expressions = (dashboard: Dashboard) => panelsOf(dashboard).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const all = dashboardsOf(ofWatched());

describe.each(all.map((dashboard): [string, Dashboard] => [dashboard.title, dashboard]))('%s', (_title, dashboard) => {
  test('has what Grafana takes for a dashboard', () => {
    expect(dashboard).toMatchObject({ id: null, schemaVersion: 41, timezone: 'browser', editable: true, annotations: { list: [] } });
    expect(dashboard.uid).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
    expect(dashboard).not.toHaveProperty('__inputs');
  });

  test('numbers its panels, each once', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(id => Number.isInteger(id) && id > 0)).toBe(true);
  });

  test('has no panel over another or beyond the 24 columns', () => {
    const boxes = dashboard.panels.map(({ gridPos }) => gridPos);
    expect(boxes.filter(({ x, w, h }) => x < 0 || x + w > 24 || w < 1 || h < 1)).toEqual([]);
    const overlaps = boxes.flatMap((one, index) => boxes.slice(index + 1).filter(other =>
      one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h));
    expect(overlaps).toEqual([]);
  });

  test('says of every panel what is seen, in which unit, and asks for something', () => {
    expect(panelsOf(dashboard).length).toBeGreaterThan(3);
    for (const { title, description, targets, datasource, fieldConfig, type } of panelsOf(dashboard)) {
      expect([title, description?.endsWith('.') && description.length > 10]).toEqual([title, true]);
      expect([title, targets?.every(({ expr }) => expr.trim() !== '')]).toEqual([title, true]);
      expect([title, new Set(targets?.map(({ refId }) => refId)).size]).toEqual([title, targets?.length]);
      expect([datasource?.uid, ...targets!.map(target => target.datasource.uid)].every(uid => uid === '${datasource}')).toBe(true);
      expect(type === 'table' || typeof fieldConfig?.defaults.unit === 'string').toBe(true);
    }
  });

  test('uses the variables that it has, and has those that it uses', () => {
    const names = dashboard.templating.list.map(({ name }) => name);
    const texts = [...panelsOf(dashboard), ...dashboard.templating.list].map(each => JSON.stringify(each));
    const used = new Set(texts.flatMap(text => [...text.matchAll(/\$\{?([a-z_]+)\}?/g)].map(match => match[1]).filter(name => !['__rate_interval', '__all'].includes(name))));
    expect([...used].sort()).toEqual([...names].sort());
  });

  test('links to all the others', () => {
    expect(dashboard.links.map(({ url }) => url).sort()).toEqual(all.filter(other => other !== dashboard).map(({ uid }) => `/d/${uid}`).sort());
  });

  test('fits well into a ConfigMap', () => {
    expect(JSON.stringify(dashboard).length).toBeLessThan(100_000);
  });
});

describe('the dashboards of a cluster', () => {
  test('are found by the sidecar of Grafana, in the folder that is asked for', () => {
    const [config] = ofWatched({ folder: 'HPC' }).filter(({ metadata }) => metadata.name === 'slurm-dashboard-overview');
    expect(config.metadata).toMatchObject({ labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'HPC' } });
    expect(Object.keys(config.data)).toEqual(['slurm-slurm-slurm-overview.json']);
    expect(pick(ofWatched({ labels: { dashboards: 'yes' } }), 'ConfigMap', 'slurm-dashboard-overview').metadata.labels).toEqual({ dashboards: 'yes' });
  });

  test('start with the cluster chosen', () => {
    const [overview] = all;
    const chosen = overview.templating.list.filter(({ name }) => ['namespace', 'job'].includes(name));
    expect(chosen.map(({ name, current }) => ({ name, current }))).toEqual([
      { name: 'namespace', current: { text: 'slurm', value: 'slurm' } }, { name: 'job', current: { text: 'slurm-controller', value: 'slurm-controller' } },
    ]);
    expect(chosen[1].query).toEqual({ query: 'label_values(slurm_nodes{namespace="$namespace"}, job)', refId: 'job' });
  });

  test('ask slurmctld only for its own series, and dcgm-exporter only for those of the cluster\'s workers', () => {
    for (const expr of all.flatMap(expressions)) {
      for (const [selector] of expr.matchAll(/(slurm_|DCGM_|\bup\b)[A-Za-z_]*\{[^}]*\}/g)) {
        expect(selector).toMatch(selector.startsWith('DCGM') ? /exported_namespace="slurm",exported_pod=~"\$pod"/ : /job="\$job",namespace="\$namespace"/);
      }
      expect(expr).not.toMatch(/\b(slurm_(?!cluster)|DCGM_)[A-Za-z_]+(?![A-Za-z_{])/);
    }
    const pods = all.find(({ title }) => title.endsWith('GPUs and their jobs'))!.templating.list.find(({ name }) => name === 'pod')!;
    expect(pods.allValue).toBe('slurm-worker-(h100|h200)-[a-z0-9]+');
  });

  test('show the cluster and nothing that it lacks', () => {
    const objects = manifests(chart => { new SlurmDashboards(chart, 'Dashboards', { cluster: smallCluster(chart, 'slurm', { metrics }) }); });
    const small = dashboardsOf(objects);
    expect(small.map(({ title }) => title)).toEqual(['overview', 'partitions and queue', 'scheduler'].map(page => `Slurm slurm_slurm: ${page}`));
    expect(small.flatMap(expressions).join('\n')).not.toMatch(/gpu|dbd/i);
    expect(small.flatMap(({ links }) => links.map(({ url }) => url)).filter(url => /gpus/.test(url))).toEqual([]);
  });

  test('show no GPUs of jobs where no mapping says which job has which, and nothing beyond the usual metrics without a list', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { metrics });
      cluster.addGpuNodeSet('l4', { gpu: Gpu.L4, scaling: Scaling.fixed(2) });
      cluster.addPartition('all');
      new SlurmDashboards(chart, 'Dashboards', { cluster });
    });
    const gpus = dashboardsOf(objects).find(({ title }) => /GPUs/.test(title))!;
    expect(JSON.stringify(gpus)).not.toContain('hpc_job');
    const names = expressions(gpus).flatMap(expr => [...expr.matchAll(/DCGM_\w+/g)].map(match => match[0]));
    expect(names.filter(name => !(usualDcgmMetrics as readonly string[]).includes(name))).toEqual([]);
  });

  test('count GPUs in slurmctld only since Slurm 26.05', () => {
    const old = manifests(chart => {
      new SlurmDashboards(chart, 'Dashboards', { cluster: watchedCluster(chart, { slurmVersion: SlurmVersion.V25_11 }) });
    });
    expect(dashboardsOf(old).flatMap(expressions).join('\n')).not.toMatch(/slurm_\w*gpu/);
    expect(all.flatMap(expressions).join('\n')).toMatch(/slurm_partition_gpus/);
  });

  test('have ids of their own for every cluster, and the same at every synthesis', () => {
    const uids = (namespace: string) => {
      const chart = new Chart(new App(), 'any', { namespace });
      new SlurmDashboards(chart, 'Dashboards', { cluster: smallCluster(chart, 'slurm', { metrics }) });
      return dashboardsOf(chart.toJson() as Manifest[]).map(({ uid }) => uid);
    };
    expect(uids('a')).toEqual(uids('a'));
    expect(new Set([...uids('a'), ...uids('b')]).size).toBe(6);
  });

  test('are the same whether declared before the node sets or after them', () => {
    const inOrder = (isFirst: boolean) => dashboardsOf(manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { metrics });
      isFirst && new SlurmDashboards(chart, 'Dashboards', { cluster });
      cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
      cluster.addGpuNodeSet('h200', { gpu: Gpu.H200 });
      cluster.addPartition('all');
      new DcgmJobMapping(chart, 'Dcgm', { cluster });
      isFirst || new SlurmDashboards(chart, 'Dashboards', { cluster });
    }));
    expect(inOrder(true)).toEqual(inOrder(false));
    expect(inOrder(true)).toHaveLength(4);
  });

  test('need metrics', () => {
    expect(() => manifests(chart => { new SlurmDashboards(chart, 'Dashboards', { cluster: smallCluster(chart, 'slurm') }); })).toThrow(/\[hpc\/Dashboards\] OBS-001/);
  });
});

describeWithPromtool('the queries of the dashboards', () => {
  test('are PromQL', () => {
    const substituted = (expr: string) => expr.replace(/\$__rate_interval/g, '5m').replace(/\$\{?[a-z_]+\}?/g, 'chosen');
    const rules = all.flatMap(expressions).map((expr, index) => ({ record: `dashboards:query:${index}`, expr: substituted(expr) }));
    expect(rules.length).toBeGreaterThan(100);
    expect(checkRules({ groups: [{ name: 'queries', rules }] })).toBe('');
    expect(checkRules({ groups: [{ name: 'queries', rules: [...rules, { record: 'broken', expr: 'sum(slurm_nodes' }] }] })).toContain('unclosed left parenthesis');
  });
});

describeWithCrds('alerts and dashboards', () => {
  test('are taken by the API server', () => {
    expect(validateManifests(manifests(chart => {
      const cluster = watchedCluster(chart);
      new SlurmAlerts(chart, 'Alerts', { cluster });
      new SlurmDashboards(chart, 'Dashboards', { cluster });
    }))).toEqual([]);
  });
});

test('dashboards that are declared twice are refused, since one would replace the other', () => {
  expect(() => manifests(chart => {
    const cluster = watchedCluster(chart);
    ['Dashboards', 'More'].forEach(id => new SlurmDashboards(chart, id, { cluster }));
  })).toThrow(/\[hpc\/More\] OBS-022: the dashboards of 'slurm' are declared already at 'hpc\/Dashboards'.*leave one of them out/);
});
