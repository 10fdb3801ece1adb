import { ApiObject, Lazy } from 'cdk8s';
import type { ChartRelease, IChartInstaller } from '../index';

/** API version of objects that stand for a release; no Kubernetes API has it. */
export const chartApiVersion = 'helm.slurm-constructs/v4';

/**
 * Installs Helm charts as `kubernetes.helm.v4.Chart` resources of the component, for constructs such as `SlurmOperator`:
 * `new SlurmOperator(chart, 'operator', { installer: Installer.custom(new PulumiCharts()) })`. Releases come in the order of their constructs'
 * dependencies, and clusters after the operators that they depend on. Hooks of charts do not run.
 *
 * @see https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v4/chart/
 */
export class PulumiCharts implements IChartInstaller {
  /** Adds what becomes the resource of a release. */
  public installChart(release: ChartRelease): void {
    const isOci = release.repository.startsWith('oci:');
    // As an object among the others it has a name, dependencies and values with outputs like them.
    const object = new ApiObject(release, 'PulumiChart', {
      apiVersion: chartApiVersion,
      kind: 'Chart',
      metadata: { name: release.releaseName, namespace: release.namespace },
      spec: {
        name: release.releaseName,
        namespace: release.namespace,
        chart: isOci ? `${release.repository}/${release.chart}` : release.chart,
        version: release.version,
        ...isOci ? {} : { repositoryOpts: { repo: release.repository } },
        values: Lazy.any({ produce: () => release.values }),
      },
    });
    const namespace = release.node.root.node.findAll()
      .find((construct): construct is ApiObject => construct instanceof ApiObject && construct.kind === 'Namespace' && construct.name === release.namespace);
    if (namespace) {
      object.addDependency(namespace);
    }
    if (release.isKept) {
      kept.add(object);
    }
  }
}

const kept = new WeakSet<ApiObject>();

/** Whether the release of such an object stays when it is dropped from the program. */
export function isKept(object: ApiObject): boolean {
  return kept.has(object);
}
