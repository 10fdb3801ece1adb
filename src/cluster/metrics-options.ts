import { Duration } from 'cdk8s';

/** A Prometheus operator's ServiceMonitor on slurmctld. */
export interface ServiceMonitorOptions {
  /** Labels by which your Prometheus selects it, e.g. `{ release: 'prometheus' }`. @default - none */
  readonly labels?: { [key: string]: string };
  /** Annotations. @default - none */
  readonly annotations?: { [key: string]: string };
  /** Time between scrapes, in whole seconds. @default Duration.seconds(30) */
  readonly interval?: Duration;
  /** Longest time of a scrape, in whole seconds; at most `interval`. @default Duration.seconds(25) */
  readonly scrapeTimeout?: Duration;
  /** Paths to scrape. @default - jobs, nodes, partitions and scheduler */
  readonly paths?: string[];
}

/** Metrics of slurmctld in OpenMetrics form. They need no login, so keep the controller's Service inside the cluster. Slurm: `MetricsType`. */
export interface MetricsOptions {
  /** A ServiceMonitor that the operator makes where its CRD is installed. @default - none */
  readonly serviceMonitor?: ServiceMonitorOptions;
}
