import { chartKeys } from './chart-keys';
import { UnreadableValues } from '../values/read-values';
import { Value } from '../values/value';

/** Top-level keys of the chart that no other chart and no manifest has. */
const OWN_KEYS = ['controller', 'restapi', 'nodesets', 'nodesetDefaults', 'loginsets', 'loginsetDefaults', 'slurmKey', 'jwtKey', 'partitions'];

/** Top-level keys of the chart of the operator. */
const OPERATOR_KEYS = ['operator', 'webhook', 'certManager', 'crds'];

const IMPORT = 'slurm-constructs import helm-values -';

/** Where manifests that install a chart have its values. */
const VALUES_IN_MANIFESTS: { readonly [kind: string]: readonly string[] } = {
  HelmRelease: ['spec.values'],
  Application: ['spec.source.helm.valuesObject', 'spec.source.helm.values', 'spec.sources', 'spec.source.helm.valueFiles'],
  ApplicationSet: ['spec.template.spec.source.helm.valuesObject', 'spec.template.spec.source.helm.values', 'spec.template.spec.sources'],
  HelmChart: ['spec.values', 'spec.valuesContent'],
};

/** Refuses files that are something else than values of the chart, which would come out as a program of nothing, and says where the values are. */
export function refuseMistakenFiles(values: Value): void {
  const { file } = values.origin;
  const manifest = values.at('apiVersion')?.kind === 'scalar' ? values.at('kind')?.text : undefined;
  if (manifest !== undefined) {
    refuse(values.entries.get('kind')!, `this is a manifest, of kind ${manifest}, and not values`, inManifest(values, manifest));
  }
  if (OWN_KEYS.some(key => values.entries.has(key) && values.entries.get(key)!.kind !== 'list')) {
    return;
  }
  const old = values.at('compute', 'nodesets') ?? ['nodesets', 'loginsets'].map(key => values.at(key)).find(value => value?.items.some(({ kind }) => kind === 'map'));
  if (old) {
    refuse(old, 'these are values of a chart before 1.0, which had other keys', "upgrade the release first, or write them anew: node sets are a map by name, 'nodesets: { gpu: { replicas: 4 } }'");
  }
  const around = [...values.entries].find(([key, value]) => !Object.hasOwn(chartKeys, key) && OWN_KEYS.some(each => value.at(each)?.kind === 'map'));
  if (around) {
    const [key, value] = around;
    refuse(value, `the values stand below '${key}', as for a chart that depends on the slurm chart`, `give them alone: ${piped(`.${/^\w+$/.test(key) ? key : JSON.stringify(key)}`, file)}`);
  }
  const operators = OPERATOR_KEYS.filter(key => values.entries.get(key)?.kind === 'map');
  if (operators.length > 0) {
    refuse(values.entries.get(operators[0])!, 'these are values of the slurm-operator chart, and this imports those of the slurm chart', 'in a program the operator is new SlurmOperator(chart, ...)');
  }
}

function inManifest(values: Value, kind: string): string {
  const place = VALUES_IN_MANIFESTS[kind]?.find(path => values.at(...path.split('.')) !== undefined);
  if (place === undefined) {
    return kind in VALUES_IN_MANIFESTS || kind === 'ConfigMap' || kind === 'Secret'
      ? `give what it has as values, or those of the running release: helm get values slurm -n slurm -o yaml | ${IMPORT}`
      : 'lint, explain and report read manifests; this reads what helm install takes as --values';
  }
  if (place.endsWith('valueFiles')) {
    return `give the files that it names under '${place}'`;
  }
  const path = place.endsWith('sources') ? `${place}[] | .helm | select(.) | .valuesObject // .values` : place;
  return `its values stand under '${place}': ${piped(`.${path}`, values.origin.file)}`;
}

function piped(path: string, file: string): string {
  return `${file === 'stdin' ? `... | yq '${path}'` : `yq '${path}' ${file}`} | ${IMPORT}`;
}

function refuse({ origin: { file, line } }: Value, what: string, fix: string): never {
  throw new UnreadableValues(`${file}:${line}: ${what}; ${fix}`);
}
