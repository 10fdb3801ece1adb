import * as pulumi from '@pulumi/pulumi';
import { AuthKeys } from '../index';
import { requirePackages } from './require-pulumi';
import { secretKey } from './secret-key';

/** Length of each key: as the operator's chart and AuthKeys.createOnce() make them. */
const keyBytes = 1024;

/** Arguments of SlurmKeys. */
export interface SlurmKeysArgs {
  /** Namespace of the cluster. It must be there, so make it in the program and give its name as an output. */
  readonly namespace: pulumi.Input<string>;

  /** Name of the cluster in Kubernetes: the Secrets are `<cluster>-auth-slurm` and `<cluster>-auth-jwt`. @default 'slurm' */
  readonly cluster?: string;
}

interface RandomBytesClass {
  new (name: string, args: { length: number }, options: pulumi.CustomResourceOptions): pulumi.CustomResource & { readonly base64: pulumi.Output<string> };
}

interface SecretClass {
  new (name: string, args: object, options: pulumi.CustomResourceOptions): pulumi.CustomResource & { readonly metadata: pulumi.Output<{ name: string }> };
}

/**
 * The two keys of a cluster, made once by `@pulumi/random` and kept in immutable Secrets. They stand in the stack's state, encrypted like everything that
 * is secret there, so that the cluster can be made again with the same keys; removing the stack removes them.
 *
 * @see https://www.pulumi.com/registry/packages/random/api-docs/randombytes/
 */
export class SlurmKeys extends pulumi.ComponentResource {
  /** For the `authKeys` prop of the cluster. */
  public readonly authKeys: AuthKeys;

  public constructor(name: string, args: SlurmKeysArgs, options: pulumi.ComponentResourceOptions = {}) {
    requirePackages(['@pulumi/random'], 'SlurmKeys of slurm-constructs/pulumi');
    super('slurm-constructs:pulumi:SlurmKeys', name, {}, options);
    const cluster = args.cluster ?? 'slurm';
    this.authKeys = AuthKeys.existing({
      slurmKey: this.key(`${name}-slurm`, `${cluster}-auth-slurm`, 'slurm.key', args.namespace, options),
      jwtKey: this.key(`${name}-jwt`, `${cluster}-auth-jwt`, 'jwt.key', args.namespace, options),
    });
    this.registerOutputs({});
  }

  private key(name: string, secretName: string, key: string, namespace: pulumi.Input<string>, { protect, retainOnDelete }: pulumi.ComponentResourceOptions) {
    const { RandomBytes } = require('@pulumi/random') as { RandomBytes: RandomBytesClass };
    const { Secret } = require('@pulumi/kubernetes/core/v1') as { Secret: SecretClass };
    const childOptions = {
      parent: this,
      ...protect === undefined ? {} : { protect },
      ...retainOnDelete === undefined ? {} : { retainOnDelete },
    };
    const bytes = new RandomBytes(name, { length: keyBytes }, childOptions);
    const secret = new Secret(name, {
      metadata: { name: secretName, namespace },
      type: 'Opaque',
      // slurmctld could not talk to what has the old key any more, and slurm-operator takes no other.
      immutable: true,
      data: { [key]: pulumi.secret(bytes.base64) },
    }, childOptions);
    return secretKey(secret.metadata.name, key);
  }
}
