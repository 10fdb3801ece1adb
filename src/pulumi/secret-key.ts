import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { SecretValue } from 'cdk8s-plus-28';
import { asString } from './tokens';
import { ReferencedSecret } from '../auth/referenced-secret';

/**
 * A key of a Secret that lies in the cluster's namespace, for every prop that takes a password or a key. Objects that use it wait for the resource whose
 * output names the Secret.
 *
 * @param secretName its name in Kubernetes, such as `password.metadata.name` of a `kubernetes.core.v1.Secret`
 * @param key the key that holds the value
 */
export function secretKey(secretName: pulumi.Input<string>, key: pulumi.Input<string>): SecretValue {
  // In an app of its own: it is there to be named, and no object of the component.
  return { secret: new ReferencedSecret(new Chart(new App(), 'pulumi-secrets'), 'Secret', asString(secretName)), key: asString(key) };
}
