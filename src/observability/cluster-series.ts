import { Construct } from 'constructs';
import { DcgmMetric } from './dcgm-metrics';
import { GpuMetricsOptions, MetricsSourceOptions } from './metrics-source';
import { KubernetesMetric, Matchers, promDuration, select } from './promql';
import { MetricsPage, metricsOf2605, metricsPages, SlurmMetric } from './slurm-metrics';
import { Partition } from '../cluster/partition';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, refuseAll } from '../errors/refuse';
import type { GpuShare } from '../gpu/gres-conf';

/** The series of one cluster in a Prometheus that may hold those of many. */
export class ClusterSeries {
  /** Labels that tell the cluster's slurmctld from all others. */
  public readonly selector: { readonly [label: string]: string };
  private readonly workers: WorkerSet[] = [];
  private readonly shares: GpuShare[] = [];
  private readonly gpuOptions: GpuMetricsOptions;

  /**
   * @param owner the construct that asks for them, and is named when they cannot be had
   * @param shown what stands for the value of a label of the selector; dashboards have variables there
   */
  public constructor(
    owner: Construct,
    public readonly cluster: SlurmCluster,
    options: MetricsSourceOptions,
    private readonly shown = (_label: string, value: string) => value,
  ) {
    this.gpuOptions = options.gpuMetrics ?? {};
    this.selector = options.selector ?? { job: `${cluster.name}-controller`, namespace: cluster.namespace };
    refuseAll(owner, [...scrapeProblems(cluster, options.selector !== undefined), ...selectorProblems(options.selector)]);
    cluster._onWorkers(workers => this.workers.push(workers));
    cluster._onGpus(share => this.shares.push(share));
  }

  /** Series of slurmctld. */
  public slurm(metric: SlurmMetric, matchers: Matchers = {}): string {
    return select(metric, { ...this.shownSelector, ...matchers });
  }

  /** Whether Prometheus reaches slurmctld. */
  public get up(): string {
    return select('up', this.shownSelector);
  }

  /** Series about an object in the cluster's namespace. */
  public kubernetes(metric: KubernetesMetric, matchers: Matchers): string {
    return select(metric, { namespace: this.cluster.namespace, ...matchers });
  }

  /** Series of the GPUs that the cluster's workers have. */
  public gpu(metric: DcgmMetric, matchers: Matchers = {}): string {
    return select(metric, { [this.label('namespace')]: this.cluster.namespace, [this.label('pod')]: `=~${this.gpuPods}`, ...matchers });
  }

  /** The label that names the worker of a GPU. */
  public get gpuPodLabel(): string {
    return this.label('pod');
  }

  /** Pattern of the pods that have GPUs of NVIDIA. */
  public get gpuPods(): string {
    return `${this.cluster.name}-worker-${oneOf(this.nvidiaNames)}-[a-z0-9]+`;
  }

  /** Answers something while workers have GPUs of NVIDIA. Records of nodes outlive the nodes of sets that may be empty, so only busy ones are sure there. */
  public get gpuWorkersExist(): string {
    const lasts = ({ workers: { scaling } }: GpuShare) => scaling._mode === 'DaemonSet' || (scaling.nodes ?? (scaling._auto?.idleToZero ? 0 : scaling._auto?.min) ?? 0) > 0;
    return this.nvidiaShares.some(lasts)
      ? `max(${this.slurm('slurm_nodes')}) > 0`
      : `max(${this.slurm('slurm_node_cpus_alloc', { node: `=~${oneOf(this.nvidiaNames)}-[0-9]+` })}) > 0`;
  }

  /** Whether there are GPUs of any make. */
  public get hasGpus(): boolean {
    return this.shares.length > 0;
  }

  /** Whether there are GPUs of which dcgm-exporter tells. */
  public get hasGpuMetrics(): boolean {
    return this.nvidiaShares.length > 0;
  }

  /** Whether the exporter has the metrics beyond its usual ones. */
  public get hasFurtherGpuMetrics(): boolean {
    return this.gpuOptions.metricsList !== undefined;
  }

  /** Whether slurmctld counts GPUs: it does as a TRES, which needs accounting, and since 26.05. */
  public get countsGpus(): boolean {
    return this.shares.length > 0 && this.cluster.accounting !== undefined && this.has('slurm_partition_gpus');
  }

  /** Whether the cluster's version of Slurm has a metric. */
  public has(metric: SlurmMetric): boolean {
    return !metricsOf2605.includes(metric) || this.cluster.slurmVersion.release !== '25.11';
  }

  /** Nodes that are always there. */
  public get lastingNodes(): number {
    return this.workers.reduce((sum, { scaling }) => sum + (scaling.nodes ?? 0), 0);
  }

  /** Partitions that may rightly have no node for a while. */
  public get elasticPartitions(): string[] {
    const lasting = this.workers.filter(({ scaling }) => (scaling.nodes ?? 0) > 0);
    return this.partitionsWhere(workers => !workers.some(each => lasting.includes(each)));
  }

  /** Partitions in which nodes are down because nobody needs them: slurmctld keeps the records of nodes that were scaled in. */
  public get shrinkingPartitions(): string[] {
    const shrinking = this.workers.filter(({ scaling }) => scaling._mode === 'StatefulSet' && (scaling.nodes ?? 0) === 0);
    return this.partitionsWhere(workers => workers.some(each => shrinking.includes(each)));
  }

  /** Whether all partitions are such. */
  public get allShrink(): boolean {
    const { length } = this.shrinkingPartitions;
    return length > 0 && length === this.cluster.partitions.length;
  }

  private partitionsWhere(fits: (workers: WorkerSet[]) => boolean): string[] {
    return this.cluster.partitions
      .filter((partition): partition is Partition => partition instanceof Partition)
      .filter(({ _nodeSets }) => fits(_nodeSets ? this.workers.filter(({ name }) => _nodeSets.some(({ nodeSetName }) => nodeSetName === name)) : this.workers))
      .map(({ partitionName }) => partitionName)
      .sort();
  }

  /** A window for rates: Prometheus needs several samples in it. */
  public window(atLeastSeconds: number): string {
    return promDuration(Math.max(atLeastSeconds, 4 * (this.cluster._metrics?.serviceMonitor?.interval?.toSeconds() ?? 30)));
  }

  private get shownSelector(): Matchers {
    return Object.fromEntries(Object.entries(this.selector).map(([label, value]) => [label, this.shown(label, value)]));
  }

  private get nvidiaShares(): GpuShare[] {
    return this.shares.filter(({ gpu }) => gpu.vendor === 'nvidia');
  }

  private get nvidiaNames(): string[] {
    return this.nvidiaShares.map(({ workers }) => workers.name).sort();
  }

  private label(name: string): string {
    return this.gpuOptions.honorLabels ? name : `exported_${name}`;
  }
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `(${names.join('|')})`;
}

/** Pages that the operator's ServiceMonitor has by itself, and that everything here reads. */
const neededPages = metricsPages.filter((page: MetricsPage) => page.path !== '/metrics/jobs-users-accts').map(({ path }) => path);

function scrapeProblems(cluster: SlurmCluster, hasSelector: boolean): Problem[] {
  if (cluster.isExternal) {
    return hasSelector ? [] : [{
      id: 'OBS-002',
      what: 'slurmctld runs outside Kubernetes, where slurm-operator makes no ServiceMonitor, so nobody knows the labels of its metrics',
      fix: "say them in 'selector', e.g. { job: 'slurmctld' }",
    }];
  }
  const metrics = cluster._metrics;
  if (metrics === undefined) {
    return [{
      id: 'OBS-001', what: `cluster '${cluster.name}' has no 'metrics', so slurmctld answers Prometheus with nothing`, fix: "set metrics: { serviceMonitor: { labels: { release: 'prometheus' } } }",
    }];
  }
  if (metrics.serviceMonitor === undefined) {
    return hasSelector ? [] : [{
      id: 'OBS-003',
      what: "'metrics' of the cluster has no 'serviceMonitor', so nothing scrapes slurmctld, or something whose labels nobody knows here",
      fix: "set 'serviceMonitor', or say the labels in 'selector'",
    }];
  }
  const { paths } = metrics.serviceMonitor;
  const missing = neededPages.filter(page => !(paths ?? neededPages).includes(page));
  return missing.length === 0 ? [] : [{
    id: 'OBS-004', what: `'paths' of the cluster's 'serviceMonitor' leaves out ${missing.join(', ')}, whose metrics are asked for here`, fix: `add ${missing.join(', ')}`,
  }];
}

function selectorProblems(selector: { [label: string]: string } | undefined): Problem[] {
  if (selector === undefined) {
    return [];
  }
  const entries = Object.entries(selector);
  return [
    ...entries.length > 0 ? [] : [{ id: 'OBS-005', what: "'selector' is empty, so the metrics of all clusters would be added up", fix: "name a label, e.g. { job: 'slurm-controller' }" }],
    ...entries.filter(([label, value]) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) || value === '').map(([label, value]) => ({
      id: 'OBS-006', what: `'${label}' with value '${value}' in 'selector' is no label of Prometheus`, fix: "use e.g. { job: 'slurm-controller' }",
    })),
    ...entries.filter(([label]) => reservedLabels.includes(label)).map(([label]) => ({
      id: 'OBS-007', what: `'${label}' in 'selector' is a label by which series of one cluster differ`, fix: 'choose a label that all of them share, such as job',
    })),
  ];
}

const reservedLabels = ['account', 'datasource', 'hpc_job', 'node', 'partition', 'pod', 'username'];
