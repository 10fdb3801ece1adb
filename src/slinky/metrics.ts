/**
 * What slurmctld tells Prometheus.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MetricsType
 */
export interface Metrics {
  /**
   * Lets slurmctld serve OpenMetrics pages. Slurm: `MetricsType=metrics/openmetrics`.
   *
   * @default false
   */
  readonly enabled?: boolean;

  /**
   * The Prometheus operator's object that makes Prometheus read those pages.
   *
   * @default - none
   */
  readonly serviceMonitor?: MetricsServiceMonitor;
}

/**
 * The ServiceMonitor the operator creates for slurmctld.
 *
 * Needs `metrics.enabled` as well, and the ServiceMonitor CRD: without it the operator silently creates nothing.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
 */
export interface MetricsServiceMonitor {
  /**
   * Whether the operator creates the ServiceMonitor.
   *
   * @default false
   */
  readonly enabled?: boolean;

  /**
   * Labels of the ServiceMonitor; Prometheus usually selects by them, e.g. `release: prometheus`.
   *
   * @default - the operator's own labels only
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the ServiceMonitor.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Time between two scrapes as a Prometheus duration, e.g. `30s` or `1m30s`.
   *
   * @default - Prometheus' global interval
   */
  readonly interval?: string;

  /**
   * Time after which a scrape is given up, as a Prometheus duration; not longer than the interval.
   *
   * @default - Prometheus' global timeout
   */
  readonly scrapeTimeout?: string;

  /**
   * Pages to read.
   *
   * @default - `/metrics/jobs`, `/metrics/nodes`, `/metrics/partitions` and `/metrics/scheduler`
   */
  readonly endpoints?: MetricsEndpoint[];
}

/** One page of slurmctld that Prometheus reads. */
export interface MetricsEndpoint {
  /** Path on slurmctld's port, e.g. `/metrics/jobs-users-accts`. */
  readonly path: string;

  /**
   * Time between two scrapes of this page as a Prometheus duration.
   *
   * @default - that of the ServiceMonitor
   */
  readonly interval?: string;

  /**
   * Time after which a scrape of this page is given up, as a Prometheus duration.
   *
   * @default - that of the ServiceMonitor
   */
  readonly scrapeTimeout?: string;
}
