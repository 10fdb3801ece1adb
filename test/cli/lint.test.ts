import { readFileSync } from 'fs';
import * as path from 'path';
import { chunks, folder, run, RunOptions, Answer } from './fake-io';
import { BROKEN, HEALTHY, RESTARTING } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { ruleLink } from '../../src/cli/lint-output';
import { RULES } from '../../src/model/rules';

function lint(text: string, words: readonly string[] = [], options: RunOptions = {}): Promise<Answer> {
  return run(['lint', '-', ...words], { stdin: chunks(text), ...options });
}

describe('lint', () => {
  test.each([
    ['a healthy cluster', HEALTHY, [], ExitCode.FINE],
    ['a warning', RESTARTING, [], ExitCode.FINE],
    ['a warning that counts', RESTARTING, ['--strict'], ExitCode.FINDINGS],
    ['an acknowledged warning that would count', RESTARTING, ['--strict', '-a', 'OPR-015=a demo'], ExitCode.FINE],
    ['an error', BROKEN, [], ExitCode.FINDINGS],
    ['an error that somebody tries to acknowledge', BROKEN, ['-a', 'OPR-001=we know'], ExitCode.FINDINGS],
    ['an acknowledgement that nothing matches', HEALTHY, ['-a', 'OPR-015=a demo', '--strict'], ExitCode.FINDINGS],
  ])('on %s answers with its exit code', async (_, text, words, code) => {
    expect((await lint(text, words)).code).toBe(code);
    expect((await lint(text, [...words, '--format', 'json'])).code).toBe(code);
  });

  test('says of a healthy cluster that nothing is wrong', async () => {
    expect(await lint(HEALTHY)).toEqual({ code: ExitCode.FINE, stdout: '0 errors, 0 warnings (3 objects in 1 file)\n', stderr: '' });
  });

  test('names object, file and line of the field, rule, fix and page, errors first', async () => {
    const root = folder({ 'a.yaml': BROKEN.replace('inplaceReconfigure: true', 'inplaceReconfigure: false') });
    const file = path.join(root, 'a.yaml');
    const { stdout } = await run(['lint', file]);
    const lines = readFileSync(file, 'utf8').split('\n');
    const lineOf = (part: string): number => lines.findIndex(line => line.includes(part)) + 1;
    expect(stdout).toContain(`Controller slurm/slurm ${file}:2\n  ${file}:${lineOf('inplaceReconfigure')}: warning OPR-015: 'inplaceReconfigure' is off`);
    expect(stdout).toMatch(new RegExp(`NodeSet slurm/slurm-worker-cpu ${file}:\\d+\\n  ${file}:${lineOf('extraConf: CPUs')}: error OPR-001: .*\\n    fix: .*\\n    see: https://\\S+/docs/rules\\.md#opr-001-error\\n`));
    expect(stdout).toMatch(/\n\n1 error, 1 warning \(3 objects in 1 file\)\n$/);
  });

  test('names the very line of a text that stands line by line', async () => {
    const text = HEALTHY.replace('extraConf: |-', 'extraConf: |-\n    KillWait=30\n    # one more\n    KillWiat=30');
    const line = text.split('\n').indexOf('    KillWiat=30') + 1;
    expect((await lint(text)).stdout).toContain(`  stdin:${line}: error CONF-001: line 3: `);
    const { findings } = JSON.parse((await lint(text, ['-f', 'json'])).stdout) as { findings: unknown[] };
    expect(findings).toContainEqual(expect.objectContaining({ ruleId: 'CONF-001', file: 'stdin', line, field: 'spec.extraConf', fieldLine: 3 }));
  });

  test('keeps an acknowledged warning visible with its reason', async () => {
    const { stdout } = await lint(RESTARTING, ['--acknowledge', 'OPR-015=restarts are = fine']);
    expect(stdout).toMatch(/ acknowledged OPR-015: 'inplaceReconfigure' is off.*\n    reason: restarts are = fine\n/);
    expect(stdout).toContain('0 errors, 0 warnings, 1 acknowledged');
  });

  test('answers programs in JSON', async () => {
    const { stdout } = await lint(BROKEN, ['-f', 'json', '-a', 'OPR-015=a demo']);
    const answer = JSON.parse(stdout) as unknown;
    expect(answer).toMatchObject({
      findings: [
        { ruleId: 'LINT-004', severity: 'warning', subject: 'acknowledgement of OPR-015' },
        {
          ruleId: 'OPR-001',
          severity: 'error',
          subject: 'NodeSet slurm/slurm-worker-cpu',
          object: { kind: 'NodeSet', namespace: 'slurm', name: 'slurm-worker-cpu' },
          file: 'stdin',
          field: 'spec.extraConf',
          link: 'https://github.com/slurm-constructs/slurm-constructs/blob/main/docs/rules.md#opr-001-error',
        },
      ],
      acknowledged: [],
      summary: { errors: 1, warnings: 1, acknowledged: 0, objects: 3, files: 1 },
    });
  });

  test('tells once what stands several times in one place', async () => {
    const { stdout } = await lint(HEALTHY.replace('TaskPlugin=', 'SchedulerParameters=nonsense,nonsense,other\n    TaskPlugin='), ['-f', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: { message: string }[] };
    expect(findings.map(({ message }) => /'(\w+)'/.exec(message)?.[1])).toEqual(['nonsense', 'other']);
  });

  test.each(['OPR-015', 'OPR-015=', 'OPR-015= ', '=because', 'restart=because'])('refuses the acknowledgement %j', async text => {
    const { code, stderr, stdout } = await lint(HEALTHY, ['--acknowledge', text]);
    expect({ code, stdout }).toEqual({ code: ExitCode.UNUSABLE, stdout: '' });
    expect(stderr).toContain('write the id of a rule and a reason, such as OPR-015="restarts are fine here"');
  });

  test.each([
    ['on a terminal', true, {}, true],
    ['elsewhere', false, {}, false],
    ['on a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['on a terminal with an empty NO_COLOR, which means nothing', true, { NO_COLOR: '' }, true],
    ['on a terminal that knows none', true, { TERM: 'dumb' }, false],
  ])('%s has or lacks colours', async (_, isTerminal, env, hasColours) => {
    expect((await lint(RESTARTING, [], { isTerminal, env })).stdout.includes('\u001b[')).toBe(hasColours);
  });

  test('spells out control characters of a manifest, so that nobody writes to the terminal through it', async () => {
    const { stdout } = await lint(BROKEN.replace('extraConf: CPUs', 'extraConf: "\\e[31mCPUs\\u202e"'), [], { isTerminal: true, env: { NO_COLOR: '1' } });
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
    expect(stdout).toContain('\\u{1b}[31mCPUs\\u{202e}');
  });

  test('links each rule to a heading of the page', () => {
    const headings = readFileSync(path.resolve(__dirname, '../../docs/rules.md'), 'utf8').match(/^## .*$/gm) ?? [];
    const anchors = headings.map(heading => `https://github.com/slurm-constructs/slurm-constructs/blob/main/docs/rules.md#${heading.slice(3).toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-')}`);
    const links = RULES.map(({ id, severity }) => ruleLink({ ruleId: id, severity, subject: '', message: '', fix: '' }));
    expect(links.filter(link => link === undefined || !anchors.includes(link))).toEqual([]);
  });
});
