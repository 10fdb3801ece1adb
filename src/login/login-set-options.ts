import { DeploymentStrategy } from 'cdk8s-plus-28';
import { ContainerOptions, PodOptions, ServiceOptions } from '../pods';

/** Hosts that users log in to. */
export interface LoginSetOptions extends PodOptions, ContainerOptions {
  /**
   * Last part of the hosts' name in Kubernetes, `<cluster>-login-<loginSetName>`.
   *
   * @default - the construct id
   */
  readonly loginSetName?: string;

  /** Number of login hosts; users reach any of them. @default 1 */
  readonly replicas?: number;

  /**
   * How users reach the hosts, on port 22.
   *
   * @default - type ClusterIP: from inside the Kubernetes cluster only. The official chart exposes logins by a load balancer instead.
   */
  readonly service?: ServiceOptions;

  /**
   * Public keys that may log in as root, each as in the file that ends in `.pub`. A change rolls the hosts.
   *
   * @default - nobody logs in as root by key
   */
  readonly rootSshAuthorizedKeys?: string[];

  /**
   * Lines for sshd, such as `PasswordAuthentication no`. They come after the operator's and the identity's own, and sshd keeps the first value
   * of a keyword.
   *
   * @default - none
   * @see https://man.openbsd.org/sshd_config
   */
  readonly extraSshdConfig?: string[];

  /**
   * How hosts are replaced when something changes. Sessions on a host end with it.
   *
   * @default - Kubernetes' own, a rolling update by quarters
   */
  readonly strategy?: DeploymentStrategy;
}
