import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of cert-manager. */
export interface CertManagerProps extends InstallOptions {
  /** Replicas of each of its three parts. @default 1 */
  readonly replicas?: number;
  /** Labels of the ServiceMonitor by which Prometheus finds its metrics; `{}` makes one without. @default - no ServiceMonitor */
  readonly serviceMonitorLabels?: { [key: string]: string };
  /** Labels of the Kubernetes nodes that its pods run on. @default - any Linux node */
  readonly nodeSelector?: { [key: string]: string };
  /** Taints that its pods accept. @default - none */
  readonly tolerations?: k8s.Toleration[];
}

/**
 * cert-manager, with which slurm-operator makes the certificate of its webhook.
 *
 * @see https://cert-manager.io/docs/installation/helm/
 */
export class CertManager extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;

  public constructor(scope: Construct, id: string, props: CertManagerProps) {
    super(scope, id);
    refuseOtherKinds(this, 'CertManagerProps', props);
    refuseSecond(this, other => other instanceof CertManager, 'two of them would answer the same requests');
    const { replicas, serviceMonitorLabels, nodeSelector, tolerations } = props;
    const pods = { replicaCount: replicas, nodeSelector: nodeSelector && { 'kubernetes.io/os': 'linux', ...nodeSelector }, tolerations };
    this.release = pinnedRelease(this, pinnedCharts.certManager, props, {
      // CRDs that Helm removes take all certificates along.
      crds: { enabled: true, keep: true },
      ...pods,
      webhook: pods,
      cainjector: pods,
      prometheus: serviceMonitorLabels && { servicemonitor: { enabled: true, labels: serviceMonitorLabels } },
    });
  }
}
