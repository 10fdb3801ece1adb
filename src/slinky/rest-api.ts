import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Container } from './container';
import { PodTemplate } from './pod-template';
import { LocalObjectReference } from './references';
import { ServiceSpec } from './service-spec';
import { SlinkyRenderer, slinkyProps } from './slinky-object';

/** Spec of a `RestApi`: slurmrestd pods. */
export interface RestApiSpec {
  /** The `Controller` that is served. */
  readonly controllerRef: LocalObjectReference;

  /**
   * Number of pods.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * slurmrestd's container. Needs an `image`; its `args` come before the address slurmrestd listens on.
   *
   * @default - the operator's container as it is
   */
  readonly slurmrestd?: Container;

  /**
   * Changes to the pods.
   *
   * @default - the operator's pods as they are
   */
  readonly template?: PodTemplate;

  /**
   * The Service of slurmrestd. The operator itself always asks on port 6820.
   *
   * @default - a ClusterIP Service on port 6820
   */
  readonly service?: ServiceSpec;
}

/** Properties of the L1 `RestApi`. */
export interface RestApiProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: RestApiSpec;
}

/**
 * slurmrestd, by which the operator drains nodes and reads their state: kind `RestApi` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_restapis.yaml
 */
export class RestApi extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id, slinkyProps('RestApi', props.metadata));
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
