import * as pulumi from '@pulumi/pulumi';
import { decode } from './decode';
import { Registered } from './register';
import { Rendered, Synthesis } from './synthesis';

/** What other programs need to know of a deployed cluster. */
export interface SlurmClusterOutputs {
  /** Namespace of all its objects. */
  readonly namespace: pulumi.Output<string>;
  /** Name of its Controller, and the start of the names of what the operator makes for it. */
  readonly controllerName: pulumi.Output<string>;
  /** Name in Slurm. */
  readonly clusterName: pulumi.Output<string>;
  /** Where pods of the Kubernetes cluster reach slurmrestd, e.g. `http://slurm-restapi.slurm:6820`; undefined when the cluster has none. */
  readonly restUrl?: pulumi.Output<string>;
  /** Hosts that users log in to, by the name of their LoginSet, e.g. `slurm-login-main.slurm`; each is a Service that the operator makes. */
  readonly loginServices: { readonly [loginSet: string]: pulumi.Output<string> };
  /** Names of the NodeSets, by their name in Slurm. */
  readonly nodeSets: { readonly [nodeSet: string]: pulumi.Output<string> };
}

/** The clusters among resources, by the name of their Controller. */
export function clustersOf(registered: Registered[], { namespace }: Synthesis): { [controller: string]: SlurmClusterOutputs } {
  const slinky = registered.filter(({ rendered }) => rendered.apiVersion.startsWith('slinky.slurm.net/'));
  return Object.fromEntries(slinky.filter(({ rendered }) => rendered.kind === 'Controller').map(controller => {
    const { name } = controller.rendered.metadata;
    const isOfCluster = ({ spec }: Rendered) => (spec?.controllerRef as { name?: string } | undefined)?.name === name;
    const ofCluster = (kind: string) => slinky.filter(({ rendered }) => rendered.kind === kind && isOfCluster(rendered));
    const [restApi] = ofCluster('RestApi');
    return [name, {
      namespace,
      controllerName: nameOf(controller),
      clusterName: pulumi.all([decode(controller.rendered.spec?.clusterName), namespace]).apply(([own, room]) => String(own ?? `${room}_${name}`)),
      restUrl: restApi && pulumi.interpolate`http://${nameOf(restApi)}-restapi.${namespace}:6820`,
      loginServices: Object.fromEntries(ofCluster('LoginSet').map(login => [login.rendered.metadata.name, pulumi.interpolate`${nameOf(login)}.${namespace}`])),
      nodeSets: Object.fromEntries(ofCluster('NodeSet').map(nodeSet => [slurmName(nodeSet), nameOf(nodeSet)])),
    }];
  }));
}

/** The name from the deployed object, so that whoever uses it waits for the object. */
function nameOf({ rendered, resource }: Registered): pulumi.Output<string> {
  const { metadata } = resource as pulumi.Resource & { metadata?: pulumi.Output<{ name?: string } | undefined> };
  return pulumi.output(metadata).apply(known => known?.name ?? rendered.metadata.name);
}

function slurmName({ rendered }: Registered): string {
  const { hostname } = (rendered.spec?.template as { spec?: { hostname?: string } })?.spec ?? {};
  return hostname?.replace(/-$/, '') ?? rendered.metadata.name;
}
