/**
 * What a user gets: the packed library in a scratch project with only cdk8s and constructs beside it. The README's programs must compile there under
 * `strict` and synthesize, the examples must give the manifests in test/golden, and ES modules must be able to import it.
 *
 *     npx projen compile && npm run test:package
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { readmePrograms } from './readme-example';
import { examples, goldenFile, readManifests } from '../../scripts/example-manifests';

const repository = path.join(__dirname, '../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'scratch-project-'));

function run(command: string, args: string[], environment: { [name: string]: string } = {}): string {
  try {
    // The tsconfig that tsx runs this file with is none of theirs.
    const own = { ...process.env, TSX_TSCONFIG_PATH: undefined, ...environment };
    return execFileSync(command, args, { cwd: scratch, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: own });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`);
  }
}

function install(): void {
  const packed = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', scratch], { cwd: repository, encoding: 'utf8' })) as { filename: string }[];
  const { peerDependencies } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as { peerDependencies: { [name: string]: string } };
  fs.writeFileSync(path.join(scratch, 'package.json'), JSON.stringify({
    name: 'scratch',
    private: true,
    main: 'main.js',
    dependencies: { 'cdk8s': peerDependencies.cdk8s, 'constructs': peerDependencies.constructs, 'slurm-constructs': `file:${packed[0].filename}` },
  }));
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
}

function compile(program: string): void {
  fs.writeFileSync(path.join(scratch, 'main.ts'), program);
  fs.writeFileSync(path.join(scratch, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'es2022', module: 'node16', strict: true, noUnusedLocals: true, skipLibCheck: true, types: [] },
    include: ['main.ts'],
  }));
  run(process.execPath, [path.join(repository, 'node_modules/typescript/bin/tsc'), '-p', '.']);
}

function synthesize(): string {
  const folder = path.join(scratch, 'dist');
  fs.rmSync(folder, { recursive: true, force: true });
  run(process.execPath, ['main.js'], { CDK8S_OUTDIR: folder });
  return readManifests(folder);
}

/** Runs a Pulumi program and some more against Pulumi's own stand-in for an engine, and prints the types of what they register. */
const underPulumi = (more: string): string => `
const pulumi = require('@pulumi/pulumi');
const types = [];
void pulumi.runtime.setMocks({ newResource: ({ type, name, inputs }) => { types.push(type); return { id: name, state: inputs }; }, call: ({ inputs }) => inputs }, 'project', 'stack')
  .then(() => {
    require('./' + require('./package.json').main);
    ${more}
    return pulumi.runtime.disconnect();
  })
  .then(() => console.log(types.join('\\n')));
`;

const withClassesOfBoth = `
    const { AuthKeys, SlurmCluster } = require('slurm-constructs');
    const { SlurmComponent, SlurmKeys } = require('slurm-constructs/pulumi');
    new SlurmComponent('classes', { namespace: 'a' }, chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      cluster.addPartition('all', { nodeSets: [cluster.addNodeSet('cpu')] });
    });
    const { authKeys } = new SlurmKeys('keys', { namespace: 'a' });
    if (!(authKeys instanceof AuthKeys)) throw new Error('classes exist twice');
`;

function expectClusterIn(printed: string): void {
  const types = printed.trim().split('\n');
  const missing = ['slinky.slurm.net/v1beta1:Controller', 'slinky.slurm.net/v1beta1:NodeSet'].filter(type => !types.includes(`kubernetes:${type}`));
  if (missing.length > 0) {
    throw new Error(`it registers no ${missing.join(', ')}, but ${types.join(', ')}`);
  }
}

/** A repository that the command line wrote: with the packages of the scratch project and this repository's compiler instead of its own. */
function checkRepository(folder: string): void {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(scratch, folder, 'package.json'), 'utf8')) as { dependencies: { [name: string]: string } };
  if (!fs.existsSync(path.join(scratch, folder, dependencies['slurm-constructs'].replace(/^file:/, '')))) {
    throw new Error(`${folder} asks for slurm-constructs ${dependencies['slurm-constructs']}, which is not what wrote it`);
  }
  run(process.execPath, [path.join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder, '--typeRoots', path.join(repository, 'node_modules/@types')]);
  run(process.execPath, ['--import', require.resolve('tsx'), '--test', path.join(folder, 'cluster.test.ts')]);
}

/** Only here: the other checks must do without Pulumi. */
function withPulumi(check: () => void): void {
  const packages = path.join(scratch, 'node_modules/@pulumi');
  fs.symlinkSync(path.join(repository, 'node_modules/@pulumi'), packages);
  try {
    check();
  } finally {
    fs.rmSync(packages);
  }
}

function kinds(manifests: string): string[] {
  return loadAll(manifests).map(object => (object as { kind: string }).kind);
}

const checks: { readonly name: string; readonly check: () => void }[] = [
  ...readmePrograms().map((program, index) => ({
    name: `program ${index + 1} of the README compiles under strict and synthesizes a Slurm cluster`,
    check: () => {
      compile(program);
      const missing = ['Controller', 'RestApi', 'NodeSet'].filter(kind => !kinds(synthesize()).includes(kind));
      if (missing.length > 0) {
        throw new Error(`it gives no ${missing.join(', ')}`);
      }
    },
  })),
  ...examples.map(example => ({
    name: `example ${example} gives the manifests of test/golden`,
    check: () => {
      compile(fs.readFileSync(path.join(repository, 'examples', example, 'main.ts'), 'utf8'));
      if (synthesize() !== fs.readFileSync(goldenFile(example), 'utf8')) {
        throw new Error('the packed library gives other manifests than the sources');
      }
    },
  })),
  {
    name: 'without Pulumi its entry says what to install',
    check: () => {
      const words = run(process.execPath, ['-e', "try { require('slurm-constructs/pulumi'); } catch (error) { console.log(error.message); }"]);
      if (!words.includes('run: npm install @pulumi/pulumi @pulumi/kubernetes')) {
        throw new Error(`it says: ${words}`);
      }
    },
  },
  {
    name: 'a Pulumi program compiles under strict and registers a Slurm cluster, as constructs of the one public entry',
    check: () => withPulumi(() => {
      compile(fs.readFileSync(path.join(repository, 'examples/pulumi-declarative/index.ts'), 'utf8'));
      fs.writeFileSync(path.join(scratch, 'engine.js'), underPulumi(withClassesOfBoth));
      expectClusterIn(run(process.execPath, ['engine.js']));
      fs.writeFileSync(path.join(scratch, 'main.mjs'), "import { SlurmComponent, asString } from 'slurm-constructs/pulumi';\nif (!SlurmComponent || !asString) process.exit(1);\n");
      run(process.execPath, ['main.mjs']);
    }),
  },
  {
    name: 'the command line answers, and lints what the examples give',
    check: () => {
      run('npx', ['--no-install', 'slurm-constructs', '--help']);
      run('npx', ['--no-install', 'slurm-constructs', 'lint', goldenFile('gpu-training')]);
    },
  },
  {
    name: 'init and import write repositories that ask for the packed library, compile with it and pass their own tests',
    check: () => {
      fs.writeFileSync(path.join(scratch, 'values.yaml'), 'nodesets:\n  cpu:\n    replicas: 2\n    podSpec: { nodeSelector: { pool: cpu } }\n');
      for (const words of [['init', 'started'], ['import', 'helm-values', 'values.yaml', '--out', 'imported']]) {
        run('npx', ['--no-install', 'slurm-constructs', ...words]);
        checkRepository(words[words.length - 1]);
      }
    },
  },
  {
    name: 'init and import write Pulumi projects that compile under strict, pass their own tests and register a Slurm cluster',
    check: () => withPulumi(() => {
      for (const words of [['init', 'stack'], ['import', 'helm-values', 'values.yaml', '--out', 'imported-stack']]) {
        const folder = words[words.length - 1];
        run('npx', ['--no-install', 'slurm-constructs', ...words, '--pulumi']);
        checkRepository(folder);
        fs.writeFileSync(path.join(scratch, folder, 'engine.cjs'), underPulumi(''));
        expectClusterIn(run(process.execPath, ['--import', require.resolve('tsx'), path.join(folder, 'engine.cjs')]));
      }
    }),
  },
  {
    name: 'an ES module imports it by name',
    check: () => {
      fs.writeFileSync(path.join(scratch, 'main.mjs'), "import { SlurmCluster, slinky } from 'slurm-constructs';\nif (!SlurmCluster || !slinky.NodeSet) process.exit(1);\n");
      run(process.execPath, ['main.mjs']);
    },
  },
];

function main(): number {
  if (!fs.existsSync(path.join(repository, 'lib/index.js'))) {
    console.error('lib/index.js is missing: compile first, with npx projen compile');
    return 2;
  }
  if (readmePrograms().length === 0) {
    console.error('README.md has no TypeScript program');
    return 1;
  }
  install();
  let failed = 0;
  for (const { name, check } of checks) {
    try {
      check();
      console.log(`passed: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`failed: ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`package: ${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} finally {
  fs.rmSync(scratch, { recursive: true });
}
