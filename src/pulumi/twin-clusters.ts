import * as pulumi from '@pulumi/pulumi';
import type { SlurmClusterOutputs } from './cluster-outputs';
import { problemText } from '../errors/refuse';

interface KnownCluster {
  readonly controller: string;
  readonly component: string;
  readonly provider: pulumi.ProviderResource | undefined;
  readonly namespace: pulumi.Output<string>;
}

const known: KnownCluster[] = [];

/**
 * Warns of clusters of one name that components of a program bring to several namespaces of one Kubernetes cluster. Within one component the constructs refuse
 * that, but each component is an app of its own.
 */
export function warnOfTwins(component: pulumi.ComponentResource, name: string, clusters: { readonly [controller: string]: SlurmClusterOutputs }): void {
  const provider = component.getProvider('kubernetes:core/v1:Namespace');
  for (const [controller, { namespace }] of Object.entries(clusters)) {
    for (const other of known.filter(each => each.controller === controller && each.provider === provider)) {
      void pulumi.all([namespace, other.namespace]).apply(([own, others]) => own === others ? undefined : pulumi.log.warn(problemText({
        id: 'PUL-007',
        what: `'${name}' in namespace '${own}' and '${other.component}' in namespace '${others}' both call their cluster '${controller}', `
          + 'and slurm-operator confuses Controllers of one name: rolling updates would never run',
        fix: 'give one of them another name, or each a provider of its own if they are for different Kubernetes clusters',
      }), component));
    }
    known.push({ controller, component: name, provider, namespace });
  }
}
