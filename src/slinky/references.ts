/**
 * A key of a Secret in the object's own namespace.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/
 */
export interface SecretKeySelector {
  /** Name of the Secret. The operator looks in the namespace of the object that refers to it, nowhere else. */
  readonly name: string;

  /** Key inside the Secret. */
  readonly key: string;

  /**
   * Kubernetes' "go on without it". The operator ignores it: a missing Secret always keeps the pod from starting.
   *
   * @default - the Secret must exist
   */
  readonly optional?: boolean;
}

/**
 * A key of a ConfigMap in the object's own namespace.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export interface ConfigMapKeySelector {
  /** Name of the ConfigMap. The operator looks in the namespace of the object that refers to it, nowhere else. */
  readonly name: string;

  /** Key inside the ConfigMap. */
  readonly key: string;

  /**
   * Kubernetes' "go on without it". The operator ignores it: a missing ConfigMap always keeps the pod from starting.
   *
   * @default - the ConfigMap must exist
   */
  readonly optional?: boolean;
}

/** Another object of the same namespace, by name; the field that holds the reference decides its kind. */
export interface LocalObjectReference {
  /** Name of the object. */
  readonly name: string;
}

/**
 * Address of a daemon that runs outside Kubernetes.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_controllers.yaml
 */
export interface ExternalConfig {
  /** Host name or IP address, reachable from the pods of the cluster. */
  readonly host: string;

  /** TCP port, 6817 for slurmctld and 6819 for slurmdbd unless changed there. */
  readonly port: number;
}
