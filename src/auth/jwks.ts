import { IConfigMap } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import * as slinky from '../slinky';

/**
 * Public keys of an identity provider, so that Slurm accepts the tokens it issues. The ConfigMap reaches slurmctld and slurmdbd alike.
 *
 * @see https://slurm.schedmd.com/jwt.html#external_auth
 */
export class Jwks {
  /**
   * A JSON Web Key Set that a ConfigMap of the cluster's namespace holds.
   *
   * @param configMap holds the key set; it must exist before slurmctld starts
   * @param key key of the ConfigMap, `jwks.json` unless given
   */
  public static fromConfigMap(configMap: IConfigMap, key: string = 'jwks.json'): Jwks {
    return new Jwks(configMap, key);
  }

  private constructor(private readonly configMap: IConfigMap, private readonly key: string) {}

  /** @internal */
  public _keyRef(): slinky.ConfigMapKeySelector {
    return { name: this.configMap.name, key: this.key };
  }

  /** @internal */
  public _problems(): Problem[] {
    return this.configMap.name?.trim() && this.key.trim() ? [] : [{
      id: 'AUTH-004',
      what: `'jwks' names key '${this.key}' of ConfigMap '${this.configMap.name}', and neither may be empty: slurmctld would wait for its volume for ever`,
      fix: "use Jwks.fromConfigMap(ConfigMap.fromConfigMapName(this, 'Jwks', 'slurm-auth-jwks'), 'jwks.json')",
    }];
  }
}

checksArguments(Jwks, 'Jwks');
