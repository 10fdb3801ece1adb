import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { CertManager } from './cert-manager';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of the mariadb-operator's installation. */
export interface MariaDbOperatorInstallProps extends InstallOptions {
  /** Whether its CRDs are installed too, as a release of their own that stays when it is dropped from the program. @default true */
  readonly installCrds?: boolean;
  /** The cert-manager that makes the certificate of its webhook. @default - a controller of its own makes it */
  readonly certManager?: CertManager;
  /** Replicas of the operator; of several one works and the others wait. @default 1 */
  readonly replicas?: number;
  /** Labels of the ServiceMonitor by which Prometheus finds its metrics; `{}` makes one without. @default - no ServiceMonitor */
  readonly serviceMonitorLabels?: { [key: string]: string };
  /** Labels of the Kubernetes nodes that its pods run on. @default - any */
  readonly nodeSelector?: { [key: string]: string };
  /** Taints that its pods accept. @default - none */
  readonly tolerations?: k8s.Toleration[];
}

/**
 * The mariadb-operator, which runs the database of `Database.mariadbOperator()`. A cluster that must wait for it says so:
 * `cluster.node.addDependency(operator)`.
 *
 * @see https://github.com/mariadb-operator/mariadb-operator
 */
export class MariaDbOperator extends Construct {
  /** The Helm release of the operator. */
  public readonly release: ChartRelease;
  /** The Helm release of the CRDs, if it is here. */
  public readonly crds?: ChartRelease;

  public constructor(scope: Construct, id: string, props: MariaDbOperatorInstallProps) {
    super(scope, id);
    refuseOtherKinds(this, 'MariaDbOperatorInstallProps', props);
    refuseSecond(this, other => other instanceof MariaDbOperator, 'two of them would work on the same databases');
    if (props.installCrds ?? true) {
      const releaseName = props.releaseName === undefined ? undefined : `${props.releaseName}-crds`;
      this.crds = pinnedRelease(this, pinnedCharts.mariadbOperatorCrds, { ...props, releaseName, values: undefined }, {}, { id: 'Crds', isKept: true });
    }
    const { replicas = 1, serviceMonitorLabels, nodeSelector, tolerations, certManager } = props;
    const pods = { nodeSelector, tolerations, ha: replicas > 1 ? { enabled: true, replicas } : undefined };
    this.release = pinnedRelease(this, pinnedCharts.mariadbOperator, props, {
      ...pods,
      metrics: serviceMonitorLabels && { enabled: true, serviceMonitor: { enabled: true, additionalLabels: serviceMonitorLabels } },
      webhook: { ...pods, cert: { certManager: certManager && { enabled: true } } },
      certController: certManager ? { enabled: false } : pods,
    });
    if (this.crds) {
      this.release.node.addDependency(this.crds);
    }
    if (certManager) {
      this.release.node.addDependency(certManager);
    }
  }
}
