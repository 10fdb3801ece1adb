import { Duration } from 'cdk8s';
import { ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import * as slinky from '../slinky';
import { goDuration } from './go-duration';
import { ReferencedSecret } from './referenced-secret';

/** Longest lifetime the operator signs; it cuts anything beyond to this. */
const longestLifetimeSeconds = 2147483646;

/** What a token is for and how long it lasts. */
export interface JwtTokenOptions {
  /**
   * The Slurm user that bearers of the token are.
   *
   * @see https://slurm.schedmd.com/jwt.html
   */
  readonly username: string;

  /**
   * How long a token is valid: whole seconds, from 1 to 2147483646 (68 years).
   *
   * @default - the operator's, 15 minutes, renewed when 3 minutes are left
   */
  readonly lifetime?: Duration;

  /**
   * Whether a new token takes the old one's place in the Secret when a fifth of the lifetime is left. Without it the Secret is immutable and
   * the token ends with its lifetime.
   *
   * @default true
   */
  readonly refresh?: boolean;

  /**
   * Name of the Secret that the token is written to. It stays behind when the token is removed.
   *
   * @default - the Token's own name, `<cluster>-token-<id>`
   */
  readonly secretName?: string;

  /** Key of the Secret that holds the token. @default 'SLURM_JWT' */
  readonly secretKey?: string;
}

/** Properties of a JwtToken. */
export interface JwtTokenProps extends JwtTokenOptions {
  /** The cluster whose key signs the token. */
  readonly cluster: SlurmCluster;
}

/**
 * A JSON Web Token for slurmrestd or the Slurm commands, kept in a Secret and renewed by the operator. For an exporter, a portal or
 * a pipeline that talks to Slurm as one user.
 */
export class JwtToken extends Construct {
  /** The Token resource itself, for patches. */
  public readonly resource: slinky.Token;

  /** The Secret that holds the token once the operator has signed it; see `secretKey`. */
  public readonly secret: ISecret;

  /** Key of `secret` that holds the token. */
  public readonly secretKey: string;

  public constructor(scope: Construct, id: string, props: JwtTokenProps) {
    super(scope, id);
    refuseOtherKinds(this, 'JwtTokenProps', props);
    const name = `${props.cluster.name}-token-${id}`;
    refuseAll(this, problems(name, props));
    const secretName = props.secretName ?? name;
    this.secretKey = props.secretKey ?? 'SLURM_JWT';
    this.resource = new slinky.Token(this, 'Resource', {
      metadata: { name },
      spec: {
        jwtKeyRef: props.cluster._keys.jwtKeyRef,
        username: props.username,
        lifetime: props.lifetime && goDuration(props.lifetime),
        refresh: props.refresh,
        // The operator would make a name of the user's, which need not be one that Kubernetes takes.
        secretRef: { name: secretName, key: this.secretKey },
      },
    });
    this.resource.node.addDependency(...props.cluster._keys.dependencies);
    this.secret = new ReferencedSecret(this, 'Secret', secretName);
  }
}

function problems(name: string, props: JwtTokenProps): Problem[] {
  const found: Problem[] = [];
  if (!/^\S+$/.test(props.username)) {
    found.push({
      id: 'AUTH-005',
      what: `'username' is '${props.username}': ${props.username === '' ? "the operator would sign for 'nobody'" : 'no Slurm user has a name with blanks'}`,
      fix: "name a user, such as 'slurm'",
    });
  }
  const seconds = props.lifetime?.toSeconds({ integral: false });
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= longestLifetimeSeconds)) {
    found.push({
      id: 'AUTH-006',
      what: `'lifetime' is ${seconds} seconds, and the operator signs for whole seconds from 1 to ${longestLifetimeSeconds}, bending anything else to that`,
      fix: 'use e.g. Duration.hours(12)',
    });
  }
  if (props.refresh === false && props.lifetime === undefined) {
    found.push({
      id: 'AUTH-007',
      what: "'refresh' is false without a 'lifetime': the token would end for good after 15 minutes",
      fix: "give a 'lifetime' such as Duration.days(365), or leave 'refresh' out",
    });
  }
  for (const [what, value] of [["the Token's name", name], ["'secretName'", props.secretName]] as const) {
    if (value !== undefined && !/^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(value)) {
      found.push({
        id: 'AUTH-008',
        what: `${what} is '${value}', and the API server takes lower-case letters, digits, '-' and '.', up to 253`,
        fix: what === "'secretName'" ? "use e.g. 'portal-jwt'" : "choose an id such as 'portal'",
      });
    }
  }
  if (props.secretKey !== undefined && !/^[\w.-]{1,253}$/.test(props.secretKey)) {
    found.push({
      id: 'AUTH-009',
      what: `'secretKey' is '${props.secretKey}', and the API server takes letters, digits, '-', '_' and '.' for keys of a Secret`,
      fix: "use 'SLURM_JWT'",
    });
  }
  return found;
}
