import { DcgmMetric } from './dcgm-metrics';
import { SlurmMetric } from './slurm-metrics';

/** Conditions on labels: a value, or an operator and a value such as `=~a|b`, or several of these. */
export interface Matchers {
  readonly [label: string]: string | readonly string[];
}

/** Metrics of Kubernetes and its controllers that say how daemons without metrics of their own are. */
export type KubernetesMetric =
  | 'controller_runtime_reconcile_errors_total' | 'kube_deployment_status_replicas_available' | 'kube_statefulset_status_replicas_ready';

/** A selector such as `slurm_nodes{job="slurm-controller"}`. */
export function select(metric: SlurmMetric | DcgmMetric | KubernetesMetric | 'ALERTS' | 'up', matchers: Matchers): string {
  const conditions = Object.keys(matchers).sort().flatMap(label => [matchers[label]].flat().map(condition => {
    const [, operator, value] = /^(=~|!~|!=|)([\s\S]*)$/.exec(condition)!;
    return `${label}${operator || '='}"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
  }));
  return conditions.length > 0 ? `${metric}{${conditions.join(',')}}` : metric;
}

/** A duration as Prometheus writes it, in the largest unit that leaves no rest. */
export function promDuration(seconds: number): string {
  const [unit, length] = ([['d', 86400], ['h', 3600], ['m', 60]] as const).find(([, each]) => seconds >= each && seconds % each === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}
