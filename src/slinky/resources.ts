import { k8s } from 'cdk8s-plus-28';

/**
 * What a container, or a pod as a whole, may use and is promised.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourceRequirements {
  /**
   * Most the container may use, by resource name: `cpu`, `memory`, `nvidia.com/gpu`, ...
   *
   * @default - no limit
   */
  readonly limits?: { [name: string]: k8s.Quantity };

  /**
   * What the scheduler sets aside, by resource name.
   *
   * @default - Kubernetes', the limits
   */
  readonly requests?: { [name: string]: k8s.Quantity };

  /**
   * Dynamic resource claims of the pod that the container uses.
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
   */
  readonly claims?: ResourceClaim[];
}

/** Use of one of the pod's resource claims by a container. */
export interface ResourceClaim {
  /** Name of an entry in the pod's `resourceClaims`. */
  readonly name: string;

  /**
   * Request inside the claim, when the container is to see only that one. Kubernetes 1.31 and later.
   *
   * @default - all requests of the claim
   */
  readonly request?: string;
}

/**
 * A dynamic resource claim the pod holds, in the form of `resource.k8s.io/v1`.
 *
 * Exactly one of `resourceClaimName` and `resourceClaimTemplateName` is set.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
 */
export interface PodResourceClaim {
  /** Name by which containers of the pod refer to the claim. */
  readonly name: string;

  /**
   * A ResourceClaim that exists; all pods that name it share it.
   *
   * @default - a claim of its own for each pod, from `resourceClaimTemplateName`
   */
  readonly resourceClaimName?: string;

  /**
   * A ResourceClaimTemplate; each pod gets a claim made from it.
   *
   * @default - a claim that exists, from `resourceClaimName`
   */
  readonly resourceClaimTemplateName?: string;
}
