import { EnvValue, EnvValueFromSecretOptions, ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/**
 * A Secret that something in the cluster makes, by its name. The same as `Secret.fromSecretName`, without loading all of cdk8s-plus for it.
 */
export class ReferencedSecret extends Construct implements ISecret {
  public readonly apiVersion = 'v1';
  public readonly apiGroup = '';
  public readonly kind = 'Secret';
  public readonly resourceType = 'secrets';

  public constructor(scope: Construct, id: string, public readonly name: string) {
    super(scope, id);
  }

  public get resourceName(): string {
    return this.name;
  }

  public envValue(key: string, options: EnvValueFromSecretOptions = {}): EnvValue {
    return { valueFrom: { secretKeyRef: { name: this.name, key, optional: options.optional } } };
  }
}
