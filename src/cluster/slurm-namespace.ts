import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { clusterScoped } from '../storage/cluster-scoped';

/** Levels of Kubernetes' Pod Security admission. */
export enum PodSecurityLevel {
  /** Everything is admitted. Workers need it: slurmd runs privileged to make cgroups for jobs. */
  PRIVILEGED = 'privileged',
  /** Known privilege escalations are refused, and with them every worker. */
  BASELINE = 'baseline',
  /** Only hardened pods are admitted. */
  RESTRICTED = 'restricted',
}

/** An existing namespace. */
export interface ExistingNamespaceOptions {
  /**
   * Its Pod Security level, the label `pod-security.kubernetes.io/enforce`. A namespace without that label has the Kubernetes cluster's own level,
   * mostly `privileged`.
   */
  readonly podSecurityLevel: PodSecurityLevel;
}

/**
 * Who makes the namespace of a cluster. Its name is that of the chart.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class SlurmNamespace {
  /** The chart makes it, with the label that lets privileged workers in. */
  public static create(): SlurmNamespace {
    return new SlurmNamespace(undefined);
  }

  /** It exists, and somebody else keeps it. */
  public static existing(options: ExistingNamespaceOptions): SlurmNamespace {
    return new SlurmNamespace(options.podSecurityLevel);
  }

  private constructor(private readonly existingLevel: PodSecurityLevel | undefined) {}

  /** @internal */
  public _problems(namespace: string): Problem[] {
    return this.existingLevel === undefined || this.existingLevel === PodSecurityLevel.PRIVILEGED ? [] : [{
      id: 'NS-002',
      what: `namespace '${namespace}' enforces Pod Security level '${this.existingLevel}': the API server refuses every slurmd pod, which is privileged`,
      fix: `label it: kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged`,
    }];
  }

  /** @internal */
  public _bind(chart: Construct, namespace: string): void {
    // Clusters of one chart share its namespace.
    if (this.existingLevel !== undefined || chart.node.tryFindChild('SlurmNamespace')) {
      return;
    }
    const labels = Object.fromEntries(['enforce', 'audit', 'warn'].map(mode => [`pod-security.kubernetes.io/${mode}`, 'privileged']));
    clusterScoped(new ApiObject(chart, 'SlurmNamespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }));
  }
}

checksArguments(SlurmNamespace, 'SlurmNamespace');
