import { createHash } from 'crypto';
import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterSeries } from './cluster-series';
import { DashboardJson, DashboardLink, dashboardText, DashboardVariable, DataSourceRef } from './dashboard-json';
import { laidOut } from './dashboard-layout';
import { PanelRow } from './dashboard-panel';
import { gpuRows } from './gpu-dashboard';
import { MetricsSourceOptions } from './metrics-source';
import { overviewRows } from './overview-dashboard';
import { partitionRows } from './partitions-dashboard';
import { schedulerRows } from './scheduler-dashboard';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, problemText, refuse } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';
import { DcgmJobMapping } from '../gpu';

/** Properties of the dashboards of a cluster. */
export interface SlurmDashboardsProps extends MetricsSourceOptions {
  /** Cluster that is shown. It needs `metrics`. */
  readonly cluster: SlurmCluster;

  /** Labels by which Grafana's sidecar finds the ConfigMaps. @default - `grafana_dashboard: '1'` */
  readonly labels?: { [key: string]: string };

  /**
   * Folder in Grafana, as annotation `grafana_folder`; the sidecar must be told to look at it.
   *
   * @default - Grafana's general folder
   * @see https://github.com/grafana-community/helm-charts (`sidecar.dashboards.folderAnnotation`)
   */
  readonly folder?: string;
}

interface Page {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: () => PanelRow[];
  readonly variables?: () => DashboardVariable[];
  readonly isThere: () => boolean;
}

/** ConfigMaps near 1 MiB are refused by the API server. */
const mostBytes = 1_000_000;

const declared = new WeakMap<SlurmCluster, SlurmDashboards>();

const datasource: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/**
 * Dashboards of a cluster for Grafana, one ConfigMap each: an overview, its partitions and their queues, its scheduler, and what jobs do with their GPUs.
 * They show what the cluster has: without GPUs there is no dashboard of GPUs, and without accounting no queue for it.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 */
export class SlurmDashboards extends Construct {
  private readonly series: ClusterSeries;
  private readonly pages: Page[];

  public constructor(scope: Construct, id: string, private readonly props: SlurmDashboardsProps) {
    super(scope, id);
    refuseOtherKinds(this, 'SlurmDashboardsProps', props);
    const { cluster } = props;
    this.series = new ClusterSeries(this, cluster, props, label => `$${label}`);
    const other = declared.get(cluster);
    if (other) {
      refuse(this, {
        id: 'OBS-022',
        what: `the dashboards of '${cluster.name}' are declared already at '${other.node.path}', and both would write the same ConfigMaps`,
        fix: 'leave one of them out',
      });
    }
    declared.set(cluster, this);
    this.pages = this.declaredPages();
    for (const page of this.pages.slice(0, -1)) {
      this.addConfigMap(page);
    }
    const gpus = this.pages[this.pages.length - 1];
    let hasGpus = false;
    cluster._onGpus(({ gpu }) => {
      if (gpu.vendor === 'nvidia' && !hasGpus) {
        hasGpus = true;
        this.addConfigMap(gpus);
      }
    });
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  /** Stable id of a dashboard, for links to it: `overview`, `partitions`, `scheduler` or `gpus`. */
  public uidOf(dashboard: string): string {
    const { namespace, name } = this.props.cluster;
    return `slurm-${createHash('sha256').update(`${namespace}/${name}`).digest('hex').slice(0, 12)}-${dashboard}`;
  }

  private declaredPages(): Page[] {
    const { series } = this;
    const always = () => true;
    const hasJobs = () => DcgmJobMapping._of(series.cluster) !== undefined;
    return [
      { name: 'overview', title: 'overview', description: 'Nodes, capacity, jobs and alerts of the cluster.', rows: () => overviewRows(series), isThere: always },
      {
        name: 'partitions',
        title: 'partitions and queue',
        description: 'What partitions have, and what waits for them.',
        rows: () => partitionRows(series),
        isThere: always,
        variables: () => [this.variable('partition', 'Partition', `label_values(${series.slurm('slurm_partition_nodes')}, partition)`, { multi: true, allValue: '.*' })],
      },
      { name: 'scheduler', title: 'scheduler', description: 'Whether slurmctld keeps up.', rows: () => schedulerRows(series), isThere: always },
      {
        name: 'gpus',
        title: 'GPUs and their jobs',
        description: 'What jobs do with their GPUs, and how the GPUs are.',
        rows: () => gpuRows(series, hasJobs()),
        isThere: () => series.hasGpuMetrics,
        variables: () => [
          this.variable('pod', 'Worker', `label_values(${series.gpu('DCGM_FI_DEV_GPU_TEMP')}, ${series.gpuPodLabel})`, { multi: true, allValue: series.gpuPods }),
          ...hasJobs() ? [this.variable('hpc_job', 'Job', `label_values(${series.gpu('DCGM_FI_DEV_GPU_TEMP', { [series.gpuPodLabel]: '=~$pod' })}, hpc_job)`, { multi: true, allValue: '.*' })] : [],
        ],
      },
    ];
  }

  private addConfigMap(page: Page): void {
    const { cluster, labels, folder } = this.props;
    new ApiObject(this, `${page.name[0].toUpperCase()}${page.name.slice(1)}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `${cluster.name}-dashboard-${page.name}`,
        namespace: cluster.namespace,
        labels: labels ?? { grafana_dashboard: '1' },
        annotations: folder === undefined ? undefined : { grafana_folder: folder },
      },
      // The sidecar writes all files into one folder, so their names tell clusters apart.
      data: Lazy.any({ produce: () => ({ [`slurm-${cluster.namespace}-${cluster.name}-${page.name}.json`]: dashboardText(this.json(page)) }) }),
    });
  }

  private json(page: Page): DashboardJson {
    const { cluster } = this.props;
    const onSlurm = page.name !== 'gpus';
    return {
      id: null,
      uid: this.uidOf(page.name),
      title: `Slurm ${cluster.clusterName}: ${page.title}`,
      description: page.description,
      tags: ['slurm', cluster.clusterName],
      links: this.links(page),
      panels: laidOut(page.rows()),
      templating: { list: [dataSourceVariable, ...onSlurm ? this.selectorVariables() : [], ...page.variables?.() ?? []] },
      annotations: { list: [] },
      time: { from: 'now-6h', to: 'now' },
      timepicker: {},
      timezone: 'browser',
      refresh: '1m',
      editable: true,
      graphTooltip: 1,
      schemaVersion: 41,
      version: 1,
    };
  }

  private links(from: Page): DashboardLink[] {
    return this.pages.filter(page => page !== from && page.isThere()).map(page => ({
      type: 'link', title: page.title, url: `/d/${this.uidOf(page.name)}`, keepTime: true, includeVars: true, targetBlank: false,
    }));
  }

  // Each narrows the next down, and the cluster's own values are chosen from the start.
  private selectorVariables(): DashboardVariable[] {
    const labels = Object.keys(this.series.selector).sort().reverse();
    return labels.map((label, index) => {
      const before = labels.slice(0, index).map(each => `${each}="$${each}"`).join(',');
      const value = this.series.selector[label];
      return this.variable(label, label === 'job' ? 'Cluster' : label, `label_values(slurm_nodes${before && `{${before}}`}, ${label})`, { current: value });
    });
  }

  private variable(name: string, label: string, query: string, options: { multi?: boolean; allValue?: string; current?: string }): DashboardVariable {
    const { multi = false, allValue, current } = options;
    return {
      type: 'query',
      name,
      label,
      datasource,
      query: { query, refId: name },
      definition: query,
      refresh: 2,
      sort: 3,
      includeAll: multi,
      multi,
      ...multi ? { allValue } : {},
      current: multi ? { text: ['All'], value: ['$__all'] } : { text: current, value: current },
    };
  }

  private problems(): Problem[] {
    const sizes = this.pages.filter(page => page.isThere()).map(page => ({ name: page.name, bytes: Buffer.byteLength(dashboardText(this.json(page))) }));
    return sizes.filter(({ bytes }) => bytes > mostBytes).map(({ name, bytes }) => ({
      id: 'OBS-021', what: `dashboard '${name}' has ${bytes} bytes, and the API server refuses ConfigMaps near 1 MiB`, fix: 'give the cluster fewer node sets with GPUs',
    }));
  }
}

checksArguments(SlurmDashboards, 'SlurmDashboards');

const dataSourceVariable: DashboardVariable = { type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus', current: {} };
