import { cdk, javascript } from 'projen';

/**
 * Folders of src/ and what each may import, besides itself. Arrows point one way: props become
 * constructs, constructs become objects, objects become the ClusterModel, and answers come from that.
 */
const areas = [
  'accounting', 'auth', 'autoscaling', 'cluster', 'containers', 'gpu', 'identity', 'install', 'login', 'network', 'observability', 'operations', 'pods', 'storage', 'topology',
];
const mayImport: { [folder: string]: string[] } = {
  slurm: [],
  // For its spelling: which prop was meant.
  errors: ['slurm'],
  // Only the bundles call it.
  loading: [],
  slinky: ['errors'],
  model: ['slurm', 'slinky'],
  sandbox: ['slurm', 'model'],
  ...Object.fromEntries(areas.map(area => [area, ['slurm', 'slinky', 'model', 'errors', ...areas.filter(other => other !== area)]])),
  // The public entry, so that the constructs that a program imports and those made here are the same classes.
  pulumi: ['index.ts', 'errors', ...areas],
  importer: ['slurm', 'model'],
  report: ['slurm', 'model'],
  // The public entry, since programs are written by trying them.
  cli: ['index.ts', 'slurm', 'model', 'sandbox', 'importer', 'report'],
};

const project = new cdk.JsiiProject({
  name: 'slurm-constructs',
  description: 'Typed constructs that declare Slurm clusters on Kubernetes (Slinky slurm-operator) for cdk8s and Pulumi',
  author: 'The slurm-constructs authors',
  authorAddress: 'maintainers@slurm-constructs.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/slurm-constructs/slurm-constructs.git',
  keywords: ['slurm', 'slinky', 'kubernetes', 'cdk8s', 'hpc', 'gpu', 'pulumi'],
  license: 'Apache-2.0',
  copyrightOwner: 'The slurm-constructs authors',
  copyrightPeriod: '2026',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  projenVersion: '0.103.25',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  peerDeps: ['cdk8s@^2.68.91', 'cdk8s-plus-28@^2.5.6', 'constructs@^10.4.2'],
  bundledDeps: ['commander@^14', 'escape-html@^1', 'js-yaml@^4.3', 'picocolors@^1', 'yaml@^2.8'],
  devDeps: [
    '@marcbachmann/cel-js',
    '@pulumi/kubernetes@^4',
    '@pulumi/pulumi@^3',
    '@pulumi/random@^4',
    '@swc/core@^1',
    '@swc/jest@^0.2',
    '@types/escape-html@^1',
    '@types/js-yaml@^4',
    'ajv@^8',
    'ajv-formats@^3',
    'axe-core@^4',
    'esbuild',
    'fast-check@^3',
    'kubernetes-models@^5',
    'playwright-core@^1',
    'prettier@^3',
    'tsx@^4',
  ],
  github: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
  stale: false,
  docgen: true,
  bin: { 'slurm-constructs': 'lib/cli/main.js' },
  publishToPypi: { distName: 'slurm-constructs', module: 'slurm_constructs' },
  publishToMaven: { javaPackage: 'io.github.slurmconstructs', mavenGroupId: 'io.github.slurmconstructs', mavenArtifactId: 'slurm-constructs' },
  publishToNuget: { dotNetNamespace: 'SlurmConstructs', packageId: 'SlurmConstructs' },
  publishToGo: { moduleName: 'github.com/slurm-constructs/slurm-constructs-go' },
  tsconfig: { compilerOptions: { lib: ['es2022'] } },
  tsconfigDev: {
    compilerOptions: { paths: { 'slurm-constructs': ['../src/index.ts'], 'slurm-constructs/pulumi': ['../src/pulumi/index.ts'] } },
    include: ['../examples/**/*.ts', '../bench/**/*.ts', '../scripts/**/*.ts', '../test-slurm/**/*.ts', '../test-cluster/**/*.ts', '../test-chart/**/*.ts'],
  },
  eslintOptions: { commandOptions: { fix: false }, dirs: ['src'], devdirs: ['test', 'test-slurm', 'test-cluster', 'test-chart', 'examples', 'bench', 'scripts', 'projenrc'] },
  jestOptions: {
    jestVersion: '^29',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // For what hangs: how long a test takes says more about the machine than about the test.
      testTimeout: 60_000,
      // A worker for each core: jest would leave one idle and, on two cores, run all in one ever larger process.
      maxWorkers: '100%',
      moduleNameMapper: { '^slurm-constructs$': '<rootDir>/src', '^slurm-constructs/pulumi$': '<rootDir>/src/pulumi' },
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
      coverageThreshold: { lines: 90 },
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }) },
    },
  },
  gitignore: ['/dist/', '/.cache/', '/examples/**/dist/', '/*.tgz'],
});

// What the next release will be: examples and the repositories that the command line writes ask for it.
project.package.addVersion('0.1.0');

// Types, and the files that the bundler leaves.
project.npmignore?.addPatterns(...['/examples/', '/bench/', '/scripts/', '/test-slurm/', '/test-cluster/', '/test-chart/', '/docs/', '/.ci/', '/API.md', '/slinky.md', '/CONTRIBUTING.md', '/tsconfig.json']);
project.package.addField('exports', {
  '.': './lib/index.js',
  './pulumi': './lib/pulumi/index.js',
  './package.json': './package.json',
  './.jsii': './.jsii',
});

// Not in peerDependencies: jsii takes only its own modules there. So npm installs neither, and src/pulumi says what is missing.
project.package.addField('peerDependenciesMeta', Object.fromEntries(['kubernetes', 'pulumi', 'random'].map(name => [`@pulumi/${name}`, { optional: true }])));

project.eslint?.addRules({
  'import/no-restricted-paths': ['error', {
    zones: Object.entries(mayImport).map(([folder, others]) => ({
      target: `./src/${folder}`,
      from: './src',
      except: [folder, ...others].map(name => `./${name}`),
      message: `src/${folder} may import only ${['itself', ...others].join(', ')}`,
    })),
  }],
  // Files that only a synthesis needs are loaded when it happens.
  '@typescript-eslint/no-require-imports': 'off',
  '@stylistic/max-len': ['error', { code: 160, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: false, ignoreRegExpLiterals: true }],
});
project.eslint?.allowDevDeps('src/pulumi/**');
project.eslint?.addOverride({
  files: ['src/slurm/**/*.ts'],
  rules: { 'no-restricted-imports': ['error', { paths: ['cdk8s', 'cdk8s-plus-28', 'constructs', 'fs', 'path', 'os'] }] },
});
project.eslint?.addOverride({
  // The name resolves through tsconfig, and through package.json once lib is compiled.
  files: ['examples/**/*.ts', 'test/**/*.ts', 'test-cluster/**/*.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: ['^slurm-constructs(/pulumi)?$'] }] },
});

const script = (name: string, description: string, file: string, receiveArgs?: boolean) => {
  project.addTask(name, { description, receiveArgs, exec: `tsx --tsconfig test/tsconfig.json ${file}` });
};
script('demo', 'Synthesize the flagship cluster and say what its manifests declare', 'scripts/demo.ts');
script('golden', 'Rewrite test/golden from the examples; read the difference before you commit it', 'scripts/write-golden.ts');
script('bench', 'Measure the compiled library beside raw cdk8s objects and helm template, and hold it within its limits (docs/bench.md)', 'bench/main.ts', true);
script('test:package', 'Pack the compiled library, install it into a scratch project and run the README there', 'test/package/check-package.ts');
project.addTask('test:slurm', {
  description: 'Hold model, parsers and sandbox against the daemons of Slurm 26.05 (.ci/prepare-slurm gets them)',
  exec: 'jest --config test-slurm/jest.config.json --ci',
  receiveArgs: true,
});

project.addTask('test:cluster', {
  description: 'Apply everything to a real API server with the real operator, and run the real Pulumi engine (.ci/prepare-cluster gets them)',
  exec: 'jest --config test-cluster/jest.config.json --ci',
  receiveArgs: true,
});

project.addTask('test:chart', {
  description: 'Hold imported programs against what helm renders of the official slurm chart (.ci/prepare-chart gets both)',
  exec: 'jest --config test-chart/jest.config.json --ci',
  receiveArgs: true,
});

// A cold start is what every synthesis pays, and one file starts several times as fast as hundreds.
project.compileTask.exec('tsx scripts/bundle-lib.ts');
project.tasks.tryFind('docgen')!.reset('jsii-docgen -o API.md --split-by-submodule');

project.testTask.reset();
project.testTask.exec('tsc --noEmit -p test/tsconfig.json', { name: 'type-check' });
project.testTask.exec('jest --ci --silent --coverageProvider=v8', { receiveArgs: true });
project.testTask.spawn(project.tasks.tryFind('eslint')!);

project.synth();
