import type { DcgmMetricsList } from './dcgm-metrics-list';

/** How metrics of GPUs arrive in Prometheus. */
export interface GpuMetricsOptions {
  /**
   * Whether the ServiceMonitor of dcgm-exporter says `honorLabels: true`, so that `namespace` and `pod` name the worker that has the GPU. Otherwise they
   * name the exporter, and the worker is in `exported_namespace` and `exported_pod`.
   *
   * @default false
   * @see https://github.com/NVIDIA/gpu-operator (`dcgmExporter.serviceMonitor.honorLabels`)
   */
  readonly honorLabels?: boolean;

  /** The list of metrics that the exporter was given, for those beyond its usual ones: ECC errors, NVLink errors, throttling. @default - the usual ones */
  readonly metricsList?: DcgmMetricsList;
}

/** Where a cluster's metrics are found in Prometheus. */
export interface MetricsSourceOptions {
  /**
   * Labels that all series of the cluster's slurmctld have and those of no other. Without them two clusters of one Prometheus would be added up.
   *
   * @default - `namespace` and `job`, as the ServiceMonitor of the cluster gives them
   */
  readonly selector?: { [label: string]: string };

  /** How metrics of GPUs arrive. @default - from dcgm-exporter as the GPU Operator installs it */
  readonly gpuMetrics?: GpuMetricsOptions;
}
