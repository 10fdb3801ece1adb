import type * as Yaml from 'yaml';

let loaded: typeof Yaml | undefined;

/** The YAML reader, loaded at its first use: loading it takes longer than loading this package, and few programs read topology.yaml. */
export function yamlLibrary(): typeof Yaml {
  loaded ??= require('yaml') as typeof Yaml;
  return loaded;
}

/** Whether a node holds keys. */
export function isMap(node: unknown): node is Yaml.YAMLMap {
  return yamlLibrary().isMap(node);
}

/** Whether a node is a list. */
export function isSeq(node: unknown): node is Yaml.YAMLSeq {
  return yamlLibrary().isSeq(node);
}

/** Whether a node is a single value. */
export function isScalar(node: unknown): node is Yaml.Scalar {
  return yamlLibrary().isScalar(node);
}
