import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Container } from './container';
import { PodTemplate } from './pod-template';
import { ConfigMapKeySelector, ExternalConfig, SecretKeySelector } from './references';
import { ServiceSpec } from './service-spec';
import { SlinkyRenderer, slinkyProps } from './slinky-object';

/** Spec of an `Accounting`: one slurmdbd and its database. */
export interface AccountingSpec {
  /**
   * The key all daemons of the cluster share (`auth/slurm`).
   *
   * @default - none, which is refused unless `external`
   * @see https://slurm.schedmd.com/authentication.html#slurm
   */
  readonly slurmKeyRef?: SecretKeySelector;

  /**
   * The key JSON web tokens are signed with (HS256). Cannot be changed later.
   *
   * @default - none, which is refused unless `external`
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

  /**
   * Public keys of an identity provider (JWKS) whose tokens are accepted too.
   *
   * @default - only tokens signed with `jwtKeyRef`
   * @see https://slurm.schedmd.com/jwt.html#external_auth
   */
  readonly jwksKeyRef?: ConfigMapKeySelector;

  /**
   * slurmdbd runs outside Kubernetes.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Address of the slurmdbd outside Kubernetes. Accepted, but operator v1.2 never uses it.
   *
   * @default - none, which is refused when `external`
   */
  readonly externalConfig?: ExternalConfig;

  /**
   * slurmdbd's container. Needs an `image`.
   *
   * @default - the operator's container as it is
   */
  readonly slurmdbd?: Container;

  /**
   * Changes to the pod. `metadata` reaches the StatefulSet but not its pod.
   *
   * @default - the operator's pod as it is
   */
  readonly template?: PodTemplate;

  /**
   * The database.
   *
   * @default - none, with which slurmdbd cannot start
   */
  readonly storageConfig?: StorageConfig;

  /**
   * Lines put at the end of slurmdbd.conf, as they are.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurmdbd.conf.html
   */
  readonly extraConf?: string;

  /**
   * The Service of slurmdbd.
   *
   * @default - a ClusterIP Service on port 6819
   */
  readonly service?: ServiceSpec;
}

/**
 * The MySQL or MariaDB database slurmdbd writes to.
 *
 * @see https://slurm.schedmd.com/accounting.html#mysql-configuration
 */
export interface StorageConfig {
  /**
   * Host name or IP address of the database server. Slurm: `StorageHost`.
   */
  readonly host: string;

  /**
   * TCP port of the database server. Slurm: `StoragePort`.
   *
   * @default 3306
   */
  readonly port?: number;

  /**
   * Name of the database. Slurm: `StorageLoc`.
   *
   * @default slurm_acct_db
   */
  readonly database?: string;

  /**
   * User of the database. Slurm: `StorageUser`.
   *
   * @default - an empty `StorageUser=` line
   */
  readonly username?: string;

  /** The user's password, which the operator copies into the slurmdbd.conf it generates. Slurm: `StoragePass`. */
  readonly passwordKeyRef: SecretKeySelector;
}

/** Properties of the L1 `Accounting`. */
export interface AccountingProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: AccountingSpec;
}

/**
 * One slurmdbd: kind `Accounting` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_accountings.yaml
 */
export class Accounting extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: AccountingProps) {
    super(scope, id, slinkyProps('Accounting', props.metadata));
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
