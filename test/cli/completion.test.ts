import { spawnSync } from 'child_process';
import { run as cli } from './fake-io';

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

test.each([
  ['zsh', /^#compdef slurm-constructs\n[\s\S]*'lint:find what/],
  ['fish', /complete -c slurm-constructs -n '__fish_use_subcommand' -a 'lint' -d 'find what/],
])('%s gets a script with the verbs and what they do', async (shell, start) => {
  expect((await cli(['completion', shell])).stdout).toMatch(start);
});

test('another shell is refused with those that there are', async () => {
  const { code, stderr } = await cli(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});
