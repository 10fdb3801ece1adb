import { ApiObject, Chart, Helm } from 'cdk8s';
import type { ChartRelease } from './chart-release';
import { HelmTemplateOptions } from './helm-template-options';
import { refuseIfThrows } from '../errors/refuse';
import { clusterScoped } from '../storage/cluster-scoped';

/** The objects of the chart, in a file of their own. */
export function installWithHelm(release: ChartRelease, before: ApiObject[], { executable = 'helm', kubeVersion, apiVersions = [] }: HelmTemplateOptions): void {
  const isOci = release.repository.startsWith('oci:');
  // A chart of its own: the objects without a namespace belong to that of the release, not to that of the program's chart.
  const chart = new Chart(release, 'Rendered', { namespace: release.namespace });
  const rendered = refuseIfThrows(release, () => new Helm(chart, 'Helm', {
    helmExecutable: executable,
    chart: isOci ? `${release.repository}/${release.chart}` : release.chart,
    repo: isOci ? undefined : release.repository,
    version: release.version,
    namespace: release.namespace,
    releaseName: release.releaseName,
    values: release.values,
    // Hooks are for Helm to run, in its order; as plain objects they would come at any time.
    helmFlags: ['--include-crds', '--no-hooks', ...kubeVersion === undefined ? [] : ['--kube-version', kubeVersion], ...apiVersions.flatMap(api => ['--api-versions', api])],
  }), reason => /^unable to execute/.test(reason) ? {
    id: 'INST-008',
    what: `there is no '${executable}' to render chart '${release.chart}' with`,
    fix: "install helm (https://helm.sh/docs/intro/install/), say where it is in 'executable', or use Installer.flux() or Installer.argoCd(), which need none here",
  } : {
    id: 'INST-009',
    what: `'${executable}' could not render chart '${release.chart}' ${release.version} of ${release.repository}: ${reason.trim().split('\n').slice(-1)[0]}`,
    fix: "see whether the address can be reached from here, and whether the chart takes the 'values'",
  });
  rendered.apiObjects.filter(object => wideKinds.includes(object.kind)).forEach(clusterScoped);
  if (before.length > 0) {
    rendered.node.addDependency(...before);
  }
}

/** Kinds without a namespace in the charts that have constructs here, and in most others. */
const wideKinds = [
  'APIService', 'CSIDriver', 'ClusterIssuer', 'ClusterPolicy', 'ClusterRole', 'ClusterRoleBinding', 'ClusterTriggerAuthentication', 'CustomResourceDefinition', 'DeviceClass',
  'GPUCluster', 'IngressClass', 'MutatingWebhookConfiguration', 'NVIDIADriver', 'Namespace', 'NodeFeatureRule', 'PersistentVolume', 'PriorityClass', 'RuntimeClass',
  'SecurityContextConstraints', 'StorageClass', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
];
