import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Container } from './container';
import { Metrics } from './metrics';
import { Persistence } from './persistence';
import { PodTemplate } from './pod-template';
import { ConfigMapKeySelector, ExternalConfig, LocalObjectReference, SecretKeySelector } from './references';
import { ServiceSpec } from './service-spec';
import { SlinkyRenderer, slinkyProps } from './slinky-object';

/** Spec of a `Controller`: one slurmctld and the slurm.conf it hands out. */
export interface ControllerSpec {
  /**
   * Name of the Slurm cluster, at most 40 characters; cannot be changed later. Slurm: `ClusterName`.
   *
   * @default - the operator's, `<namespace>_<name>`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ClusterName
   */
  readonly clusterName?: string;

  /**
   * The key all daemons of the cluster share (`auth/slurm`). The Secret's name cannot be changed later, its key can.
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
   * The `Accounting` this cluster reports to.
   *
   * @default - no accounting, `accounting_storage/none`
   */
  readonly accountingRef?: LocalObjectReference;

  /**
   * slurmctld runs outside Kubernetes; the operator then only serves its workers and login pods.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Address of the slurmctld outside Kubernetes.
   *
   * @default - none, which is refused when `external`
   */
  readonly externalConfig?: ExternalConfig;

  /**
   * slurmctld's container. Needs an `image`.
   *
   * @default - the operator's container as it is
   */
  readonly slurmctld?: Container;

  /**
   * Applies changes of the configuration with `scontrol reconfigure` from a sidecar instead of a restart of slurmctld.
   *
   * @default false
   */
  readonly inplaceReconfigure?: boolean;

  /**
   * The sidecar that reconfigures. Needs an `image` with `tini`, `bash` and `scontrol` when `inplaceReconfigure` is set.
   *
   * @default - the operator's container as it is
   */
  readonly reconfigure?: Container;

  /**
   * The sidecar that prints slurmctld's log file. Needs an `image`.
   *
   * @default - the operator's container as it is
   */
  readonly logfile?: Container;

  /**
   * Changes to the pods.
   *
   * @default - the operator's pods as they are
   */
  readonly template?: PodTemplate;

  /**
   * Lines put at the end of slurm.conf, as they are.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html
   */
  readonly extraConf?: string;

  /**
   * ConfigMaps whose keys become files beside slurm.conf (`gres.conf`, `cgroup.conf`, ...).
   *
   * They must exist before the Controller does. `slurm.conf` and `slurmdbd.conf` are refused as keys.
   *
   * @default - none
   */
  readonly configFileRefs?: LocalObjectReference[];

  /**
   * ConfigMaps whose keys are scripts slurmd runs before a job. Slurm: `Prolog`, one line a key.
   *
   * @default - none
   * @see https://slurm.schedmd.com/prolog_epilog.html
   */
  readonly prologScriptRefs?: LocalObjectReference[];

  /**
   * ConfigMaps whose keys are scripts slurmd runs after a job. Slurm: `Epilog`, one line a key.
   *
   * @default - none
   * @see https://slurm.schedmd.com/prolog_epilog.html
   */
  readonly epilogScriptRefs?: LocalObjectReference[];

  /**
   * ConfigMaps whose keys are scripts slurmctld runs before a job. Slurm: `PrologSlurmctld`, one line a key.
   *
   * @default - none
   * @see https://slurm.schedmd.com/prolog_epilog.html
   */
  readonly prologSlurmctldScriptRefs?: LocalObjectReference[];

  /**
   * ConfigMaps whose keys are scripts slurmctld runs after a job. Slurm: `EpilogSlurmctld`, one line a key.
   *
   * @default - none
   * @see https://slurm.schedmd.com/prolog_epilog.html
   */
  readonly epilogSlurmctldScriptRefs?: LocalObjectReference[];

  /**
   * Where slurmctld keeps its state. A block can neither appear nor vanish once the Controller exists.
   *
   * @default - the operator asks for a volume but knows no size, which Kubernetes refuses
   */
  readonly persistence?: Persistence;

  /**
   * The Service of slurmctld. The operator creates it once and never updates it.
   *
   * @default - a ClusterIP Service on port 6817
   */
  readonly service?: ServiceSpec;

  /**
   * Figures for Prometheus.
   *
   * @default - none
   */
  readonly metrics?: Metrics;
}

/** Properties of the L1 `Controller`. */
export interface ControllerProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a name made from the construct path, in the chart's namespace
   */
  readonly metadata?: ApiObjectMetadata;

  /** The object's spec, as in the CRD. Values may be `Lazy` at any depth. */
  readonly spec: ControllerSpec;
}

/**
 * One slurmctld, and so one Slurm cluster: kind `Controller` of `slinky.slurm.net/v1beta1`.
 *
 * The CRD as it is, with types: no defaults, no checks. Most programs want the constructs above it.
 *
 * @see https://github.com/SlinkyProject/slurm-operator/blob/v1.2.1/config/crd/bases/slinky.slurm.net_controllers.yaml
 */
export class Controller extends ApiObject {
  private readonly renderer: SlinkyRenderer;

  constructor(scope: Construct, id: string, props: ControllerProps) {
    super(scope, id, slinkyProps('Controller', props.metadata));
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
