import { ContainerResources, EnvValue, ISecret, k8s, Volume } from 'cdk8s-plus-28';
import { SlurmImage } from '../cluster/images';
import * as slinky from '../slinky';

/** Where the pods of a component run, and what they carry. */
export interface PodOptions {
  /**
   * Labels of the custom resource; the operator copies them to everything it makes of it. Selectors and the operator's own
   * labels cannot be changed. A label that changes with every release rolls all pods.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /** Annotations of the custom resource, copied to its pods like labels. @default - none */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels that a Kubernetes node must have.
   *
   * @default - `kubernetes.io/os: linux`, which is also added to your own
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector
   */
  readonly nodeSelector?: { [key: string]: string };

  /** Affinity and anti-affinity rules. @default - the operator's: one slurmd to a Kubernetes node */
  readonly affinity?: k8s.Affinity;

  /** Taints that the pods accept, besides those that the component accepts by nature. @default - none */
  readonly tolerations?: k8s.Toleration[];

  /** How pods spread over zones or hosts. @default - none */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /** Name of an existing PriorityClass. @default - the cluster's `priorityClassName`, if any */
  readonly priorityClassName?: string;

  /** Secrets to pull this component's images with, besides the cluster's. @default - none */
  readonly imagePullSecrets?: ISecret[];

  /** Use the Kubernetes node's network. Slurm nodes then carry the Kubernetes nodes' names. @default false */
  readonly hostNetwork?: boolean;

  /** How the pods resolve names, e.g. `ClusterFirstWithHostNet`. @default - Kubernetes' own, ClusterFirst */
  readonly dnsPolicy?: string;

  /** Containers that run beside the daemon. @default - none */
  readonly sidecars?: k8s.Container[];

  /** Containers that run to their end before the daemon starts. @default - none */
  readonly initContainers?: k8s.Container[];

  /**
   * Volumes of the pod for `sidecars` and `initContainers`, which name them in their `volumeMounts`. The daemon sees none of them: where it should,
   * use `mount` of the component instead, whose volumes sidecars may name as well.
   *
   * @default - those that are mounted in the daemon
   */
  readonly volumes?: Volume[];

  /**
   * Escape hatch: merged into the pod template last. Maps are merged by key, lists replace ours. A value that the operator drops when it merges
   * (`false`, `0`, an empty text), or that changes nothing, is an error.
   *
   * @default - nothing
   */
  readonly podTemplate?: slinky.PodTemplate;
}

/** What the daemon's container is and may use. */
export interface ContainerOptions {
  /** Image of this component. @default - the cluster's `images` */
  readonly image?: SlurmImage;

  /**
   * CPU and memory, requested and limited.
   *
   * @default - neither requests nor limits
   * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  readonly resources?: ContainerResources;

  /**
   * Devices of device plugins by resource name, e.g. `{ 'vpc.amazonaws.com/efa': 32 }`; requested and limited alike.
   *
   * @default - none
   */
  readonly extendedResources?: { [name: string]: number };

  /** Environment of the daemon. Jobs get the environment of their submission, not this one. @default - none */
  readonly env?: { [name: string]: EnvValue };

  /** Further arguments of the daemon, after the operator's. @default - none */
  readonly args?: string[];

  /** Hooks after start and before stop. @default - the operator's */
  readonly lifecycle?: k8s.Lifecycle;

  /** Security settings of the container, merged over the operator's. @default - the operator's */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * Escape hatch: merged into the container last, under the same rules as `podTemplate`.
   *
   * @default - nothing
   */
  readonly containerTemplate?: slinky.Container;
}
