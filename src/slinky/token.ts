import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { SecretKeySelector } from './references';
import { SlinkyRenderer, slinkyProps } from './slinky-object';

/** Spec of a `Token`: a JSON web token of a Slurm user. */
export interface TokenSpec {
  /**
   * The key to sign with (HS256). Cannot be changed later.
   *
   * @default - none, which is refused
   * @see https://slurm.schedmd.com/jwt.html
   */
  readonly jwtKeyRef?: SecretKeySelector;

  /**
   * Old name of `jwtKeyRef`, which wins when both are set.
   *
   * @default - as `jwtKeyRef`
   * @deprecated use `jwtKeyRef`
   */
  readonly jwtHs256KeyRef?: SecretKeySelector;

  /** The Slurm user who holds the token. */
  readonly username: string;

  /**
   * How long a token is valid, as a Go duration; days are not a unit of it: a year is `8760h`.
   *
   * @default - the operator's, `15m`
   */
  readonly lifetime?: string;

  /**
   * Makes a new token when a fifth of the lifetime is left; false writes one immutable Secret.
   *
   * @default true
   */
  readonly refresh?: boolean;

  /**
   * The Secret and key to write the token to.
   *
   * @default - Secret `<token>-jwt-<username>`, key `SLURM_JWT`
   */
  readonly secretRef?: SecretKeySelector;
}

/** Properties of the L1 `Token`. */
export interface TokenProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: TokenSpec;
}

/**
 * A JSON web token that is kept fresh in a Secret: kind `Token` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_tokens.yaml
 */
export class Token extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: TokenProps) {
    super(scope, id, slinkyProps('Token', props.metadata));
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
