import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Container } from './container';
import { PodTemplate } from './pod-template';
import { LocalObjectReference, SecretKeySelector } from './references';
import { ServiceSpec } from './service-spec';
import { SlinkyRenderer, slinkyProps } from './slinky-object';

/** Spec of a `LoginSet`: pods users log in to. */
export interface LoginSetSpec {
  /** The `Controller` that jobs are submitted to; cannot be changed later. */
  readonly controllerRef: LocalObjectReference;

  /**
   * Number of pods.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * The container with sshd and sackd. Needs an `image`. A port named `login` in it changes the port sshd listens on.
   *
   * @default - the operator's container as it is
   */
  readonly login?: Container;

  /**
   * The init container that copies keys to `/etc/slurm`. Needs an `image`.
   *
   * @default - the operator's container as it is
   */
  readonly initconf?: Container;

  /**
   * Changes to the pods.
   *
   * @default - the operator's pods as they are
   */
  readonly template?: PodTemplate;

  /**
   * Public keys that may log in as root, one a line.
   *
   * @default - none
   */
  readonly rootSshAuthorizedKeys?: string;

  /**
   * Lines put at the end of sshd_config, as they are.
   *
   * @default - none
   */
  readonly extraSshdConfig?: string;

  /** The sssd.conf that tells the pods who the users are. */
  readonly sssdConfRef: SecretKeySelector;

  /**
   * How the Deployment replaces its pods.
   *
   * @default - Kubernetes', a rolling update by quarters
   */
  readonly strategy?: k8s.DeploymentStrategy;

  /**
   * The Service users reach the pods by.
   *
   * @default - a Service on port 22
   */
  readonly service?: ServiceSpec;
}

/** Properties of the L1 `LoginSet`. */
export interface LoginSetProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: LoginSetSpec;
}

/**
 * Pods users log in to: kind `LoginSet` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_loginsets.yaml
 */
export class LoginSet extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: LoginSetProps) {
    super(scope, id, slinkyProps('LoginSet', props.metadata));
    this.renderer = new SlinkyRenderer(this, props.spec);
  }

  /**
   * Changes the rendered object by RFC 6902 operations, which see field names as Kubernetes spells them.
   *
   * An operation that finds no such path, or that changes nothing, is an error at synthesis.
   */
  public addJsonPatch(...ops: JsonPatch[]): void {
    this.renderer.patch(ops);
  }

  /** Renders the object as Kubernetes reads it. */
  public toJson(): any {
    return this.renderer.render();
  }
}
