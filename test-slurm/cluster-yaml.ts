import { dump } from 'js-yaml';

/** One node set of a test cluster. */
export interface TestNodeSet {
  readonly name: string;
  readonly replicas: number;
  readonly gres?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly partition?: string;
}

/** What a test cluster declares, beside its node sets. */
export interface TestController {
  readonly extraConf?: string;
  /** ConfigMaps of scripts by the field that names them, e.g. `prologScriptRefs`. */
  readonly scripts?: { readonly [field: string]: { readonly [file: string]: string } };
  readonly configFiles?: { readonly [file: string]: string };
}

/** Manifests of a cluster called `test` as somebody without this library writes them. */
export function clusterYaml(nodeSets: readonly TestNodeSet[], { extraConf, scripts = {}, configFiles }: TestController = {}): string {
  const object = (apiVersion: string, kind: string, name: string, rest: object): object => ({ apiVersion, kind, metadata: { name, namespace: 'slurm' }, ...rest });
  const slinky = 'slinky.slurm.net/v1beta1';
  const configMaps = Object.entries({ ...scripts, ...(configFiles === undefined ? {} : { configFileRefs: configFiles }) });
  return [
    object(slinky, 'Controller', 'test', {
      spec: { clusterName: 'test', extraConf, ...Object.fromEntries(configMaps.map(([field]) => [field, [{ name: field.toLowerCase() }]])) },
    }),
    ...configMaps.map(([field, data]) => object('v1', 'ConfigMap', field.toLowerCase(), { data })),
    ...nodeSets.map(({ name, replicas, gres, cpu = '8', memory = '16Gi', partition = 'Default=YES' }) => object(slinky, 'NodeSet', name, {
      spec: {
        controllerRef: { name: 'test' },
        replicas,
        slurmd: { resources: { limits: { cpu, memory } } },
        ...(gres === undefined ? {} : { extraConf: `Gres=${gres}` }),
        partition: { enabled: true, config: partition },
        template: { spec: { hostname: `${name}-` } },
      },
    })),
  ].map(each => dump(each, { skipInvalid: true })).join('---\n');
}
