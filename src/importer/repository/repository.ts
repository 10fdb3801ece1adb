import { literalText } from '../code/printer';

/** What a repository is made for. */
export enum RepositoryKind {
  /** Manifests as files, by cdk8s. */
  CDK8S = 'cdk8s',
  /** Resources, by Pulumi. */
  PULUMI = 'pulumi',
}

/** A small infrastructure repository around one cluster. */
export interface RepositoryContent {
  readonly kind: RepositoryKind;
  /** Name of the package, e.g. `slurm-training`. */
  readonly packageName: string;
  /** Id of the chart: the name of the file that it becomes. */
  readonly chartId: string;
  readonly namespace: string;
  /** The module that exports `addCluster`. */
  readonly cluster: string;
  /** What the program synthesizes, as YAML. */
  readonly snapshot: string;
  /** Paragraphs of the README below its first lines. */
  readonly readme: readonly string[];
  /** Version ranges of packages by name. */
  readonly versions: { readonly [name: string]: string };
}

/** Files of a repository by their path. */
export interface RepositoryFiles {
  readonly [path: string]: string;
}

/** The files of a repository. */
export function repositoryFiles(content: RepositoryContent): RepositoryFiles {
  const isPulumi = content.kind === RepositoryKind.PULUMI;
  return {
    '.gitignore': lines('node_modules/', ...isPulumi ? [] : ['dist/']),
    'README.md': readme(content),
    'cluster.snapshot.yaml': content.snapshot,
    'cluster.test.ts': clusterTest(content),
    'cluster.ts': content.cluster,
    'package.json': packageJson(content),
    'tsconfig.json': json({
      compilerOptions: { target: 'es2022', module: 'node16', moduleResolution: 'node16', types: ['node'], strict: true, skipLibCheck: true, noEmit: true },
      include: ['*.ts'],
    }),
    ...isPulumi ? {
      'Pulumi.yaml': lines(`name: ${content.packageName}`, 'runtime:', '  name: nodejs', '  options:', '    nodeargs: --import tsx', 'description: A Slurm cluster on Kubernetes', 'main: index.ts'),
      'index.ts': pulumiMain(content),
    } : {
      'cdk8s.yaml': lines('language: typescript', 'app: npx tsx main.ts'),
      'main.ts': cdk8sMain(content),
    },
  };
}

function cdk8sMain({ chartId, namespace }: RepositoryContent): string {
  return lines(
    "import { App, Chart } from 'cdk8s';",
    "import { addCluster } from './cluster';",
    '',
    'const app = new App();',
    `addCluster(new Chart(app, ${literalText(chartId)}, { namespace: ${literalText(namespace)} }));`,
    'app.synth();',
  );
}

function pulumiMain({ chartId, namespace }: RepositoryContent): string {
  return lines(
    "import * as kubernetes from '@pulumi/kubernetes';",
    "import { SlurmComponent } from 'slurm-constructs/pulumi';",
    "import { addCluster } from './cluster';",
    '',
    '// Otherwise a changed ConfigMap or Secret is deleted and made anew, and slurm-operator misses it in between.',
    "const provider = new kubernetes.Provider('kubernetes', { enableConfigMapMutable: true, enableSecretMutable: true });",
    '',
    `new SlurmComponent(${literalText(chartId)}, { namespace: ${literalText(namespace)} }, addCluster, { provider });`,
  );
}

function clusterTest({ chartId, namespace }: RepositoryContent): string {
  return lines(
    "import * as assert from 'node:assert/strict';",
    "import { readFileSync, writeFileSync } from 'node:fs';",
    "import { join } from 'node:path';",
    "import { test } from 'node:test';",
    "import { Chart, Testing, Yaml } from 'cdk8s';",
    "import { addCluster } from './cluster';",
    '',
    "const snapshot = join(__dirname, 'cluster.snapshot.yaml');",
    '',
    'function manifests(): string {',
    `  const chart = new Chart(Testing.app(), ${literalText(chartId)}, { namespace: ${literalText(namespace)} });`,
    '  addCluster(chart);',
    '  return Yaml.stringify(...Testing.synth(chart));',
    '}',
    '',
    "if (process.argv.includes('--update')) {",
    '  writeFileSync(snapshot, manifests());',
    '}',
    '',
    "void test('the manifests are those of the snapshot; npm run test:update writes it anew', () => {",
    "  assert.equal(manifests(), readFileSync(snapshot, 'utf8'));",
    '});',
  );
}

function packageJson({ kind, packageName, versions }: RepositoryContent): string {
  const isPulumi = kind === RepositoryKind.PULUMI;
  const ranges = (...names: readonly string[]): { [name: string]: string } => Object.fromEntries(names.map(name => [name, versions[name]]));
  return json({
    name: packageName,
    private: true,
    ...isPulumi ? { main: 'index.ts' } : {},
    scripts: {
      ...isPulumi ? { preview: 'pulumi preview' } : { 'synth': 'tsx main.ts', 'lint:cluster': 'npm run synth && slurm-constructs lint dist' },
      'check': 'tsc --noEmit',
      'test': 'tsx --test cluster.test.ts',
      'test:update': 'tsx cluster.test.ts --update',
    },
    prettier: { singleQuote: true, printWidth: 120, quoteProps: 'consistent' },
    dependencies: ranges(...isPulumi ? ['@pulumi/kubernetes', '@pulumi/pulumi'] : [], 'cdk8s', 'cdk8s-plus-28', 'constructs', 'slurm-constructs'),
    devDependencies: ranges('@types/node', 'tsx', 'typescript'),
  });
}

function readme({ kind, packageName, namespace, readme: paragraphs }: RepositoryContent): string {
  const isPulumi = kind === RepositoryKind.PULUMI;
  return [
    `# ${packageName}`,
    'A Slurm cluster on Kubernetes, run by the Slinky slurm-operator. `cluster.ts` declares it; everything that it does not say is a default of [slurm-constructs](https://www.npmjs.com/package/slurm-constructs), written at its prop.',
    ['```sh', 'npm install', 'npm test', ...isPulumi ? ['pulumi up'] : ['npm run synth', 'npx slurm-constructs lint dist', 'kubectl apply --server-side -f dist'], `kubectl -n ${namespace} get pods`, '```'].join('\n'),
    '`npm test` compares the manifests with `cluster.snapshot.yaml`. After a change, `npm run test:update` writes it anew: read the difference before you commit it.',
    ...paragraphs,
  ].join('\n\n') + '\n';
}

function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}

function json(data: object): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
