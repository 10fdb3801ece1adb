import { imported } from './library-modules';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const manifest = (kind: string, spec: string): string => `apiVersion: example.com/v1\nkind: ${kind}\nspec: ${spec}\n`;
const reader = 'slurm-constructs import helm-values -';

test.each([
  ['a release of Flux', manifest('HelmRelease', '{ values: { nodesets: { cpu: {} } } }'),
    `values.yaml:2: this is a manifest, of kind HelmRelease, and not values; its values stand under 'spec.values': yq '.spec.values' values.yaml | ${reader}`],
  ['a release of Flux that has its values elsewhere', manifest('HelmRelease', '{ valuesFrom: [{ kind: ConfigMap, name: slurm }] }'),
    `values.yaml:2: this is a manifest, of kind HelmRelease, and not values; give what it has as values, or those of the running release: helm get values slurm -n slurm -o yaml | ${reader}`],
  ['an application of Argo CD', manifest('Application', '{ source: { helm: { values: "nodesets: {}" } } }'),
    `values.yaml:2: this is a manifest, of kind Application, and not values; its values stand under 'spec.source.helm.values': yq '.spec.source.helm.values' values.yaml | ${reader}`],
  ['an application of several sources', manifest('Application', '{ sources: [{ repoURL: a }, { helm: { valuesObject: {} } }] }'),
    `values.yaml:2: this is a manifest, of kind Application, and not values; its values stand under 'spec.sources': yq '.spec.sources[] | .helm | select(.) | .valuesObject // .values' values.yaml | ${reader}`],
  ['an application that names files', manifest('Application', '{ source: { helm: { valueFiles: [values.yaml] } } }'),
    "values.yaml:2: this is a manifest, of kind Application, and not values; give the files that it names under 'spec.source.helm.valueFiles'"],
  ['a custom resource', manifest('NodeSet', '{ replicas: 2 }'),
    'values.yaml:2: this is a manifest, of kind NodeSet, and not values; lint, explain and report read manifests; this reads what helm install takes as --values'],
  ['values of a chart around the slurm chart', 'mariadb: {}\nslurm:\n  nodesets: { cpu: {} }\n',
    `values.yaml:2: the values stand below 'slurm', as for a chart that depends on the slurm chart; give them alone: yq '.slurm' values.yaml | ${reader}`],
  ['values below a key that yq must be given in quotes', 'my-slurm:\n  controller: { persistence: { enabled: false } }\n',
    `values.yaml:1: the values stand below 'my-slurm', as for a chart that depends on the slurm chart; give them alone: yq '."my-slurm"' values.yaml | ${reader}`],
  ['values of the operator', 'fullnameOverride: x\noperator: { replicas: 2 }\nwebhook: { enabled: true }\n',
    'values.yaml:2: these are values of the slurm-operator chart, and this imports those of the slurm chart; in a program the operator is new SlurmOperator(chart, ...)'],
  ['values of the charts before 1.0', 'login: { enabled: true }\ncompute:\n  nodesets:\n    - name: gpu\n',
    "values.yaml:3: these are values of a chart before 1.0, which had other keys; upgrade the release first, or write them anew: node sets are a map by name, 'nodesets: { gpu: { replicas: 4 } }'"],
  ['node sets as a list', 'nodesets:\n  - name: gpu\n',
    "values.yaml:1: these are values of a chart before 1.0, which had other keys; upgrade the release first, or write them anew: node sets are a map by name, 'nodesets: { gpu: { replicas: 4 } }'"],
])('%s is told from values of the chart, with what to give instead', (_, text, message) => {
  expect(() => imported(text)).toThrow(new Error(message));
});

test.each([
  ['of keys that other charts have, too', 'fullnameOverride: other\n'],
  ['beside those of another chart', 'operator: { enabled: true }\nnodesets: { cpu: {} }\n'],
  ['with a node set of any name', 'nodesets: { operator: {}, slurm: { partition: { enabled: true } } }\n'],
])('values %s are values', (_, text) => {
  expect(imported(text).cluster).toContain('export function addCluster');
});
