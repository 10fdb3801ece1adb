import * as fs from 'fs';
import * as path from 'path';
import { App, Chart, Duration, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { alertCases, ofAnotherCluster, Series } from './alert-cases';
import { checkRules, describeWithPromtool, RuleTest, testRules } from './promtool';
import { metricsList, watchedCluster } from './watched-cluster';
import { AlertSeverity, AuthKeys, Autoscaler, Gpu, PrometheusServer, Scaling, SlurmAlert, SlurmAlerts, SlurmAlertsProps, SlurmCluster, SlurmClusterProps } from '../../src';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
}

type Options = Omit<SlurmAlertsProps, 'cluster'>;

function declared(options: Options | ((chart: Chart) => Options) = {}, props: SlurmClusterProps = {}) {
  return manifests(chart => {
    new SlurmAlerts(chart, 'Alerts', { cluster: watchedCluster(chart, props), ...typeof options === 'function' ? options(chart) : options });
  });
}

const specOf = (objects: ReturnType<typeof declared>) => pick(objects, 'PrometheusRule').spec as { groups: { name: string; rules: Rule[] }[] };
const rulesOf = (objects: ReturnType<typeof declared>) => specOf(objects).groups.flatMap(({ rules }) => rules);
const withAll = () => declared(chart => ({ gpuMetrics: { metricsList: metricsList(chart) } }));

const metrics = { serviceMonitor: {} };

describe('the alerts of a cluster', () => {
  test('are all there when the cluster has all that they are about', () => {
    expect(rulesOf(withAll()).map(({ alert }) => alert).sort()).toEqual(Object.values(SlurmAlert).sort());
  });

  test('leave out what the cluster does not have', () => {
    const names = rulesOf(manifests(chart => { new SlurmAlerts(chart, 'Alerts', { cluster: smallCluster(chart, 'slurm', { metrics }) }); })).map(({ alert }) => alert);
    expect(names.filter(name => /Gpu|Accounting|Dbd/.test(name))).toEqual([]);
    expect(names).toContain('SlurmControllerDown');
  });

  test('need the exporter\'s list for metrics beyond its usual ones', () => {
    const text = JSON.stringify(rulesOf(declared()));
    expect(text).not.toMatch(/ECC_DBE|NVLINK_CRC|THERMAL_VIOLATION/);
    expect(JSON.stringify(rulesOf(withAll()))).toMatch(/ECC_DBE.*NVLINK_CRC|NVLINK_CRC.*ECC_DBE/);
  });

  test('are selected by the labels that select the ServiceMonitor, with the user\'s own over them', () => {
    expect(pick(declared(), 'PrometheusRule').metadata).toMatchObject({ name: 'slurm-alerts', labels: { release: 'prometheus' } });
    expect(pick(declared({ labels: { release: 'mimir', prometheus: 'hpc' } }), 'PrometheusRule').metadata.labels).toEqual({ release: 'mimir', prometheus: 'hpc' });
  });

  test('say their severity, their cluster and where the runbook is', () => {
    for (const { alert, labels, annotations } of rulesOf(withAll())) {
      expect(labels).toMatchObject({ slurm_cluster: 'training', severity: expect.stringMatching(/^(critical|warning|info)$/) });
      expect(annotations.runbook_url).toBe(`https://github.com/slurm-constructs/slurm-constructs/blob/main/docs/observability.md#${alert.toLowerCase()}`);
      expect(annotations.summary.length).toBeLessThan(160);
      expect(annotations.description).not.toBe('');
    }
  });

  test.each(Object.values(SlurmAlert))('%s has its section in the documentation', alert => {
    expect(fs.readFileSync(path.join(__dirname, '../../docs/observability.md'), 'utf8').split('\n')).toContain(`### ${alert}`);
  });

  test('wait long where nodes drain and nobody need hurry', () => {
    const waits = Object.fromEntries(rulesOf(declared()).map(rule => [rule.alert, rule.for]));
    expect(waits).toMatchObject({ SlurmNodesDrained: '1d', SlurmNodesDraining: '2d', SlurmControllerDown: '3m' });
  });

  test('can be tuned one by one, left out and labelled', () => {
    const rules = rulesOf(declared({
      tuning: [
        { alert: SlurmAlert.NODES_DOWN, severity: AlertSeverity.INFO, pending: Duration.hours(2) },
        { alert: SlurmAlert.GPU_IDLE, enabled: false },
      ],
      alertLabels: { team: 'hpc' },
      runbookUrl: 'https://wiki.example.com/runbooks/',
    }));
    expect(rules.find(({ alert }) => alert === 'SlurmNodesDown')).toMatchObject({
      for: '2h', labels: { severity: 'info', team: 'hpc' }, annotations: { runbook_url: 'https://wiki.example.com/runbooks/slurmnodesdown' },
    });
    expect(rules.map(({ alert }) => alert)).not.toContain('SlurmGpuIdle');
  });

  test.each<[string, Options['thresholds'], SlurmAlert, string]>([
    ['schedulerCycle', { schedulerCycle: Duration.millis(300) }, SlurmAlert.SCHEDULER_SLOW, '> 300000'],
    ['backfillSilence', { backfillSilence: Duration.hours(1) }, SlurmAlert.BACKFILL_STALLED, '> 3600 and'],
    ['backfillCutShort', { backfillCutShort: 0.75 }, SlurmAlert.BACKFILL_STARVING, '> 0.75'],
    ['agentQueue', { agentQueue: 7 }, SlurmAlert.AGENT_QUEUE_GROWING, '> 7'],
    ['dbdQueue', { dbdQueue: 5000 }, SlurmAlert.DBD_QUEUE_GROWING, '> 5000'],
    ['nodesDown', { nodesDown: 0.5 }, SlurmAlert.MANY_NODES_DOWN, '> 0.5'],
    ['operatorErrors', { operatorErrors: 9 }, SlurmAlert.OPERATOR_ERRORS, '> 9'],
    ['gpuCelsius', { gpuCelsius: 80 }, SlurmAlert.GPU_HOT, '> 80 or'],
    ['gpuMemoryCelsius', { gpuMemoryCelsius: 90 }, SlurmAlert.GPU_HOT, '> 90)'],
    ['pcieReplays', { pcieReplays: 2 }, SlurmAlert.GPU_PCIE_REPLAYS, '> 2)'],
    ['gpuIdle', { gpuIdle: 0.2 }, SlurmAlert.GPU_IDLE, '< 0.2'],
    ['fatalXids', { fatalXids: [79] }, SlurmAlert.GPU_XID, '} == 79)'],
  ])('take %s as threshold', (_prop, thresholds, alert, text) => {
    expect(rulesOf(declared({ thresholds })).find(rule => rule.alert === alert)!.expr).toContain(text);
    expect(rulesOf(declared()).find(rule => rule.alert === alert)!.expr).not.toContain(text);
  });

  test('find the workers by other labels where the exporter\'s own labels are kept', () => {
    const { expr, annotations } = rulesOf(declared({ gpuMetrics: { honorLabels: true } })).find(({ alert }) => alert === 'SlurmGpuRowRemapFailed')!;
    expect(expr).toBe('max by (hpc_job, pod, gpu, GPU_I_ID, UUID) (DCGM_FI_DEV_ROW_REMAP_FAILURE{namespace="slurm",pod=~"slurm-worker-(h100|h200)-[a-z0-9]+"} > 0)');
    expect(annotations.summary).toContain('$labels.pod');
  });

  test('do not take nodes that were scaled in for lost ones', () => {
    const named = (name: string, rules: Rule[]) => rules.find(({ alert }) => alert === name)?.expr;
    const mixed = rulesOf(declared());
    expect(named('SlurmNodesDown', mixed)).toBe('max by (partition) (slurm_partition_nodes_down{job="slurm-controller",namespace="slurm",partition!~"burst"}) > 0');
    expect(named('SlurmNodesDrained', mixed)).toContain('slurm_partition_nodes_drained{');
    expect(named('SlurmManyNodesDown', mixed)).toContain('partition!~"burst"');
    const lasting = rulesOf(manifests(chart => { new SlurmAlerts(chart, 'Alerts', { cluster: smallCluster(chart, 'slurm', { metrics }) }); }));
    expect(named('SlurmNodesDown', lasting)).toBe('max(slurm_nodes_down{job="slurm-controller",namespace="slurm"}) > 0');
    const onlyElastic = rulesOf(manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { metrics });
      cluster.addNodeSet('burst', { scaling: Scaling.scaledToZero() });
      cluster.addPartition('all');
      new SlurmAlerts(chart, 'Alerts', { cluster });
    }));
    expect(onlyElastic.map(({ alert }) => alert).filter(name => /NodesDown|NodesDrained|NodesMissing/.test(name))).toEqual([]);
  });

  describe('on GPUs of node sets that may be empty', () => {
    const keda = { max: 8, autoscaler: Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') }) };
    const spec = (...scalings: Scaling[]) => specOf(manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'training', metrics });
      scalings.forEach((scaling, index) => cluster.addGpuNodeSet(`h100-${index}`, { gpu: Gpu.H100_80GB, memory: Size.gibibytes(1000), scaling }));
      cluster.addPartition('all', { defMemPerGpu: Size.gibibytes(100) });
      new SlurmAlerts(chart, 'Alerts', { cluster });
    }));
    const missing = ({ groups }: ReturnType<typeof spec>) => groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === 'SlurmGpuMetricsMissing')!.expr;
    const busy = /^max\(slurm_node_cpus_alloc\{job="slurm-controller",namespace="slurm",node=~"(.*)-\[0-9\]\+"\}\) > 0 unless /;

    test.each<[string, Scaling[], string]>([
      ['a set that grows from none', [Scaling.auto(keda)], 'h100-0'],
      ['two of them', [Scaling.auto(keda), Scaling.auto({ ...keda, min: 2, idleToZero: true })], '(h100-0|h100-1)'],
      ['an empty one', [Scaling.scaledToZero()], 'h100-0'],
    ])('metrics of %s are missed while a node is busy', (_what, scalings, names) => {
      expect(busy.exec(missing(spec(...scalings)))?.[1]).toBe(names);
    });

    test.each<[string, Scaling[]]>([
      ['a fixed set beside one', [Scaling.auto(keda), Scaling.fixed(2)]],
      ['a set that keeps two nodes', [Scaling.auto({ ...keda, min: 2 })]],
      ['every machine', [Scaling.daemonSet()]],
    ])('metrics of %s are missed always', (_what, scalings) => {
      expect(missing(spec(...scalings))).toMatch(/^max\(slurm_nodes\{/);
    });

    describeWithPromtool('in Prometheus', () => {
      const ofNode = 'slurm_node_cpus_alloc{namespace="slurm",job="slurm-controller",node="h100-0-3"}';
      const nodes = 'slurm_nodes{namespace="slurm",job="slurm-controller"}';
      test.each([[0, []], [64, [{ labels: '{}', value: 1 }]]])('nothing is missed of records of nodes that have gone: %i busy CPUs', (cpus, exp_samples) => {
        expect(testRules(spec(Scaling.auto(keda)), [{
          interval: '1m',
          input_series: [{ series: ofNode, values: `${cpus}+0x60` }, { series: nodes, values: '8+0x60' }],
          promql_expr_test: [{ expr: 'sum(ALERTS{alertname="SlurmGpuMetricsMissing",alertstate="firing"})', eval_time: '40m', exp_samples }],
        }])).toBe('');
      });
    });
  });

  test('ask for the series by the labels that the user names', () => {
    const { expr } = rulesOf(declared({ selector: { scrape: 'hpc' } })).find(({ alert }) => alert === 'SlurmNodesInvalid')!;
    expect(expr).toBe('max(slurm_nodes_invalid_reg{scrape="hpc"}) > 0');
  });

  test('are the same whether declared before the node sets or after them', () => {
    const inOrder = (isFirst: boolean) => manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { metrics });
      isFirst && new SlurmAlerts(chart, 'Alerts', { cluster });
      cluster.addNodeSet('cpu');
      cluster.addPartition('all');
      isFirst || new SlurmAlerts(chart, 'Alerts', { cluster });
    }).filter(({ kind }) => kind === 'PrometheusRule');
    expect(inOrder(true)).toEqual(inOrder(false));
  });

  test('of two clusters stand side by side', () => {
    const app = new App();
    const names = ['one', 'two'].map(name => {
      const chart = new Chart(app, name, { namespace: name });
      new SlurmAlerts(chart, 'Alerts', { cluster: smallCluster(chart, `${name}-slurm`, { metrics }) });
      return specOf(chart.toJson()).groups.map(group => group.name);
    });
    expect(new Set(names.flat()).size).toBe(names.flat().length);
  });
});

test.each<[string, Options, SlurmClusterProps, RegExp]>([
  ['a cluster without metrics', {}, { metrics: undefined }, /\[hpc\/Alerts\] OBS-001: cluster 'slurm' has no 'metrics', so slurmctld answers Prometheus with nothing; set metrics/],
  ['metrics that nobody scrapes', {}, { metrics: {} }, /OBS-003: 'metrics' of the cluster has no 'serviceMonitor'/],
  ['a ServiceMonitor that leaves out a page', {}, { metrics: { serviceMonitor: { paths: ['/metrics/jobs', '/metrics/nodes'] } } }, /OBS-004: .*leaves out \/metrics\/partitions, \/metrics\/scheduler/],
  ['an empty selector', { selector: {} }, {}, /OBS-005/],
  ['a selector that is no label', { selector: { 'app.kubernetes.io/name': 'slurmctld' } }, {}, /OBS-006: 'app.kubernetes.io\/name'/],
  ['a selector by partition', { selector: { partition: 'train' } }, {}, /OBS-007: 'partition' in 'selector'/],
  ['a share beyond 1', { thresholds: { nodesDown: 10 } }, {}, /OBS-011: 'nodesDown' of 'thresholds' is 10/],
  ['a negative threshold', { thresholds: { dbdQueue: -1 } }, {}, /OBS-011/],
  ['a threshold that is no number', { thresholds: { gpuCelsius: NaN } }, {}, /KIND-001: 'thresholds.gpuCelsius' is NaN/],
  ['no time', { thresholds: { schedulerCycle: Duration.seconds(0) } }, {}, /OBS-011/],
  ['no fatal XID', { thresholds: { fatalXids: [] } }, {}, /OBS-011/],
  ['an unknown alert', { tuning: [{ alert: 'SlurmNodeDown' as SlurmAlert }] }, {}, /KIND-001: 'tuning\[0\].alert' is 'SlurmNodeDown', which is no SlurmAlert; use one of .*, SlurmAlert.NODES_DOWN, /],
  ['an alert tuned twice', { tuning: [{ alert: SlurmAlert.NODES_DOWN }, { alert: SlurmAlert.NODES_DOWN }] }, {}, /OBS-013/],
  ['half a second', { tuning: [{ alert: SlurmAlert.NODES_DOWN, pending: Duration.millis(500) }] }, {}, /OBS-014/],
  ['a label of the alerts themselves', { alertLabels: { severity: 'page' } }, {}, /OBS-015: 'severity' in 'alertLabels' is a label that every alert has already; use 'severity' of 'tuning'/],
])('alerts with %s are refused', (_what, options, props, message) => {
  expect(() => declared(options, props)).toThrow(message);
});

test('alerts that are declared twice are refused, since one would replace the other', () => {
  expect(() => manifests(chart => {
    const cluster = watchedCluster(chart);
    ['Alerts', 'More'].forEach(id => new SlurmAlerts(chart, id, { cluster }));
  })).toThrow(/\[hpc\/More\] OBS-016: the alerts of 'slurm' are declared already at 'hpc\/Alerts', and both would write PrometheusRule 'slurm-alerts'; join them/);
});

test('alerts on a slurmctld elsewhere need the labels of its metrics', () => {
  const outside = (options: Options) => manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    const cluster = smallCluster(chart, 'slurm', {
      clusterName: 'campus', externalController: { host: 'slurmctld.example.com' }, authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
    });
    new SlurmAlerts(chart, 'Alerts', { cluster, ...options });
  });
  expect(() => outside({})).toThrow(/OBS-002/);
  expect(rulesOf(outside({ selector: { job: 'campus' } })).find(({ alert }) => alert === 'SlurmNodesDown')!.expr).toBe('max(slurm_nodes_down{job="campus"}) > 0');
});

describeWithPromtool('the rules in Prometheus', () => {
  // Waiting days for an alert takes promtool long, so those two wait for minutes here.
  const spec = () => specOf(declared(chart => ({
    gpuMetrics: { metricsList: metricsList(chart) },
    tuning: [{ alert: SlurmAlert.NODES_DRAINED, pending: Duration.minutes(30) }, { alert: SlurmAlert.NODES_DRAINING, pending: Duration.minutes(40) }],
  })));
  const feed = (series: Series): RuleTest['input_series'] => Object.entries(series).map(([name, values]) => ({ series: name, values }));
  const firing = (alert: string) => `ALERTS{alertname="${alert}",alertstate="firing"}`;
  const labelsOf = (labels: { [name: string]: string }) => `ALERTS{${Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(',')}}`;

  test('are accepted', () => {
    expect(checkRules(specOf(withAll()))).toBe('');
  });

  test('are tested one and all', () => {
    expect([...new Set(alertCases.map(({ alert }) => alert))].sort()).toEqual(Object.values(SlurmAlert).sort());
  });

  test('fire when they should, for this cluster alone', () => {
    expect(testRules(spec(), alertCases.map(({ alert, fires, at, severity, labels }) => ({
      interval: '1m',
      input_series: feed(fires),
      promql_expr_test: [{
        expr: firing(alert), eval_time: `${at}m`, exp_samples: [{ labels: labelsOf({ alertname: alert, alertstate: 'firing', severity, slurm_cluster: 'training', ...labels }), value: 1 }],
      }],
    })))).toBe('');
  });

  test('stay silent when they should, also while another cluster has the trouble', () => {
    expect(testRules(spec(), alertCases.map(({ alert, fires, silent, at }) => ({
      interval: '1m',
      input_series: feed({ ...silent, ...ofAnotherCluster(fires) }),
      promql_expr_test: [{ expr: firing(alert), eval_time: `${at}m`, exp_samples: [] }],
    })))).toBe('');
  });

  test('tell the job and the worker in their words', () => {
    const { runbook_url, description } = rulesOf(withAll()).find(({ alert }) => alert === 'SlurmGpuXid')!.annotations;
    const { fires } = alertCases.find(({ alert }) => alert === SlurmAlert.GPU_XID)!;
    expect(testRules(spec(), [{
      interval: '1m',
      input_series: feed(fires),
      alert_rule_test: [{
        eval_time: '5m',
        alertname: 'SlurmGpuXid',
        exp_alerts: [{
          exp_labels: { severity: 'critical', slurm_cluster: 'training', hpc_job: '4711', exported_pod: 'slurm-worker-h100-3', gpu: '5', UUID: 'GPU-5' },
          exp_annotations: { summary: 'GPU 5 of slurm-worker-h100-3 (job 4711) had XID error 79', description, runbook_url },
        }],
      }],
    }])).toBe('');
  });
});

describeWithCrds('the PrometheusRule', () => {
  test('is taken by the API server', () => {
    expect(validateManifests(withAll())).toEqual([]);
  });
});
