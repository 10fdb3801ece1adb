import { k8s } from 'cdk8s-plus-28';
import { PodResourceClaim, ResourceRequirements } from './resources';

/**
 * What to change in a pod the operator builds; it is merged over the operator's own pod.
 *
 * Every field of a Kubernetes pod, none required. Operator v1.2 drops `false`, `0` and `''` before it merges, so they cannot
 * undo a value of its own.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
 */
export interface PodSpec {
  /**
   * Seconds after which Kubernetes kills the pod.
   *
   * @default - never
   */
  readonly activeDeadlineSeconds?: number;

  /**
   * Which Kubernetes nodes and neighbours the pods want or avoid.
   *
   * @default - the operator's
   */
  readonly affinity?: k8s.Affinity;

  /**
   * Whether the service account token is mounted.
   *
   * @default - the operator's, false
   */
  readonly automountServiceAccountToken?: boolean;

  /**
   * Further containers beside the daemon's. One with the name of an operator container makes the pod invalid.
   *
   * @default - the operator's only
   */
  readonly containers?: k8s.Container[];

  /**
   * DNS servers, search domains and resolver options. `searches` take the place of the operator's, by which nodes find each other.
   *
   * @default - the operator's
   */
  readonly dnsConfig?: k8s.PodDnsConfig;

  /**
   * `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` or `None`.
   *
   * @default - Kubernetes', `ClusterFirst`
   */
  readonly dnsPolicy?: string;

  /**
   * Whether each Service of the namespace becomes environment variables.
   *
   * @default - Kubernetes', true
   */
  readonly enableServiceLinks?: boolean;

  /**
   * Debug containers; Kubernetes only takes them on a running pod, so they have no use in a template.
   *
   * @default - none
   */
  readonly ephemeralContainers?: k8s.EphemeralContainer[];

  /**
   * Lines to add to `/etc/hosts`.
   *
   * @default - none
   */
  readonly hostAliases?: k8s.HostAlias[];

  /**
   * Uses the Kubernetes node's IPC namespace.
   *
   * @default false
   */
  readonly hostIpc?: boolean;

  /**
   * Uses the Kubernetes node's network: no pod address, the daemon's ports are the node's.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Uses the Kubernetes node's process namespace.
   *
   * @default false
   */
  readonly hostPid?: boolean;

  /**
   * Uses the Kubernetes node's user namespace; false maps root in the pod to an unprivileged user.
   *
   * @default true
   */
  readonly hostUsers?: boolean;

  /**
   * Host name of the pod; for a NodeSet the prefix before the ordinal, and so the name of the Slurm nodes, node set and partition.
   *
   * @default - the operator's
   */
  readonly hostname?: string;

  /**
   * Secrets to pull images with.
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * Containers that run before the daemon, or beside it with `restartPolicy: Always`.
   *
   * @default - the operator's only
   */
  readonly initContainers?: k8s.Container[];

  /**
   * The one Kubernetes node to run on, past the scheduler. The operator clears it on NodeSet pods.
   *
   * @default - the scheduler decides
   */
  readonly nodeName?: string;

  /**
   * Labels a Kubernetes node must have.
   *
   * @default - any Kubernetes node
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Operating system of the containers.
   *
   * @default - not declared
   */
  readonly os?: k8s.PodOs;

  /**
   * What the pod costs beside its containers; set by the RuntimeClass, refused when it differs from it.
   *
   * @default - that of the RuntimeClass
   */
  readonly overhead?: { [name: string]: k8s.Quantity };

  /**
   * `PreemptLowerPriority` or `Never`.
   *
   * @default - that of the PriorityClass
   */
  readonly preemptionPolicy?: string;

  /**
   * Set by Kubernetes from the PriorityClass, and refused when it differs from it.
   *
   * @default - that of the PriorityClass
   */
  readonly priority?: number;

  /**
   * PriorityClass of the pods.
   *
   * @default - the cluster's default PriorityClass, or priority 0
   */
  readonly priorityClassName?: string;

  /**
   * Conditions that must be true before the pod counts as ready.
   *
   * @default - none
   */
  readonly readinessGates?: k8s.PodReadinessGate[];

  /**
   * Dynamic resource claims of the pod, e.g. its NVLink channel.
   *
   * @default - none
   */
  readonly resourceClaims?: PodResourceClaim[];

  /**
   * Limits and requests for the pod as a whole. Kubernetes 1.34 and later.
   *
   * @default - those of the containers
   */
  readonly resources?: ResourceRequirements;

  /**
   * `Always`, `OnFailure` or `Never`.
   *
   * @default - Kubernetes', `Always`
   */
  readonly restartPolicy?: string;

  /**
   * RuntimeClass that runs the pod, e.g. `nvidia`.
   *
   * @default - the Kubernetes node's default runtime
   */
  readonly runtimeClassName?: string;

  /**
   * Scheduler that places the pod.
   *
   * @default - Kubernetes', `default-scheduler`
   */
  readonly schedulerName?: string;

  /**
   * Gates that keep the pod from being scheduled until they are removed.
   *
   * @default - none
   */
  readonly schedulingGates?: k8s.PodSchedulingGate[];

  /**
   * User, groups, sysctls and other privileges of all containers.
   *
   * @default - the operator's
   */
  readonly securityContext?: k8s.PodSecurityContext;

  /**
   * Old name of `serviceAccountName`.
   *
   * @default - as `serviceAccountName`
   * @deprecated use `serviceAccountName`
   */
  readonly serviceAccount?: string;

  /**
   * Service account the pod runs as.
   *
   * @default - the namespace's `default`
   */
  readonly serviceAccountName?: string;

  /**
   * Makes the host name the full domain name. Slurm takes node names from host names, so leave it.
   *
   * @default false
   */
  readonly setHostnameAsFqdn?: boolean;

  /**
   * Lets the containers of the pod see each other's processes.
   *
   * @default - the operator's
   */
  readonly shareProcessNamespace?: boolean;

  /**
   * Domain of the pod below the namespace, equal to the name of a headless Service.
   *
   * @default - the operator's
   */
  readonly subdomain?: string;

  /**
   * Seconds between the request to stop and the kill.
   *
   * @default - the operator's, else Kubernetes', 30
   */
  readonly terminationGracePeriodSeconds?: number;

  /**
   * Taints of Kubernetes nodes the pods put up with; they take the place of the operator's.
   *
   * @default - the operator's
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * How pods spread over zones, racks or hosts.
   *
   * @default - none
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * Volumes, added to the operator's by name.
   *
   * @default - the operator's
   */
  readonly volumes?: k8s.Volume[];
}
