import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AutoScalingOptions } from './auto-scaling-options';
import { ScaleTarget } from './scaled-object';
import { scalingBehavior } from './scaling-behavior';

/** Name of the recorded series, and of the external metric. */
const wantedMetric = 'slurm_node_set_wanted_nodes';

interface RuleParts {
  /** PromQL, or what becomes it. */
  readonly query: unknown;
  readonly labels: { [key: string]: string };
  readonly namespace: string;
  readonly options: AutoScalingOptions;
}

interface HpaParts {
  readonly target: ScaleTarget;
  readonly namespace: string;
  readonly options: AutoScalingOptions;
}

/** A rule by which Prometheus records how many nodes are wanted: an external metric cannot hold so long a query. */
export function wantedNodesRule(scope: Construct, name: string, { query, labels, namespace, options }: RuleParts): ApiObject {
  return new ApiObject(scope, 'Rule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${name}-wanted-nodes`, labels },
    spec: {
      groups: [{
        name: `${name}-wanted-nodes`,
        interval: `${options.pollingInterval?.toSeconds() ?? 30}s`,
        rules: [{ record: wantedMetric, expr: query, labels: { node_set: name, slurm_namespace: namespace } }],
      }],
    },
  });
}

/** A HorizontalPodAutoscaler that gives a NodeSet as many nodes as were recorded. */
export function horizontalPodAutoscaler(scope: Construct, name: string, { target, namespace, options }: HpaParts): ApiObject {
  return new ApiObject(scope, 'Resource', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: target,
      minReplicas: options.min ?? 1,
      maxReplicas: options.max,
      metrics: [{
        type: 'External',
        external: { metric: { name: wantedMetric, selector: { matchLabels: { node_set: name, slurm_namespace: namespace } } }, target: { type: 'AverageValue', averageValue: '1' } },
      }],
      behavior: scalingBehavior(options),
    },
  });
}
