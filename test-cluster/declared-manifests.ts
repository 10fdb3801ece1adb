import { App } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { exampleManifests, examples } from '../scripts/example-manifests';
import { clusters } from '../test/real-clusters/clusters';

/** A cluster that somebody declares. */
export interface Declared {
  readonly name: string;
  readonly yaml: () => Promise<string>;
}

/** A Kubernetes object as its author writes it. */
export interface AuthoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // Tests look wherever they like; expect() says what is there.
  readonly [field: string]: any;
}

/** Every example, and the program of every real cluster. */
export const declared: Declared[] = [
  ...examples.map(name => ({ name: `example ${name}`, yaml: async () => exampleManifests(name) })),
  ...clusters.map(({ name, build }) => ({
    name: `real cluster ${name}`,
    yaml: async () => {
      const app = new App();
      build(app);
      return app.synthYaml();
    },
  })),
];

/** Objects of a YAML stream. */
export function objectsOf(yaml: string): AuthoredObject[] {
  return loadAll(yaml).filter(object => object !== null && object !== undefined) as AuthoredObject[];
}

/** Path of an object in the REST API. */
export function pathOf({ apiVersion, kind, metadata }: AuthoredObject): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = kind.toLowerCase().endsWith('y') ? `${kind.toLowerCase().slice(0, -1)}ies` : `${kind.toLowerCase()}s`;
  return `${root}${metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`}/${plural}/${metadata.name}`;
}
