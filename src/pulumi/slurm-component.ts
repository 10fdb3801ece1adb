import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import { clustersOf, SlurmClusterOutputs } from './cluster-outputs';
import { register, Registered } from './register';
import { synthesize } from './synthesis';
import { warnOfTwins } from './twin-clusters';

/** Arguments of a SlurmComponent. */
export interface SlurmComponentArgs {
  /**
   * Namespace of the cluster. Given as a plain text, the component makes it, unless the cluster says `SlurmNamespace.existing(...)`. Given as an output,
   * whoever made it keeps it, and labels it `pod-security.kubernetes.io/enforce: privileged` where namespaces are restricted.
   */
  readonly namespace: pulumi.Input<string>;
}

/**
 * Slurm clusters as Pulumi resources, declared with the same constructs as in a cdk8s program. Every Kubernetes object becomes a child of the component;
 * provider, transforms, aliases, protection and dependencies of the component hold for all of them.
 *
 * What is wrong is told before anything is registered.
 */
export class SlurmComponent extends pulumi.ComponentResource {
  /** Namespace of all objects that name none. */
  public readonly namespace: pulumi.Output<string>;

  /** The clusters by the name of their Controller. */
  public readonly clusters: { readonly [controller: string]: SlurmClusterOutputs };

  private readonly registered: Registered[];

  /**
   * @param name also the first part of the resources' names
   * @param declare adds constructs to the chart that it gets
   */
  public constructor(name: string, args: SlurmComponentArgs, declare: (chart: Chart) => void, options: pulumi.ComponentResourceOptions = {}) {
    const synthesis = synthesize(name, args.namespace, declare);
    super('slurm-constructs:pulumi:SlurmComponent', name, {}, options);
    this.registered = register(this, name, synthesis, options);
    this.namespace = synthesis.namespace;
    this.clusters = clustersOf(this.registered, synthesis);
    warnOfTwins(this, name, this.clusters);
    this.registerOutputs({ namespace: this.namespace, clusters: this.clusters });
  }

  /**
   * A resource of the component, for `dependsOn` or its outputs.
   *
   * @param kind kind of the object, e.g. `Controller`
   * @param name name of the object in Kubernetes
   */
  public resource(kind: string, name: string): pulumi.Resource {
    const found = this.registered.filter(({ rendered }) => rendered.kind === kind && rendered.metadata.name === name);
    if (found.length !== 1) {
      const names = this.registered.filter(({ rendered }) => rendered.kind === kind).map(({ rendered }) => `'${rendered.metadata.name}'`).sort();
      throw new Error(`PUL-005: the component has ${found.length === 0 ? 'no' : `${found.length} times a`} ${kind} '${name}'; ${names.length > 0 ? `there is ${names.join(', ')}` : `it has no ${kind} at all`}`);
    }
    return found[0].resource;
  }
}
