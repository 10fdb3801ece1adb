import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { alertLimits, thresholdProblems } from './alert-limits';
import { AlertRule } from './alert-rule';
import { ClusterSeries } from './cluster-series';
import { gpuAlerts } from './gpu-alert-rules';
import { MetricsSourceOptions } from './metrics-source';
import { platformAlerts } from './platform-alert-rules';
import { promDuration } from './promql';
import { AlertThresholds, AlertTuning } from './slurm-alert';
import { controllerAlerts, nodeAlerts } from './slurm-alert-rules';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { DcgmJobMapping } from '../gpu';

/** Properties of the alerts of a cluster. */
export interface SlurmAlertsProps extends MetricsSourceOptions {
  /** Cluster that is watched. It needs `metrics`. */
  readonly cluster: SlurmCluster;

  /** From where on something is an alert. @default - the defaults of its fields */
  readonly thresholds?: AlertThresholds;

  /** Alerts that are to be other than they are, or not at all. @default - none */
  readonly tuning?: AlertTuning[];

  /** Labels by which your Prometheus selects the rules. @default - those of the cluster's ServiceMonitor */
  readonly labels?: { [key: string]: string };

  /** Labels on every alert, e.g. `{ team: 'hpc' }`, beside `severity` and `slurm_cluster`. @default - none */
  readonly alertLabels?: { [key: string]: string };

  /**
   * Start of the address of every alert's `runbook_url`, to which the alert's name in lower case is added.
   *
   * @default - `docs/observability.md` of this library
   */
  readonly runbookUrl?: string;

  /** Namespace of slurm-operator. @default 'slinky' */
  readonly operatorNamespace?: string;

  /** Deployment of slurm-operator. @default 'slurm-operator' */
  readonly operatorDeployment?: string;
}

/** Labels that the alerts have by themselves. */
const declared = new WeakMap<SlurmCluster, SlurmAlerts>();

const ownLabels = ['alertname', 'severity', 'slurm_cluster'];

/**
 * Alerts of a cluster as a PrometheusRule: on slurmctld and its scheduler, nodes and partitions, slurmrestd, slurmdbd, the operator, and the GPUs of jobs.
 * Every one says what it means and has a section in `docs/observability.md`. Where the cluster has a `DcgmJobMapping`, alerts on GPUs name the job. Those on
 * slurmrestd, slurmdbd and the operator need kube-state-metrics, and those on errors of the operator that Prometheus scrapes it.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class SlurmAlerts extends Construct {
  /** Name of the PrometheusRule. */
  public readonly ruleName: string;
  private readonly series: ClusterSeries;

  public constructor(scope: Construct, id: string, private readonly props: SlurmAlertsProps) {
    super(scope, id);
    refuseOtherKinds(this, 'SlurmAlertsProps', props);
    const { cluster } = props;
    refuseAll(this, [...thresholdProblems(props.thresholds ?? {}), ...tuningProblems(props.tuning ?? []), ...labelProblems(props.alertLabels ?? {})]);
    this.series = new ClusterSeries(this, cluster, props);
    const other = declared.get(cluster);
    if (other) {
      refuse(this, {
        id: 'OBS-016',
        what: `the alerts of '${cluster.name}' are declared already at '${other.node.path}', and both would write PrometheusRule '${other.ruleName}'`,
        fix: "join them; 'tuning' changes single alerts",
      });
    }
    declared.set(cluster, this);
    this.ruleName = `${cluster.name}-alerts`;
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: this.ruleName, namespace: cluster.namespace, labels: { ...cluster._metrics?.serviceMonitor?.labels, ...props.labels } },
      spec: Lazy.any({ produce: () => ({ groups: this.groups() }) }),
    });
  }

  private groups(): object[] {
    const { series, props } = this;
    const limits = alertLimits(props.thresholds ?? {});
    const operator = { namespace: props.operatorNamespace ?? 'slinky', deployment: props.operatorDeployment ?? 'slurm-operator' };
    const groups: [string, AlertRule[]][] = [
      ['controller', controllerAlerts(series, limits)],
      ['nodes', nodeAlerts(series, limits)],
      ['platform', platformAlerts(series, limits, operator)],
      ['gpus', gpuAlerts(series, limits, DcgmJobMapping._of(series.cluster) !== undefined)],
    ];
    const off = new Set((props.tuning ?? []).filter(({ enabled }) => enabled === false).map(({ alert }) => alert));
    return groups
      .map(([name, rules]) => ({ name: `${series.cluster.namespace}-${series.cluster.name}-${name}`, rules: rules.filter(({ alert }) => !off.has(alert)).map(rule => this.rule(rule)) }))
      .filter(({ rules }) => rules.length > 0);
  }

  private rule(rule: AlertRule): object {
    const { alertLabels, runbookUrl = 'https://github.com/slurm-constructs/slurm-constructs/blob/main/docs/observability.md#', tuning = [] } = this.props;
    const tuned = tuning.find(({ alert }) => alert === rule.alert);
    const pending = tuned?.pending?.toSeconds() ?? rule.pending;
    return {
      alert: rule.alert,
      expr: rule.expr,
      for: pending > 0 ? promDuration(pending) : undefined,
      labels: { ...alertLabels, severity: tuned?.severity ?? rule.severity, slurm_cluster: this.series.cluster.clusterName },
      annotations: { summary: rule.summary, description: rule.description, runbook_url: `${runbookUrl}${rule.alert.toLowerCase()}` },
    };
  }
}

function tuningProblems(tuning: AlertTuning[]): Problem[] {
  const names = tuning.map(({ alert }) => alert);
  return [
    ...[...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(name => ({
      id: 'OBS-013', what: `'tuning' names alert '${name}' twice, and only one can hold`, fix: 'join the two entries',
    })),
    ...tuning.filter(({ pending }) => pending !== undefined && !Number.isInteger(pending.toSeconds({ integral: false }))).map(({ alert }) => ({
      id: 'OBS-014', what: `'pending' of alert '${alert}' is no whole number of seconds`, fix: 'use e.g. Duration.minutes(5)',
    })),
  ];
}

function labelProblems(labels: { [key: string]: string }): Problem[] {
  return Object.keys(labels).filter(label => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) || ownLabels.includes(label)).map(label => ({
    id: 'OBS-015',
    what: `'${label}' in 'alertLabels' is ${ownLabels.includes(label) ? 'a label that every alert has already' : 'no name of a label of Prometheus'}`,
    fix: label === 'severity' ? "use 'severity' of 'tuning'" : "use e.g. { team: 'hpc' }",
  }));
}
