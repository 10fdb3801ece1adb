/** A Helm chart, where it is published, and which version is installed when nobody says another. */
export interface PinnedChart {
  readonly chart: string;
  /** `https://` of a chart repository, or `oci://` without the chart's name. */
  readonly repository: string;
  readonly version: string;
  /** Namespace that its own documentation uses. */
  readonly namespace: string;
  /** Oldest version that has what the constructs here write, and what older ones lack. */
  readonly oldest: string;
  readonly olderLack: string;
}

/*
 * Every version that this library installs. A chart here was read at its release tag in the project's own repository, and the values that the
 * constructs write were rendered with it by helm 4.1 (`helm template`), except where a line says less. The addresses are those of the projects' documentation;
 * they could not be reached from where this was checked.
 */
export const pinnedCharts = {
  // Tag v1.2.1; rendered with the CRDs chart of the same tag.
  slurmOperatorCrds: {
    chart: 'slurm-operator-crds',
    repository: 'oci://ghcr.io/slinkyproject/charts',
    version: '1.2.1',
    namespace: 'slinky',
    oldest: '1.2.0',
    olderLack: 'fields that the constructs write, such as pinToNode and reconfigure, and the API server would drop them without a word',
  },
  slurmOperator: {
    chart: 'slurm-operator',
    repository: 'oci://ghcr.io/slinkyproject/charts',
    version: '1.2.1',
    namespace: 'slinky',
    oldest: '1.2.0',
    olderLack: 'in-place reconfiguration and several fields that the constructs write, and it writes a slurm.conf of its own kind',
  },
  // Tag v26.7.0. The sources carry a placeholder as version; releases replace it by the tag.
  gpuOperator: {
    chart: 'gpu-operator',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    version: 'v26.7.0',
    namespace: 'gpu-operator',
    oldest: 'v25.3.0',
    olderLack: 'values that the constructs write, such as driver.kernelModuleType',
  },
  // Tag v0.4.1, the newest there was; the driver counted by year until 25.12 and starts anew at 0.4.
  nvidiaDraDriver: {
    chart: 'dra-driver-nvidia-gpu',
    repository: 'oci://registry.k8s.io/dra-driver-nvidia/charts',
    version: '0.4.1',
    namespace: 'dra-driver-nvidia-gpu',
    oldest: '0.4.0',
    olderLack: 'this name: they are the chart nvidia-dra-driver-gpu of NGC',
  },
  // Tag v1.0.0; its values.schema.json accepts what is written.
  topograph: {
    chart: 'topograph',
    repository: 'https://NVIDIA.github.io/topograph',
    version: '1.0.0',
    namespace: 'topograph',
    oldest: '1.0.0',
    olderLack: 'the present names of parameters, labels and annotations',
  },
  // Chart.yaml of 2026-08-22. Rendered without its subcharts, of which the values for Grafana are one.
  kubePrometheusStack: {
    chart: 'kube-prometheus-stack',
    repository: 'https://prometheus-community.github.io/helm-charts',
    version: '88.5.3',
    namespace: 'monitoring',
    oldest: '60.0.0',
    olderLack: 'selectors of ScrapeConfigs',
  },
  // Tag v2.20.2.
  keda: {
    chart: 'keda',
    repository: 'https://kedacore.github.io/charts',
    version: '2.20.2',
    namespace: 'keda',
    oldest: '2.17.0',
    olderLack: 'fields of ScaledObject that Scaling.auto() writes',
  },
  // Tag v1.21.1, which is also the version of the chart.
  certManager: {
    chart: 'cert-manager',
    repository: 'oci://quay.io/jetstack/charts',
    version: 'v1.21.1',
    namespace: 'cert-manager',
    oldest: 'v1.15.0',
    olderLack: "the value 'crds.enabled', so they would install no CRDs",
  },
  // Tag v26.6.0.
  mariadbOperatorCrds: {
    chart: 'mariadb-operator-crds',
    repository: 'oci://ghcr.io/mariadb-operator/charts',
    version: '26.6.0',
    namespace: 'mariadb-operator',
    oldest: '25.8.1',
    olderLack: 'the replication that Database.mariadbOperator() asks for',
  },
  mariadbOperator: {
    chart: 'mariadb-operator',
    repository: 'oci://ghcr.io/mariadb-operator/charts',
    version: '26.6.0',
    namespace: 'mariadb-operator',
    oldest: '25.8.1',
    olderLack: 'the replication that Database.mariadbOperator() asks for',
  },
} as const;
