import { AlertLimits, AlertRule } from './alert-rule';
import { ClusterSeries } from './cluster-series';
import { select } from './promql';
import { AlertSeverity, SlurmAlert } from './slurm-alert';

const controllers = ['accounting', 'controller', 'loginset', 'nodeset', 'restapi', 'slurmclient', 'token'].map(kind => `${kind}-controller`);

/** Alerts on daemons that have no metrics of their own, and on the operator: kube-state-metrics and the operator tell of them. */
export function platformAlerts(series: ClusterSeries, limits: AlertLimits, operator: { readonly namespace: string; readonly deployment: string }): AlertRule[] {
  const { cluster } = series;
  return [
    {
      alert: SlurmAlert.REST_API_DOWN,
      severity: AlertSeverity.CRITICAL,
      expr: `${series.kubernetes('kube_deployment_status_replicas_available', { deployment: `${cluster.name}-restapi` })} < 1`,
      pending: 300,
      summary: 'slurmrestd is not ready',
      description: 'slurm-operator then neither drains nodes before it deletes their pods nor tells their states. Look at the pod, and at slurmctld.',
    },
    ...cluster.accounting === undefined || cluster.accounting.isExternal ? [] : [{
      alert: SlurmAlert.ACCOUNTING_DOWN,
      severity: AlertSeverity.CRITICAL,
      expr: `${series.kubernetes('kube_statefulset_status_replicas_ready', { statefulset: `${cluster.name}-accounting` })} < 1`,
      pending: 300,
      summary: 'slurmdbd is not ready',
      description: 'slurmctld keeps records for it for a while; sacct, sacctmgr and sreport fail at once. Look at its pod and at the database.',
    }],
    {
      alert: SlurmAlert.OPERATOR_DOWN,
      severity: AlertSeverity.WARNING,
      expr: `${select('kube_deployment_status_replicas_available', { namespace: operator.namespace, deployment: operator.deployment })} < 1`,
      pending: 600,
      summary: 'slurm-operator is not ready',
      description: 'Jobs go on, but nothing that changes reaches the cluster: no scaling, no drain, no new configuration.',
    },
    {
      alert: SlurmAlert.OPERATOR_ERRORS,
      severity: AlertSeverity.WARNING,
      expr: `sum by (controller) (increase(${select('controller_runtime_reconcile_errors_total', { namespace: operator.namespace, controller: `=~${controllers.join('|')}` })}[15m])) > ${limits.operatorErrors}`,
      pending: 900,
      summary: 'the {{ $labels.controller }} of slurm-operator fails again and again',
      description: 'Some object stays other than declared. The log of slurm-operator names it; all clusters of the operator count together here.',
    },
  ];
}
