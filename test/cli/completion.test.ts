import { spawnSync } from 'child_process';
import * as path from 'path';
import { run as cli, folder } from './fake-io';

async function completed(line: string): Promise<string[]> {
  const { stdout: script } = await cli(['completion', 'bash']);
  const words = line.split(' ');
  const program = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _slurm_constructs; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', program, 'bash', ...words], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter(word => word !== '').sort();
}

test.each([
  ['slurm-constructs li', ['lint']],
  ['slurm-constructs lint --st', ['--strict']],
  ['slurm-constructs lint --format ', ['json', 'text']],
  ['slurm-constructs lint -f j', ['json']],
  ['slurm-constructs import ', ['helm-values']],
  ['slurm-constructs import helm-values --pu', ['--pulumi']],
  ['slurm-constructs sandbox ex', ['exec']],
  ['slurm-constructs completion ', ['bash', 'fish', 'zsh']],
  ['slurm-constructs lint package.js', ['package.json']],
])('bash completes %j', async (line, words) => {
  expect(await completed(line)).toEqual(words);
});

test('bash offers every verb', async () => {
  const { stdout } = await cli(['--help']);
  const verbs = [.../^Commands:\n((?: {2}.*\n)+)/m.exec(stdout)![1].matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, verb]) => verb);
  expect(verbs.length).toBeGreaterThan(4);
  expect(await completed('slurm-constructs ')).toEqual(expect.arrayContaining(verbs));
});

/** A shell that may be missing, but not in CI: .ci/prepare-tools gets it. */
const withShell = (shell: string): jest.It => process.env.CI === 'true' || spawnSync(shell, ['-c', 'true']).status === 0 ? test : test.skip;

withShell('fish').each([
  ['li', 'lint'],
  ['lint --st', '--strict'],
  ['lint --format ', 'json text'],
  ['import ', 'helm-values'],
  ['import helm-values --pu', '--pulumi'],
  ['import helm-values package.js', 'package.json'],
  ['sandbox package.js', 'package.json'],
  ['sandbox ex', 'examples/ exec'],
  ['completion ', 'bash fish zsh'],
])('fish completes %j', async (line, words) => {
  const { stdout: script } = await cli(['completion', 'fish']);
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C 'slurm-constructs ${line}'`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.split('\n').map(each => each.split('\t')[0]).filter(word => word !== '').sort().join(' ')).toBe(words);
});

withShell('zsh').each([
  ['lin', 'lint'],
  ['lint --st', '--strict'],
  ['import helm', 'helm-values'],
  ['import helm-values --pu', '--pulumi'],
  ['sandbox package.js', 'package.json'],
  ['lint --format js', 'json'],
  ['lint -f te', 'text'],
  ['report dist -o package.js', 'package.json'],
])('zsh completes %j', async (line, word) => {
  const { stdout: script } = await cli(['completion', 'zsh']);
  // Completion wants a line editor, and that a terminal: zsh has one for its own use.
  const session = [
    'zmodload zsh/zpty',
    'zpty shell zsh -f -i',
    'zpty -w shell "PROMPT=; autoload -U compinit; compinit -D -u; source $1; bindkey \'^I\' complete-word; print -r -- rea\'dy\'"',
    'zpty -r -m shell out "*ready*"',
    'zpty -n -w shell "slurm-constructs $2"$\'\\t\'',
    'zpty -r -m shell out "*$3*"',
    'print -r -- $out',
  ].join('\n');
  const file = path.join(folder({ completion: script }), 'completion');
  const { stdout } = spawnSync('zsh', ['-f', '-c', session, 'zsh', file, line, word], { encoding: 'utf8', timeout: 60_000 });
  expect(stdout).toContain(`slurm-constructs ${line.split(' ').slice(0, -1).concat(word).join(' ')}`);
}, 90_000);

test('another shell is refused with those that there are', async () => {
  const { code, stderr } = await cli(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});
