import { Duration } from 'cdk8s';
import { MetricsOptions } from './metrics-options';
import { Problem } from '../errors/refuse';
import * as slinky from '../slinky';

const defaultInterval = Duration.seconds(30);
const defaultTimeout = Duration.seconds(25);

/** What is wrong with the options: Prometheus refuses the ServiceMonitor. */
export function metricsProblems(options: MetricsOptions = {}): Problem[] {
  const { interval = defaultInterval, scrapeTimeout = defaultTimeout, paths = [] } = options.serviceMonitor ?? {};
  const [every, timeout] = [interval, scrapeTimeout].map(duration => duration.toSeconds({ integral: false }));
  const problems: Problem[] = [];
  for (const [prop, value] of [['interval', every], ['scrapeTimeout', timeout]] as const) {
    if (!Number.isInteger(value) || value < 1) {
      problems.push({ id: 'CTLD-012', what: `'${prop}' of 'serviceMonitor' is ${value} seconds, and whole seconds from 1 are scraped`, fix: 'use e.g. Duration.seconds(30)' });
    }
  }
  if (timeout > every) {
    problems.push({ id: 'CTLD-013', what: `'scrapeTimeout' is ${timeout} s and 'interval' ${every} s, and Prometheus takes no timeout beyond its interval`, fix: "lower 'scrapeTimeout'" });
  }
  for (const path of paths.filter(each => !/^\/[A-Za-z0-9/_-]*$/.test(each))) {
    problems.push({ id: 'CTLD-014', what: `'${path}' of 'paths' is not a path of slurmctld's metrics`, fix: "use e.g. '/metrics/jobs'" });
  }
  return problems;
}

/** The metrics field of a Controller. */
export function metricsSpec(options: MetricsOptions): slinky.Metrics {
  const monitor = options.serviceMonitor;
  return {
    enabled: true,
    serviceMonitor: monitor && {
      enabled: true,
      labels: monitor.labels,
      annotations: monitor.annotations,
      interval: `${(monitor.interval ?? defaultInterval).toSeconds()}s`,
      scrapeTimeout: `${(monitor.scrapeTimeout ?? defaultTimeout).toSeconds()}s`,
      endpoints: monitor.paths?.map(path => ({ path })),
    },
  };
}
