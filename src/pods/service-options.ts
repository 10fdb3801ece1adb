import { ServiceType } from 'cdk8s-plus-28';

/**
 * How a component is reached. Ports are Slurm's own and cannot be changed: the operator writes 6817, 6819 and 6820 into every
 * peer's configuration, whatever the Service says.
 */
export interface ServiceOptions {
  /** Kind of Service. @default - each component tells its own */
  readonly type?: ServiceType;

  /** Annotations of the Service, e.g. a cloud's load balancer settings. @default - none */
  readonly annotations?: { [key: string]: string };

  /** Labels of the Service. @default - none */
  readonly labels?: { [key: string]: string };

  /** Port on every Kubernetes node, 30000 to 32767; with NodePort or LoadBalancer. @default - Kubernetes chooses, where the type needs one */
  readonly nodePort?: number;

  /** Whether traffic from outside stays on the Kubernetes node it came to: `Cluster` or `Local`. @default - Kubernetes' own, Cluster */
  readonly externalTrafficPolicy?: string;

  /** Class of the load balancer. @default - the cluster's own */
  readonly loadBalancerClass?: string;

  /** Networks that may use the load balancer, in CIDR form. @default - everybody whom the network lets through */
  readonly loadBalancerSourceRanges?: string[];
}
