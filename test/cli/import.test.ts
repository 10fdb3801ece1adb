import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { chunks, run as cli, folder } from './fake-io';
import { ExitCode } from '../../src/cli/io';
import { SlurmCluster } from 'slurm-constructs';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const repository = path.resolve(__dirname, '../..');

/** What `npm install` would bring, linked. */
function installed(target: string): void {
  const modules = path.join(target, 'node_modules');
  fs.mkdirSync(modules);
  for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs', '@types', 'tsx']) {
    fs.symlinkSync(path.join(repository, 'node_modules', name), path.join(modules, name));
  }
  fs.mkdirSync(path.join(modules, 'slurm-constructs'));
  fs.writeFileSync(path.join(modules, 'slurm-constructs/package.json'), JSON.stringify({ name: 'slurm-constructs', main: 'index.ts', types: 'index.ts' }));
  fs.writeFileSync(path.join(modules, 'slurm-constructs/index.ts'), `export * from ${JSON.stringify(path.join(repository, 'src/index'))};\n`);
}

function node(target: string, ...words: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', require.resolve('tsx'), ...words], { cwd: target, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const values = 'clusterName: training\nnodesets:\n  cpu:\n    replicas: 2\n    image: { tag: x }\n';

test('import writes a repository whose test passes and which synthesizes', async () => {
  const root = folder({ 'values.yaml': values });
  const target = path.join(root, 'cluster');
  const { code, stdout, stderr } = await cli(['import', 'helm-values', path.join(root, 'values.yaml'), '--out', target]);
  expect({ code, stderr }).toEqual({ code: ExitCode.FINE, stderr: '' });
  expect(stdout).toMatch(/values\.yaml:5: IMP-001 nodesets\.cpu\.image: the chart knows no 'image'.*\n/);
  expect(stdout).toMatch(/a program for \d+ objects, \d+ notes\n\n  cd .* && npm install && npm test\n$/);
  expect(fs.readdirSync(target).sort()).toEqual(['.gitignore', 'README.md', 'cdk8s.yaml', 'cluster.snapshot.yaml', 'cluster.test.ts', 'cluster.ts', 'main.ts', 'package.json', 'tsconfig.json']);
  expect(fs.readdirSync(root).sort()).toEqual(['cluster', 'values.yaml']);
  installed(target);
  expect(node(target, '--test', 'cluster.test.ts')).toMatch(/# pass 1\n# fail 0/);
  node(target, 'main.ts');
  expect(fs.readFileSync(path.join(target, 'dist/slurm.k8s.yaml'), 'utf8')).toBe(fs.readFileSync(path.join(target, 'cluster.snapshot.yaml'), 'utf8'));
  fs.appendFileSync(path.join(target, 'cluster.snapshot.yaml'), 'other: thing\n');
  expect(() => node(target, '--test', 'cluster.test.ts')).toThrow();
}, 120_000);

test('init writes a repository whose test passes', async () => {
  const target = path.join(folder({}), 'my-cluster');
  const { code, stdout, stderr } = await cli(['init', target]);
  expect({ code, stdout, stderr }).toEqual({ code: ExitCode.FINE, stdout: `cd ${target} && npm install && npm test\n`, stderr: '' });
  // The rules have nothing to say about a first cluster.
  expect(console.warn).not.toHaveBeenCalled();
  installed(target);
  expect(node(target, '--test', 'cluster.test.ts')).toMatch(/# pass 1\n# fail 0/);
  expect(JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'))).toMatchObject({ name: 'my-cluster', dependencies: { 'slurm-constructs': expect.stringMatching(/^\^/) } });
}, 120_000);

test('init tells how to enter a folder of any name', async () => {
  const target = path.join(folder({}), "my team's $cluster");
  const { stdout } = await cli(['init', target]);
  const [command] = stdout.split(' && npm');
  expect(execFileSync('/bin/sh', ['-c', `${command} && pwd -P`], { encoding: 'utf8' }).trim()).toBe(fs.realpathSync(target));
});

test('init tells programs in JSON what it wrote', async () => {
  const target = path.join(folder({}), 'training');
  const { code, stdout } = await cli(['init', target, '--format', 'json', '--namespace', 'hpc']);
  expect(code).toBe(ExitCode.FINE);
  expect(JSON.parse(stdout)).toEqual({ name: 'training', namespace: 'hpc', folder: target, files: expect.arrayContaining(['main.ts', 'cluster.ts', 'package.json']) });
  expect(fs.readdirSync(target).sort()).toEqual([...(JSON.parse(stdout) as { files: string[] }).files].sort());
});

test.each([['init', []], ['import', ['helm-values', 'values.yaml', '--out']]])('%s --pulumi hands the same cluster to a component', async (verb, words) => {
  const root = folder({ 'values.yaml': values });
  const target = path.join(root, 'stack');
  await cli([verb, ...words.map(word => word === 'values.yaml' ? path.join(root, word) : word), target, '--pulumi']);
  expect(fs.readFileSync(path.join(target, 'index.ts'), 'utf8')).toContain("import { SlurmComponent } from 'slurm-constructs/pulumi';");
  expect(fs.readFileSync(path.join(target, 'Pulumi.yaml'), 'utf8')).toContain('runtime:\n  name: nodejs\n');
  expect(fs.readdirSync(target)).toEqual(expect.arrayContaining(['cluster.ts', 'cluster.test.ts']));
  expect(fs.readdirSync(target)).not.toContain('main.ts');
});

test('without --out the program is printed and the notes go to standard error', async () => {
  const { code, stdout, stderr } = await cli(['import', 'helm-values', '-'], { stdin: chunks(values) });
  expect(code).toBe(ExitCode.FINE);
  expect(stdout).toMatch(/^import \{ Chart \} from 'cdk8s';\n[\s\S]*addNodeSet\('cpu', \{ scaling: Scaling\.fixed\(2\) \}\);/);
  expect(stderr).toContain('stdin:5: IMP-001 nodesets.cpu.image');
});

test('what is not in the program makes the exit code 1, and JSON tells programs', async () => {
  const { code, stdout } = await cli(['import', 'helm-values', '-', '--format', 'json'], { stdin: chunks('nodesets:\n  cpu:\n    slurmd: { image: { tag: latest } }\n') });
  expect(code).toBe(ExitCode.FINDINGS);
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'slurm', namespace: 'slurm', program: expect.stringContaining('addCluster'), notes: expect.arrayContaining([expect.objectContaining({ kind: 'IMP-007', origin: { file: 'stdin', line: 3, path: 'nodesets.cpu.slurmd.image' } })]),
  });
});

test.each([
  ['values that are none', ['-'], 'a: [\n', /^error: stdin:\d+:\d+: this is not YAML: /],
  ['a file that is not there', ['nowhere.yaml'], '', /^error: nowhere\.yaml: no such file or folder\n$/],
  ['a release that Helm would refuse', ['-', '--release', 'My_Release'], values, /^error: --release My_Release: a name has up to 53 of a-z, 0-9 and '-'\n$/],
])('%s are refused without a stack', async (_, words, stdin, message) => {
  const { code, stdout, stderr } = await cli(['import', 'helm-values', ...words], { stdin: chunks(stdin) });
  expect({ code, stdout }).toEqual({ code: ExitCode.UNUSABLE, stdout: '' });
  expect(stderr).toMatch(message);
});

describe('a fault of the library', () => {
  const attempt = (env: { readonly [name: string]: string }): ReturnType<typeof cli> => {
    jest.spyOn(SlurmCluster.prototype, 'addNodeSet').mockImplementation(() => { throw new TypeError('boom'); });
    return cli(['import', 'helm-values', '-'], { stdin: chunks(values), env }).finally(() => jest.restoreAllMocks());
  };

  test('is told in a sentence, with the values to report and without a stack', async () => {
    const { code, stdout, stderr } = await attempt({});
    expect({ code, stdout }).toEqual({ code: ExitCode.BUG, stdout: '' });
    expect(stderr).toMatch(new RegExp('^internal error: the program for the values fails at stdin:3 nodesets\\.cpu: TypeError: boom\\n\\n'
      + 'This is a bug in slurm-constructs \\d+\\.\\d+\\.\\d+, not a fault of your input\\. Please report it with the line above and the values that it names, '
      + 'or fewer with which it happens, too\\. SLURM_CONSTRUCTS_DEBUG=1 shows where it happened\\.\\n$'));
  });

  test('shows its stack to who asks', async () => {
    const { code, stderr } = await attempt({ SLURM_CONSTRUCTS_DEBUG: '1' });
    expect(code).toBe(ExitCode.BUG);
    expect(stderr).toMatch(/\[cause\]: TypeError: boom\n +at /);
  });
});

test('a folder that holds something is left alone without --force', async () => {
  const target = folder({ 'main.ts': 'mine' });
  for (const words of [['init', target], ['import', 'helm-values', '-', '--out', target]]) {
    const { code, stderr } = await cli(words, { stdin: chunks(values) });
    expect(code).toBe(ExitCode.UNUSABLE);
    expect(stderr).toBe(`error: ${target}: it is not empty; choose another folder, or write over its files with --force\n`);
  }
  expect(fs.readdirSync(target)).toEqual(['main.ts']);
  expect((await cli(['init', target, '--force'])).code).toBe(ExitCode.FINE);
  expect(fs.readFileSync(path.join(target, 'main.ts'), 'utf8')).toContain('new App()');
});
