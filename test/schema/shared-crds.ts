import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { load } from 'js-yaml';

/** Folder of CustomResourceDefinitions, `<group>/<plural>.yaml`, kept beside the repository because they are other projects' files. */
const FOLDER = path.resolve(__dirname, '../../../shared/crds');

/** A `describe` for tests that need the CRDs: says so and skips without them, and fails without them in CI. */
export function describeWithCrds(name: string, tests: () => void): void {
  if (existsSync(FOLDER)) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('the CRDs are not here: put them in ../shared/crds beside the repository, as <group>/<plural>.yaml');
    });
  } else {
    describe.skip(`${name} (no CRDs in ../shared/crds beside the repository)`, tests);
  }
}

/** A structural schema of a CRD: the part of OpenAPI v3 that Kubernetes allows, with its extensions. */
export interface StructuralSchema {
  readonly 'type'?: string;
  readonly 'properties'?: { readonly [name: string]: StructuralSchema };
  readonly 'additionalProperties'?: StructuralSchema | boolean;
  readonly 'items'?: StructuralSchema;
  readonly 'required'?: string[];
  readonly 'nullable'?: boolean;
  readonly 'format'?: string;
  readonly 'enum'?: string[];
  readonly 'default'?: unknown;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-validations'?: CelRule[];
}

/** A rule in CEL at a place of a schema. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: { readonly name: string; readonly served: boolean; readonly schema: { readonly openAPIV3Schema: StructuralSchema } }[];
  };
}

/** The schema of a kind, or nothing when no CRD describes it. */
export function schemaOf(apiVersion: string, kind: string): StructuralSchema | undefined {
  const [group, version] = apiVersion.split('/');
  const crd = crdsOf(group).find(({ spec }) => spec.names.kind === kind);
  return crd?.spec.versions.find(({ name, served }) => name === version && served)?.schema.openAPIV3Schema;
}

/** API version and kind of every CRD that is here. */
export function customKinds(): [string, string][] {
  return (existsSync(FOLDER) ? readdirSync(FOLDER, { withFileTypes: true }) : [])
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => crdsOf(name))
    .flatMap(({ spec }) => spec.versions
      .filter(({ served }) => served)
      .map((version): [string, string] => [`${spec.group}/${version.name}`, spec.names.kind]));
}

const crdsByGroup = new Map<string, CustomResourceDefinition[]>();

function crdsOf(group: string): CustomResourceDefinition[] {
  const known = crdsByGroup.get(group);
  if (known) {
    return known;
  }
  const folder = path.join(FOLDER, group);
  const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.yaml')).sort() : [];
  const crds = files.map(file => load(readFileSync(path.join(folder, file), 'utf8')) as CustomResourceDefinition);
  crdsByGroup.set(group, crds);
  return crds;
}
