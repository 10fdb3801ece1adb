import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { GpuConfigs } from './gpu-configs';
import { GpuDriver } from './gpu-driver';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { isOlder } from './release-numbers';
import { WorkerDemands } from './worker-demands';
import type { SlurmCluster } from '../cluster';
import { PodSecurityLevel } from '../cluster/slurm-namespace';
import { Problem, problemText, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import type { DcgmJobMapping } from '../gpu';
import type { DcgmMetricsList } from '../observability';

/** How NVIDIA's device plugin counts MIG devices. */
export enum MigStrategy {
  /** GPUs are never cut. */
  NONE = 'none',
  /** Devices of one profile to a node, counted as whole GPUs: `Mig.uniform()`. */
  SINGLE = 'single',
  /** Each profile is a resource of its own: `Mig.mixed()`. */
  MIXED = 'mixed',
}

/** Properties of the GPU Operator. */
export interface GpuOperatorProps extends InstallOptions {
  /**
   * Slurm clusters whose GPU nodes it serves: their taints are accepted, their MIG devices counted as they ask for them, and the configurations come along by
   * which machines are cut and GPUs replicated for them.
   *
   * @default - none
   */
  readonly clusters?: SlurmCluster[];

  /** Where the driver of the GPUs comes from. @default GpuDriver.container() */
  readonly driver?: GpuDriver;

  /** How MIG devices are counted. @default - as the node sets of `clusters` need it, else MigStrategy.SINGLE, which leaves whole GPUs alone */
  readonly migStrategy?: MigStrategy;

  /** The mapping by which dcgm-exporter tells the job of a GPU. @default - metrics without jobs */
  readonly jobMapping?: DcgmJobMapping;

  /** Metrics that dcgm-exporter collects; it must be in the operator's namespace. @default - the chart's */
  readonly metricsList?: DcgmMetricsList;

  /** Labels of the ServiceMonitor of dcgm-exporter. @default - none */
  readonly serviceMonitorLabels?: { [key: string]: string };

  /**
   * Whether metrics of GPUs keep the labels `namespace` and `pod` for the worker, where Prometheus would put the exporter's. Say the same in
   * `gpuMetrics.honorLabels` of alerts and dashboards.
   *
   * @default false
   */
  readonly honorLabels?: boolean;

  /** Whether DCGM runs beside its exporter, for tools that ask it over the network. @default false */
  readonly dcgmHostEngine?: boolean;

  /** Whether GDRCopy is loaded, for small messages between GPUs and network. @default false */
  readonly gdrCopy?: boolean;

  /** Whether Node Feature Discovery comes along. Off where the Kubernetes cluster has it. @default true */
  readonly nodeFeatureDiscovery?: boolean;

  /** Further taints that its daemons accept. @default - none */
  readonly tolerations?: k8s.Toleration[];
}

/**
 * NVIDIA's GPU Operator: driver, container toolkit, device plugin, MIG manager and dcgm-exporter on every GPU node.
 *
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/
 */
export class GpuOperator extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;
  /** @internal Where the driver's files are on a node. */
  public readonly _driverRoot: string;
  /** @internal Whether the device plugin hands out GPUs. */
  public readonly _hasDevicePlugin: boolean;
  private readonly demands: WorkerDemands;
  private readonly configs: GpuConfigs;

  public constructor(scope: Construct, id: string, private readonly props: GpuOperatorProps) {
    super(scope, id);
    refuseOtherKinds(this, 'GpuOperatorProps', props);
    refuseSecond(this, other => other instanceof GpuOperator, 'a Kubernetes cluster has one ClusterPolicy');
    const driver = props.driver ?? GpuDriver.container();
    refuseAll(this, [...driver._problems(), ...mappingProblems(props)]);
    this._driverRoot = driver._root;
    this._hasDevicePlugin = !isOff(props.values?.devicePlugin);
    this.demands = new WorkerDemands(props.clusters);
    this.configs = new GpuConfigs(props.clusters);
    this.release = pinnedRelease(this, pinnedCharts.gpuOperator, props, gpuOperatorValues(props, driver, this.demands, this.configs), {
      podSecurityLevel: PodSecurityLevel.PRIVILEGED,
    });
    if (props.metricsList) {
      this.release.node.addDependency(props.metricsList);
    }
    this.node.addValidation({ validate: () => [...this.problems(), ...this.configs.problems()].map(problemText) });
  }

  private problems(): Problem[] {
    const { migStrategy } = this.props;
    const { asksByProfile, countsAsWhole } = this.demands;
    if (asksByProfile && countsAsWhole) {
      return [{
        id: 'INST-021',
        what: 'node sets cut their GPUs both by Mig.uniform() and by Mig.mixed(), and the operator counts all MIG devices of a Kubernetes cluster in one way',
        fix: "use Mig.mixed() for all of them, e.g. Mig.mixed([{ profile: '1g.10gb', count: 7 }])",
      }];
    }
    const needed = asksByProfile ? MigStrategy.MIXED : countsAsWhole ? MigStrategy.SINGLE : undefined;
    return migStrategy === undefined || needed === undefined || migStrategy === needed ? [] : [{
      id: 'INST-022', what: `'migStrategy' is '${migStrategy}', and node sets of its clusters ask for devices as '${needed}' counts them: their pods would never start`, fix: 'leave it out',
    }];
  }
}

/** First version that knows the mapping; older ones drop the value without a word. */
const mapsJobsFrom = 'v26.3.0';

function isOff(devicePlugin: unknown): boolean {
  return typeof devicePlugin === 'object' && devicePlugin !== null && 'enabled' in devicePlugin && devicePlugin.enabled === false;
}

function mappingProblems({ jobMapping, version = pinnedCharts.gpuOperator.version }: GpuOperatorProps): Problem[] {
  return jobMapping === undefined || !isOlder(version, mapsJobsFrom) ? [] : [{
    id: 'INST-020', what: `'jobMapping' needs version ${mapsJobsFrom} of the GPU Operator, and 'version' is ${version}, which leaves it out without a word`, fix: `use ${pinnedCharts.gpuOperator.version}`,
  }];
}

function gpuOperatorValues(props: GpuOperatorProps, driver: GpuDriver, demands: WorkerDemands, configs: GpuConfigs): { [key: string]: unknown } {
  const { tolerations = [], jobMapping, metricsList, serviceMonitorLabels, honorLabels } = props;
  const allTolerations = Lazy.any({ produce: () => [...demands.tolerations, ...tolerations] }) as unknown;
  return {
    ...driver._values(),
    'mig': { strategy: Lazy.any({ produce: () => props.migStrategy ?? (demands.asksByProfile ? MigStrategy.MIXED : MigStrategy.SINGLE) }) as unknown },
    'devicePlugin': { config: Lazy.any({ produce: () => configs.devicePlugin() }) as unknown },
    'migManager': { config: Lazy.any({ produce: () => configs.migManager() }) as unknown },
    'daemonsets': { tolerations: allTolerations },
    'dcgm': { enabled: props.dcgmHostEngine },
    'dcgmExporter': {
      hpcJobMapping: jobMapping && { enabled: true, directory: jobMapping.directory },
      config: metricsList && { name: metricsList.configMapName },
      serviceMonitor: { additionalLabels: serviceMonitorLabels, honorLabels },
    },
    'gdrcopy': { enabled: props.gdrCopy },
    'nfd': { enabled: props.nodeFeatureDiscovery },
    'node-feature-discovery': { worker: { tolerations: allTolerations } },
  };
}
