import * as pulumi from '@pulumi/pulumi';
import { chartApiVersion } from './helm-charts';
import { DeclaredObject, Rendered, Synthesis } from './synthesis';

/** A class of @pulumi/kubernetes, as far as it is used here: its own types are megabytes that every compiler would have to read. */
type ResourceClass = new (name: string, args: object, options: pulumi.CustomResourceOptions) => pulumi.Resource;

/** A resource, and the object that it is. */
export interface Registered {
  readonly rendered: Rendered;
  /** A Helm chart is a component, all others are custom resources. */
  readonly resource: pulumi.Resource;
}

/**
 * Makes every object of a synthesis a resource below a component. A name is that of the component and of the object, not of the construct, so that constructs
 * can be moved: the resource stays the same one.
 */
export function register(component: pulumi.ComponentResource, name: string, synthesis: Synthesis, options: pulumi.ComponentResourceOptions): Registered[] {
  const resources = new Map<DeclaredObject, pulumi.Resource>();
  for (const object of synthesis.objects) {
    const { apiVersion, kind } = object.rendered;
    const isChart = apiVersion === chartApiVersion;
    const Class = isChart ? (require('@pulumi/kubernetes/helm/v4') as { Chart: ResourceClass }).Chart : classOf(apiVersion, kind);
    resources.set(object, new Class(`${name}:${object.logicalName}`, (isChart ? object.inputs.spec : object.inputs) as object, {
      ...passedOn(options, object.rendered),
      ...object.isKept ? { retainOnDelete: true } : {},
      parent: component,
      dependsOn: allOf(object.dependencies.map(each => resources.get(each)!), options.dependsOn),
    }));
  }
  return [...resources].map(([{ rendered }, resource]) => ({ rendered, resource }));
}

/** Options that Pulumi does not hand down from a component by itself. */
function passedOn(options: pulumi.ComponentResourceOptions, rendered: Rendered): pulumi.CustomResourceOptions {
  const { protect, retainOnDelete, customTimeouts, deletedWith, ignoreChanges, replaceOnChanges } = options;
  return {
    ...Object.fromEntries(Object.entries({ protect, retainOnDelete, customTimeouts, deletedWith }).filter(([, value]) => value !== undefined)),
    ...ignoreChanges ? { ignoreChanges: ignoreChanges.filter(path => isIn(rendered, path)) } : {},
    ...replaceOnChanges ? { replaceOnChanges: replaceOnChanges.filter(path => isIn(rendered, path)) } : {},
  };
}

/** Whether a property path leads somewhere in an object, as far as it can be followed: the engine refuses to ignore what is not there. */
function isIn(value: unknown, path: string): boolean {
  let reached = value;
  for (const step of path.match(/[^.[\]"]+/g) ?? []) {
    if (step === '*') {
      return true;
    }
    if (typeof reached !== 'object' || reached === null || !(step in reached)) {
      return false;
    }
    reached = (reached as { [key: string]: unknown })[step];
  }
  return true;
}

// Pulumi makes children of a component wait for what it depends on, but removes them without regard to it.
function allOf(own: pulumi.Resource[], options: pulumi.ComponentResourceOptions['dependsOn']): pulumi.CustomResourceOptions['dependsOn'] {
  if (options === undefined) {
    return own;
  }
  return pulumi.output(options).apply(known => [...own, ...[known].flat()]);
}

/** The class for a kind: the typed one where @pulumi/kubernetes has it. Only the file of that one class is loaded. */
function classOf(apiVersion: string, kind: string): ResourceClass {
  const [version, group = ''] = apiVersion.split('/').reverse();
  if (!group.includes('.') || group.endsWith('.k8s.io')) {
    try {
      const typed = (require(`@pulumi/kubernetes/${group === '' ? 'core' : group.split('.')[0]}/${version}`) as { [name: string]: ResourceClass | undefined })[kind];
      if (typed) {
        return typed;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  return (require('@pulumi/kubernetes/apiextensions') as { CustomResource: ResourceClass }).CustomResource;
}
