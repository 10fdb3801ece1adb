import * as cdk8s from 'cdk8s';
import { run } from './check-programs';
import { imported, modules } from './library-modules';
import { importHelmValues, ImportedProgram } from '../../src/importer/import-helm-values';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

/** Values with so many node sets, most of them with something of their own. */
function manySets(count: number): string {
  const sets = Array.from({ length: count }, (_, index) => {
    const gpus = index % 2 === 0 ? ', slurmd: { resources: { limits: { nvidia.com/gpu: 8 } } }' : '';
    const gres = index % 2 === 0 ? ', Gres: gpu:h100:8' : '';
    return `  s${index}: { replicas: ${index % 3 + 1}, updateStrategy: { type: ${index % 5 === 0 ? 'OnDelete' : 'RollingUpdate'} }${gpus}, extraConfMap: { Weight: ${index % 4 + 1}${gres} } }`;
  });
  return ['nodesets:', ...sets, ''].join('\n');
}

/** The program, and how many programs were tried for it. */
function tried(values: string): { readonly program: ImportedProgram; readonly tries: number } {
  let tries = 0;
  class CountedApp extends cdk8s.App {
    public constructor() {
      super();
      tries += 1;
    }
  }
  const files = [{ name: 'values.yaml', text: values }];
  return { program: importHelmValues({ files, release: 'slurm', namespace: 'slurm' }, { modules: { ...modules, cdk8s: { ...cdk8s, App: CountedApp } } }), tries };
}

test('many node sets are tried together, and each says what is its own and no more', () => {
  const { program: { cluster, objects }, tries } = tried(manySets(60));
  expect(tries).toBeLessThan(60);
  expect(cluster).toContain("  cluster.addGpuNodeSet('s0', { gpu: Gpu.H100_80GB, weight: 1, updateStrategy: UpdateStrategy.onDelete() });\n");
  expect(cluster).toContain("  cluster.addNodeSet('s1', { scaling: Scaling.fixed(2), weight: 2 });\n");
  expect(run(cluster)).toEqual(objects);
}, 120_000);

test('hundreds of node sets keep what they say when partitions name them', () => {
  const sets = Array.from({ length: 101 }, (_, index) => `  s${index}: { replicas: ${index % 3 + 2} }`);
  const partitions = Array.from({ length: 101 }, (_, index) => `  p${index}: { enabled: true, nodesets: [s${index}], configMap: { PriorityTier: ${index % 2 + 1} } }`);
  const { cluster, objects } = imported(['nodesets:', ...sets, 'partitions:', ...partitions, ''].join('\n'));
  expect(cluster).toContain("const s100 = cluster.addNodeSet('s100', { scaling: Scaling.fixed(3) });");
  expect(cluster).toContain("  cluster.addPartition('p99', { nodeSets: [s99], priorityTier: 2 });\n");
  expect(cluster.match(/Scaling\.fixed\(/g)).toHaveLength(101);
  expect(run(cluster)).toEqual(objects);
}, 120_000);
