import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of KEDA. */
export interface KedaProps extends InstallOptions {
  /** The namespace whose objects it scales. @default - all */
  readonly watchNamespace?: string;
  /** Replicas of the operator and of its metrics server. @default 1 */
  readonly replicas?: number;
  /** Labels of the ServiceMonitors by which Prometheus finds its metrics; `{}` makes them without. @default - no ServiceMonitors */
  readonly serviceMonitorLabels?: { [key: string]: string };
  /** Labels of the Kubernetes nodes that its pods run on. @default - any Linux node */
  readonly nodeSelector?: { [key: string]: string };
  /** Taints that its pods accept. @default - none */
  readonly tolerations?: k8s.Toleration[];
}

/**
 * KEDA, with which node sets of `Scaling.auto()` grow and shrink. It serves the external metrics of the Kubernetes cluster, which only one can.
 *
 * @see https://keda.sh/docs/latest/deploy/
 */
export class Keda extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;

  public constructor(scope: Construct, id: string, props: KedaProps) {
    super(scope, id);
    refuseOtherKinds(this, 'KedaProps', props);
    refuseSecond(this, other => other instanceof Keda, 'a Kubernetes cluster has one server of external metrics');
    const { watchNamespace, replicas, serviceMonitorLabels, nodeSelector, tolerations } = props;
    const metrics = serviceMonitorLabels && { enabled: true, serviceMonitor: { enabled: true, additionalLabels: serviceMonitorLabels } };
    this.release = pinnedRelease(this, pinnedCharts.keda, props, {
      // Helm would take the CRDs away with the release, and every ScaledObject with them.
      crds: { install: true, additionalAnnotations: { 'helm.sh/resource-policy': 'keep' } },
      watchNamespace,
      operator: { replicaCount: replicas },
      metricsServer: { replicaCount: replicas },
      prometheus: { operator: metrics, metricServer: metrics },
      // The chart adds the operating system itself, and a second one makes YAML that not everything reads.
      nodeSelector,
      tolerations,
    });
  }
}
