import { PrometheusServer } from './prometheus-server';
import { checksArguments } from '../errors/refuse-kinds';

/** KEDA as the autoscaler. */
export interface KedaAutoscalerOptions {
  /** Who has the metrics of the cluster, such as `prometheus` of a KubePrometheusStack. */
  readonly prometheus: PrometheusServer;
}

/** A HorizontalPodAutoscaler on an external metric. */
export interface HorizontalPodAutoscalerOptions {
  /** Labels by which your Prometheus selects its rules, e.g. `{ release: 'prometheus' }`. @default - none */
  readonly ruleLabels?: { [key: string]: string };
}

/**
 * What changes the number of nodes.
 *
 * @see https://keda.sh
 */
export class Autoscaler {
  /** KEDA: asks Prometheus itself, and can go down to no node at all. Must be installed. */
  public static keda(options: KedaAutoscalerOptions): Autoscaler {
    return new Autoscaler(options.prometheus, {});
  }

  /**
   * A plain HorizontalPodAutoscaler, and a rule by which Prometheus records how many nodes are wanted as `slurm_node_set_wanted_nodes`. Something must serve
   * that as an external metric, such as prometheus-adapter. At least one node stays.
   *
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  public static horizontalPodAutoscaler(options: HorizontalPodAutoscalerOptions = {}): Autoscaler {
    return new Autoscaler(undefined, { ...options.ruleLabels });
  }

  /** @internal Undefined where no KEDA is. */
  public readonly _prometheus?: PrometheusServer;
  /** @internal */
  public readonly _ruleLabels: { [key: string]: string };

  private constructor(prometheus: PrometheusServer | undefined, ruleLabels: { [key: string]: string }) {
    this._prometheus = prometheus;
    this._ruleLabels = ruleLabels;
  }
}

checksArguments(Autoscaler, 'Autoscaler');
