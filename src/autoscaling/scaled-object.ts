import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AutoScalingOptions } from './auto-scaling-options';
import { PrometheusServer } from './prometheus-server';
import { scalingBehavior } from './scaling-behavior';

/** The object whose replicas change. */
export interface ScaleTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

interface ScaledObjectParts {
  readonly target: ScaleTarget;
  /** PromQL, or what becomes it. */
  readonly query: unknown;
  readonly prometheus: PrometheusServer;
  readonly options: AutoScalingOptions;
}

const apiVersion = 'keda.sh/v1alpha1';

/** A KEDA ScaledObject that gives a NodeSet as many nodes as a query says. */
export function scaledObject(scope: Construct, name: string, { target, query, prometheus, options }: ScaledObjectParts): ApiObject {
  const { min, max, idleToZero, scaleInWindow, pollingInterval } = options;
  const { authentication, headers, acceptsAnyCertificate } = prometheus._options;
  const existing = authentication?._existing;
  return new ApiObject(scope, 'Resource', {
    apiVersion,
    kind: 'ScaledObject',
    metadata: { name },
    spec: {
      scaleTargetRef: target,
      pollingInterval: pollingInterval?.toSeconds() ?? 30,
      cooldownPeriod: scaleInWindow?.toSeconds() ?? 600,
      ...idleToZero ? { idleReplicaCount: 0 } : {},
      minReplicaCount: min ?? 0,
      maxReplicaCount: max,
      advanced: { restoreToOriginalReplicaCount: false, horizontalPodAutoscalerConfig: { behavior: scalingBehavior(options) } },
      triggers: [{
        type: 'prometheus',
        // One node for each one wanted, whatever the present number.
        metricType: 'AverageValue',
        metadata: {
          serverAddress: prometheus.url,
          query,
          threshold: '1',
          activationThreshold: '0',
          // An empty answer means that slurmctld is silent, not that nobody waits: KEDA then leaves the nodes as they are.
          ignoreNullValues: 'false',
          ...headers === undefined ? {} : { customHeaders: Object.keys(headers).sort().map(header => `${header}=${headers[header]}`).join(',') },
          ...acceptsAnyCertificate ? { unsafeSsl: 'true' } : {},
          ...authentication === undefined || authentication._modes.length === 0 ? {} : { authModes: authentication._modes.join(',') },
        },
        ...authentication === undefined ? {} : {
          authenticationRef: existing === undefined ? { name } : { name: existing.name, ...existing.isClusterWide ? { kind: 'ClusterTriggerAuthentication' } : {} },
        },
      }],
    },
  });
}

/** What tells KEDA which Secrets to log in with. */
export function triggerAuthentication(scope: Construct, name: string, prometheus: PrometheusServer): ApiObject | undefined {
  const { authentication } = prometheus._options;
  return authentication === undefined || authentication._existing !== undefined ? undefined : new ApiObject(scope, 'Authentication', {
    apiVersion,
    kind: 'TriggerAuthentication',
    metadata: { name },
    spec: { secretTargetRef: Object.entries(authentication._secrets).map(([parameter, { secret, key }]) => ({ parameter, name: secret.name, key })) },
  });
}
