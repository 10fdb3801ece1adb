import { k8s } from 'cdk8s-plus-28';
import { ResourceRequirements } from './resources';

/**
 * What to change in a container the operator builds; it is merged over the operator's own container.
 *
 * Every field of a Kubernetes container, none required. The CRD does not check them: the operator decodes them as a
 * Kubernetes Container and drops what it does not know. Operator v1.2 also drops `false`, `0` and `''` before it merges, so they
 * cannot undo a value of its own.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export interface Container {
  /**
   * Arguments of the process, put behind the operator's.
   *
   * @default - the operator's
   */
  readonly args?: string[];

  /**
   * Process to start instead of the image's entrypoint.
   *
   * @default - the operator's, or the image's entrypoint
   */
  readonly command?: string[];

  /**
   * Environment variables, added to the operator's by name; yours win.
   *
   * @default - the operator's
   */
  readonly env?: k8s.EnvVar[];

  /**
   * ConfigMaps and Secrets whose keys all become environment variables.
   *
   * @default - none
   */
  readonly envFrom?: k8s.EnvFromSource[];

  /**
   * Image to run. Neither CRD nor operator has a default: a container without one is refused when the pod is created.
   *
   * @default - none
   */
  readonly image?: string;

  /**
   * `Always`, `IfNotPresent` or `Never`.
   *
   * @default - Kubernetes': `Always` for tag `latest` or no tag, else `IfNotPresent`
   */
  readonly imagePullPolicy?: string;

  /**
   * Hooks after start and before stop.
   *
   * @default - the operator's
   */
  readonly lifecycle?: k8s.Lifecycle;

  /**
   * When this probe fails, the container is restarted. Give its handler too: one with thresholds alone makes the pod invalid.
   *
   * @default - the operator's
   */
  readonly livenessProbe?: k8s.Probe;

  /**
   * Name of the container. Leave it unset: it renames the operator's container.
   *
   * @default - the operator's
   */
  readonly name?: string;

  /**
   * Ports to declare, added to the operator's by number; yours win.
   *
   * @default - the operator's
   */
  readonly ports?: k8s.ContainerPort[];

  /**
   * When this probe fails, the pod gets no traffic. Give its handler too: one with thresholds alone makes the pod invalid.
   *
   * @default - the operator's
   */
  readonly readinessProbe?: k8s.Probe;

  /**
   * Whether a change of cpu or memory restarts the container.
   *
   * @default - Kubernetes', no restart
   */
  readonly resizePolicy?: k8s.ContainerResizePolicy[];

  /**
   * Limits, requests and claims. slurmd reports its cpu and memory limits to slurmctld as the size of the node.
   *
   * @default - no limits
   */
  readonly resources?: ResourceRequirements;

  /**
   * `Always` makes an init container a sidecar.
   *
   * @default - that of the pod
   */
  readonly restartPolicy?: string;

  /**
   * User, capabilities and other privileges.
   *
   * @default - the operator's
   */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * The other probes wait until this one succeeds. Give its handler too: one with thresholds alone makes the pod invalid.
   *
   * @default - the operator's
   */
  readonly startupProbe?: k8s.Probe;

  /**
   * Keeps standard input open.
   *
   * @default false
   */
  readonly stdin?: boolean;

  /**
   * Closes standard input after the first client leaves.
   *
   * @default false
   */
  readonly stdinOnce?: boolean;

  /**
   * File the process leaves its last words in.
   *
   * @default - Kubernetes', `/dev/termination-log`
   */
  readonly terminationMessagePath?: string;

  /**
   * `File`, or `FallbackToLogsOnError` to take the end of the log when that file is empty.
   *
   * @default - Kubernetes', `File`
   */
  readonly terminationMessagePolicy?: string;

  /**
   * Gives the process a terminal.
   *
   * @default false
   */
  readonly tty?: boolean;

  /**
   * Block devices the container sees.
   *
   * @default - none
   */
  readonly volumeDevices?: k8s.VolumeDevice[];

  /**
   * Mounts, added to the operator's by path; yours win.
   *
   * @default - the operator's
   */
  readonly volumeMounts?: k8s.VolumeMount[];

  /**
   * Directory the process starts in.
   *
   * @default - the image's
   */
  readonly workingDir?: string;
}
