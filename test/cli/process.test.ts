import { spawn, spawnSync } from 'child_process';
import * as path from 'path';
import { folder } from './fake-io';
import { BROKEN, HEALTHY } from './manifest-yaml';

const MAIN = path.resolve(__dirname, '../../src/cli/main.ts');
const NODE = ['--require', require.resolve('tsx/cjs'), MAIN];

function cli(words: readonly string[], input = ''): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE, ...words], { input, encoding: 'utf8', env: { ...process.env, NO_COLOR: undefined } });
  return { status, stdout, stderr };
}

describe('the process', () => {
  test('reads standard input and ends with the exit code', () => {
    expect(cli(['lint', '-'], HEALTHY)).toEqual({ status: 0, stdout: '0 errors, 0 warnings (3 objects in 1 file)\n', stderr: '' });
    expect(cli(['lint', '-'], BROKEN)).toMatchObject({ status: 1, stderr: '' });
    expect(cli(['lint', 'no-such.yaml'])).toEqual({ status: 2, stdout: '', stderr: 'error: no-such.yaml: no such file or folder\n' });
  });

  test('reads a pipe that the shell names as a file', () => {
    const { stdout, status } = spawnSync('bash', ['-c', '"$@" lint <(cat)', 'bash', process.execPath, ...NODE], { input: HEALTHY, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '0 errors, 0 warnings (3 objects in 1 file)\n', status: 0 });
  });

  test('ends without a word when its reader leaves early', async () => {
    const many = path.join(folder({ 'x.yaml': HEALTHY.replace('extraConf: |-', `extraConf: |-\n${'    # a line that is there to fill the pipe\n'.repeat(20_000)}`.trimEnd()) }), 'x.yaml');
    const child = spawn(process.execPath, [...NODE, 'explain', many], { stdio: ['ignore', 'pipe', 'pipe'] });
    const complaints: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise(resolve => child.once('close', resolve));
    expect({ complaints, status }).toEqual({ complaints: [], status: 0 });
  });

  test('needs neither constructs nor rules nor YAML to print help', () => {
    const script = `
      const Module = require('module');
      const loaded = [];
      const load = Module._load;
      Module._load = function (request, ...rest) { loaded.push(request); return load.call(this, request, ...rest); };
      process.argv = [process.argv[0], ${JSON.stringify(MAIN)}, ...process.argv.slice(1)];
      process.on('exit', () => process.stderr.write(loaded.join('\\n')));
      require(${JSON.stringify(MAIN)});`;
    const loadedBy = (...words: string[]): string[] => spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), '-e', script, '--', ...words], { input: HEALTHY, encoding: 'utf8' }).stderr.split('\n');
    const slow = /^(?:cdk8s|cdk8s-plus-28|constructs|yaml|js-yaml)$|\/rules$|lint-on-demand|from-objects/;
    const help = loadedBy('--help');
    expect(help).toContain('commander');
    expect(help.filter(name => slow.test(name))).toEqual([]);
    const lint = loadedBy('lint', '-');
    expect(lint).toContain('js-yaml');
    expect(lint.filter(name => /^(?:cdk8s|cdk8s-plus-28|constructs)$/.test(name))).toEqual([]);
  });
});
