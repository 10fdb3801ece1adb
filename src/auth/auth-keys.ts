import { SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BootstrapJobOptions, BootstrapSecrets } from './bootstrap-secrets';
import { BoundKeys, keyLength, newKeyRefs } from './bound-keys';
import { externalSecretKeys } from './external-secret-keys';
import { secretKeySelector, secretProblems } from './secret-ref';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

export type { BoundKeys } from './bound-keys';

/** Keys that exist already. */
export interface ExistingAuthKeys {
  /**
   * Holds the key by which all daemons of the cluster trust each other. The operator takes no other Secret while the cluster exists.
   *
   * @see https://slurm.schedmd.com/authentication.html#slurm
   */
  readonly slurmKey: SecretValue;

  /**
   * Holds the key that signs JSON Web Tokens (HS256). The operator takes neither another Secret nor another key of it while the cluster exists.
   *
   * @see https://slurm.schedmd.com/jwt.html
   */
  readonly jwtKey: SecretValue;
}

/** Options of keys that the External Secrets Operator generates. */
export interface ExternalSecretsKeysOptions {
  /** Annotations of the generated Secrets, e.g. for a backup tool. @default - none */
  readonly annotations?: { [key: string]: string };
}

/**
 * Where the two keys of a cluster come from: the one its daemons trust each other by, and the one that signs JSON Web Tokens. No
 * manifest ever holds them.
 */
export class AuthKeys {
  /**
   * A Job in the cluster creates both keys the first time, 1024 random characters each, in immutable Secrets `<cluster>-auth-slurm` and
   * `<cluster>-auth-jwt`. Secrets that exist already, those of the official Helm chart for instance, stay as they are. Removing the cluster
   * leaves them, so that it can come back.
   *
   * The Job may create Secrets in the namespace and nothing else. One that failed for good is tried again after you delete it.
   */
  public static createOnce(options: BootstrapJobOptions = {}): AuthKeys {
    return new AuthKeys(false, (scope, cluster) => {
      const keys = newKeyRefs(cluster.name);
      const secrets = [keys.slurmKeyRef, keys.jwtKeyRef].map(({ name, key }) => ({ name, lengths: { [key]: keyLength } }));
      const { job } = new BootstrapSecrets(scope, 'AuthKeys', cluster, { name: `${cluster.name}-auth-keys`, secrets, ...options });
      return { ...keys, dependencies: [job], areFromOutside: false };
    });
  }

  /**
   * Keys that somebody else keeps in Secrets of the cluster's namespace. The only choice when slurmctld or slurmdbd runs outside
   * Kubernetes: the keys must be theirs.
   */
  public static existing(keys: ExistingAuthKeys): AuthKeys {
    return new AuthKeys(true, (scope, cluster) => {
      refuseAll(scope, [
        ...secretProblems(keys.slurmKey, { ruleId: 'AUTH-002', prop: 'slurmKey', namespace: cluster.namespace, exampleKey: 'slurm.key' }),
        ...secretProblems(keys.jwtKey, { ruleId: 'AUTH-003', prop: 'jwtKey', namespace: cluster.namespace, exampleKey: 'jwt.key' }),
      ]);
      return {
        slurmKeyRef: secretKeySelector(keys.slurmKey),
        jwtKeyRef: secretKeySelector(keys.jwtKey),
        dependencies: [keys.slurmKey.secret, keys.jwtKey.secret],
        areFromOutside: true,
      };
    });
  }

  /**
   * The External Secrets Operator generates both keys once and never again, 1024 random characters each, in immutable Secrets
   * `<cluster>-auth-slurm` and `<cluster>-auth-jwt`. Removing the cluster leaves the Secrets.
   *
   * @see https://external-secrets.io/latest/api/generator/password/
   */
  public static externalSecrets(options: ExternalSecretsKeysOptions = {}): AuthKeys {
    return new AuthKeys(false, (scope, cluster) => externalSecretKeys(scope, cluster, options.annotations));
  }

  private constructor(private readonly areFromOutside: boolean, private readonly bind: (scope: Construct, cluster: SlurmCluster) => BoundKeys) {}

  /** @internal */
  public _bind(scope: Construct, cluster: SlurmCluster): BoundKeys {
    if (cluster.isExternal && !this.areFromOutside) {
      refuse(scope, keysOfOutsideProblem('slurmctld'));
    }
    return this.bind(scope, cluster);
  }
}

checksArguments(AuthKeys, 'AuthKeys');

/** New keys beside a daemon that has its own: no connection to it would ever be accepted. */
export function keysOfOutsideProblem(daemon: string): Problem {
  return {
    id: 'AUTH-001',
    what: `${daemon} runs outside Kubernetes and 'authKeys' would make new keys, which it does not know: it would refuse every connection`,
    fix: 'put its slurm.key and jwt.key into Secrets of the namespace and use AuthKeys.existing({ slurmKey, jwtKey })',
  };
}
