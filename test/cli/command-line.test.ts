import { readFileSync } from 'fs';
import * as path from 'path';
import { chunks, run } from './fake-io';
import { HEALTHY } from './manifest-yaml';
import { parser } from '../../src/cli/command-line';
import { ExitCode } from '../../src/cli/io';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/cli.md'), 'utf8');
const nowhere = { write: () => true };
const PROGRAM = parser({ stdin: chunks(), stdout: nowhere, stderr: nowhere, isTerminal: false, isErrorTerminal: false, env: {} }, () => undefined);
const VERBS = PROGRAM.commands.map(verb => verb.name());

describe('the command line', () => {
  test('helps with an example', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: ExitCode.FINE, stderr: '' });
    expect(stdout).toMatch(/Example:\n  cdk8s synth && slurm-constructs lint dist\n$/);
    expect(stdout).toContain('Exit code: 0 fine, 1 findings, 2 wrong usage or unreadable input.');
  });

  test('has lint and explain', () => {
    expect(VERBS).toEqual(expect.arrayContaining(['lint', 'explain']));
  });

  test.each(PROGRAM.commands.map(verb => [verb.name(), verb] as const))('documents %s with all its options', (name, verb) => {
    const section = PAGE.split(/^## /m).find(part => part.startsWith(`${name}\n`)) ?? '';
    expect(PAGE).toContain(`| [\`${name}\`](#${name}) |`);
    expect([...verb.options, ...verb.commands.flatMap(({ options }) => options)].map(({ long }) => long).filter(long => !section.includes(`${long}`))).toEqual([]);
  });

  test.each(VERBS)('helps with an example for %s', async verb => {
    const { code, stdout } = await run([verb, '--help']);
    expect(code).toBe(ExitCode.FINE);
    expect(stdout).toMatch(new RegExp(`Examples:\n  .*slurm-constructs ${verb} `));
    expect((await run(['help', verb])).stdout).toBe(stdout);
  });

  test('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ code: ExitCode.FINE, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: '' });
  });

  test.each([
    ['nothing', [], /^Usage: slurm-constructs /],
    ['an unknown verb', ['lnt', 'x.yaml'], /^error: unknown command 'lnt'\n\(Did you mean lint\?\)/],
    ['a verb without manifests', ['lint'], /^error: missing required argument 'manifests'/],
    ['an unknown option', ['lint', '-', '--strickt'], /^error: unknown option '--strickt'\n\(Did you mean --strict\?\)/],
    ['an unknown format', ['lint', '-', '--format', 'xml'], /Allowed choices are text, json\./],
    ['an option without its value', ['explain', '-', '--file'], /argument missing/],
  ])('refuses %s and says how to go on', async (_, words, message) => {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: ExitCode.UNUSABLE, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('keeps the stack of a fault of ours and says that it is one', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* chunks(HEALTHY);
      throw new TypeError('boom', { cause: new Error('deeper') });
    }
    const { code, stdout, stderr } = await run(['lint', '-'], { stdin: failing() });
    expect({ code, stdout }).toEqual({ code: ExitCode.BUG, stdout: '' });
    expect(stderr).toMatch(/^TypeError: boom\n +at /);
    expect(stderr).toContain('[cause]: Error: deeper');
    expect(stderr).toMatch(/This is a bug in slurm-constructs \d+\.\d+\.\d+, not a fault of your input\. Please report it with the lines above\.\n$/);
  });
});
