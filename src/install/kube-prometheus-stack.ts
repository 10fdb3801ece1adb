import { ApiObject, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { CertManager } from './cert-manager';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease } from './pinned-release';
import { PrometheusServer } from '../autoscaling';
import { Problem, problemText, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { sizeText } from '../pods/quantities';

/** Properties of Prometheus, Alertmanager and Grafana. */
export interface KubePrometheusStackProps extends InstallOptions {
  /**
   * Labels that ServiceMonitors, PodMonitors and rules must have to be taken. Those of this program that lack them are refused.
   *
   * @default - all are taken, whatever their labels
   */
  readonly monitorLabels?: { [key: string]: string };
  /** How long samples are kept, in whole hours. @default Duration.days(10) */
  readonly retention?: Duration;
  /** Size of the volume for samples. @default - none: they are lost with the pod */
  readonly storage?: Size;
  /** Class of that volume. @default - the Kubernetes cluster's */
  readonly storageClassName?: string;
  /** Replicas of Prometheus, each with all samples. @default 1 */
  readonly replicas?: number;
  /** Whether Grafana is installed, which shows `SlurmDashboards` in folders. @default true */
  readonly grafana?: boolean;
  /** Whether Alertmanager is installed. @default true */
  readonly alertmanager?: boolean;
  /**
   * The cert-manager that makes the certificate of its webhook.
   *
   * @default - jobs of the chart make it; with `helm template`, which leaves them out, there is no webhook
   */
  readonly certManager?: CertManager;
}

/**
 * Prometheus, Alertmanager and Grafana, with the operator that knows ServiceMonitors and PrometheusRules.
 *
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export class KubePrometheusStack extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;
  /** The Prometheus in it, as autoscalers and others ask it. */
  public readonly prometheus: PrometheusServer;
  private readonly monitorLabels: [string, string][];

  public constructor(scope: Construct, id: string, props: KubePrometheusStackProps) {
    super(scope, id);
    refuseOtherKinds(this, 'KubePrometheusStackProps', props);
    refuseAll(this, stackProblems(props));
    this.monitorLabels = Object.entries(props.monitorLabels ?? {});
    this.release = pinnedRelease(this, pinnedCharts.kubePrometheusStack, props, stackValues(props));
    const { releaseName, namespace } = this.release;
    this.prometheus = PrometheusServer.at(`http://${fullName(releaseName)}-prometheus.${namespace}:9090`);
    if (props.certManager) {
      this.release.node.addDependency(props.certManager);
    }
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  private problems(): Problem[] {
    return this.node.root.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct)).flatMap(object => {
      const labels = monitorLabelsOf(object);
      const missing = labels === undefined ? undefined : this.monitorLabels.find(([key, value]) => labels[key] !== value);
      return missing === undefined ? [] : [{
        id: 'INST-018',
        what: `'monitorLabels' of this Prometheus ask for ${missing[0]}=${missing[1]}, which ${object.kind === 'Controller' ? 'the ServiceMonitor of' : ''} '${object.node.path}' does not have, so Prometheus leaves it alone`,
        fix: `add labels: { '${missing[0]}': '${missing[1]}' } there, or leave 'monitorLabels' out`,
      }];
    });
  }
}

function monitorLabelsOf(object: ApiObject): { [key: string]: string } | undefined {
  if (object.apiGroup === 'monitoring.coreos.com' && ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'].includes(object.kind)) {
    return (object.metadata.toJson() as { labels?: { [key: string]: string } }).labels ?? {};
  }
  if (object.apiGroup !== 'slinky.slurm.net' || object.kind !== 'Controller') {
    return undefined;
  }
  const { spec } = object.toJson() as { spec?: { metrics?: { serviceMonitor?: { labels?: { [key: string]: string } } } } };
  return spec?.metrics?.serviceMonitor && (spec.metrics.serviceMonitor.labels ?? {});
}

// As the chart's own template cuts it.
function fullName(releaseName: string): string {
  const name = releaseName.includes('kube-prometheus-stack') ? releaseName : `${releaseName}-kube-prometheus-stack`;
  return name.slice(0, 26).replace(/-$/, '');
}

function stackProblems({ retention, replicas }: KubePrometheusStackProps): Problem[] {
  const hours = retention?.toHours({ integral: false }) ?? 1;
  return [
    ...Number.isInteger(hours) && hours >= 1 ? [] : [{ id: 'INST-019', what: `'retention' is ${hours} hours, and whole hours from 1 are kept`, fix: 'use e.g. Duration.days(30)' }],
    ...replicas === undefined || (Number.isInteger(replicas) && replicas >= 1) ? [] : [{ id: 'INST-032', what: `'replicas' is ${replicas}, and somebody must collect the metrics`, fix: 'use 1 or more' }],
  ];
}

function stackValues(props: KubePrometheusStackProps): { [key: string]: unknown } {
  const { monitorLabels, retention, storage, storageClassName, replicas, certManager, installer } = props;
  const kinds = ['podMonitor', 'probe', 'rule', 'scrapeConfig', 'serviceMonitor'];
  const selectors = Object.fromEntries(kinds.flatMap(kind => [
    // The chart's own default takes only what carries the name of its release.
    [`${kind}SelectorNilUsesHelmValues`, false],
    ...monitorLabels === undefined || kind === 'probe' || kind === 'scrapeConfig' ? [] : [[`${kind}Selector`, { matchLabels: monitorLabels }]],
  ]));
  return {
    prometheus: {
      prometheusSpec: {
        ...selectors,
        retention: retention && `${retention.toHours()}h`,
        replicas,
        storageSpec: storage && {
          volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: sizeText(storage) } } } },
        },
      },
    },
    prometheusOperator: certManager
      ? { admissionWebhooks: { certManager: { enabled: true } } }
      : installer?._runsHooks === false ? { admissionWebhooks: { enabled: false }, tls: { enabled: false } } : undefined,
    alertmanager: { enabled: props.alertmanager },
    grafana: {
      enabled: props.grafana,
      // Dashboards of every namespace, in the folders that they name.
      sidecar: { dashboards: { searchNamespace: 'ALL', folderAnnotation: 'grafana_folder', provider: { foldersFromFilesStructure: true } } },
    },
  };
}
