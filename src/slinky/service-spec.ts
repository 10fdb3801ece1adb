import { k8s } from 'cdk8s-plus-28';

/** Metadata of a Service the operator creates. The CRD knows these two fields and no other. */
export interface ServiceMetadata {
  /**
   * Labels of the Service. The operator's own labels win over these.
   *
   * @default - the operator's own labels only
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the Service; cloud load balancers are configured here.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** The Service in front of a daemon. */
export interface ServiceSpec {
  /**
   * Labels and annotations.
   *
   * @default - the operator's own
   */
  readonly metadata?: ServiceMetadata;

  /**
   * Fields of the Service.
   *
   * `externalIPs` never reach the Service. `selector` is merged with the operator's, and the daemon's port is added to `ports`.
   *
   * @default - a ClusterIP Service
   * @see https://kubernetes.io/docs/concepts/services-networking/service/
   */
  readonly spec?: k8s.ServiceSpec;

  /**
   * Port of the Service; the daemon's own port in the container stays as it is.
   *
   * @default - the daemon's: 6817 slurmctld, 6819 slurmdbd, 6820 slurmrestd, 22 login
   */
  readonly port?: number;

  /**
   * Port on every Kubernetes node, for a Service of type `NodePort` or `LoadBalancer`.
   *
   * @default - Kubernetes picks one
   */
  readonly nodePort?: number;
}
