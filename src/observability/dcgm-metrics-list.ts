import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { dcgmMetricsList } from './dcgm-metrics';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of a list of metrics for dcgm-exporter. */
export interface DcgmMetricsListProps {
  /** Name of the ConfigMap. @default 'dcgm-metrics' */
  readonly name?: string;
}

/**
 * The metrics that dcgm-exporter collects: its usual ones and, beyond them, ECC errors, NVLink errors, throttling and the use of multiprocessors. It belongs
 * into the namespace of the exporter, so into a chart of that namespace; the GPU Operator takes it by `dcgmExporter.config.name`.
 *
 * @see https://github.com/NVIDIA/dcgm-exporter
 */
export class DcgmMetricsList extends Construct {
  /** Name of the ConfigMap, whose key is `dcgm-metrics.csv`. */
  public readonly configMapName: string;

  public constructor(scope: Construct, id: string, props: DcgmMetricsListProps = {}) {
    super(scope, id);
    refuseOtherKinds(this, 'DcgmMetricsListProps', props);
    this.configMapName = props.name ?? 'dcgm-metrics';
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: this.configMapName },
      data: { 'dcgm-metrics.csv': dcgmMetricsList() },
    });
  }
}
