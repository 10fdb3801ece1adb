import * as fc from 'fast-check';
import { findingText } from '../../src/slurm/finding';
import { SbatchSetting } from '../../src/slurm/sbatch-arguments';
import { parseSbatchCommandLine, parseSbatchEnvironment, sbatchArgumentsOf } from '../../src/slurm/sbatch-command-line';
import { SbatchArgument, SbatchOption, SbatchValueKind } from '../../src/slurm/sbatch-option';
import { SBATCH_OPTIONS } from '../../src/slurm/sbatch-options';
import { parseSbatchScript } from '../../src/slurm/sbatch-script';

const SEED = { seed: 20260505 };
const brief = (settings: readonly SbatchSetting[]) => settings.map(({ option, value }) => value === undefined ? option.long : `${option.long}=${value}`);
const script = (...lines: string[]) => parseSbatchScript(['#!/bin/bash', ...lines, ''].join('\n'), 'job.sh');
const texts = (...lines: string[]) => script(...lines).findings.map(findingText);

const SAMPLES: { [kind in SbatchValueKind]: string } = {
  [SbatchValueKind.FLAG]: '',
  [SbatchValueKind.TEXT]: 'text',
  [SbatchValueKind.UINT]: '2',
  [SbatchValueKind.UINT16]: '2',
  [SbatchValueKind.NICE]: '100',
  [SbatchValueKind.PRIORITY]: 'TOP',
  [SbatchValueKind.WORD]: '',
  [SbatchValueKind.WORDS]: '',
  [SbatchValueKind.TIME]: '1-12:00:00',
  [SbatchValueKind.DATETIME]: 'now+1hour',
  [SbatchValueKind.MEMORY]: '64G',
  [SbatchValueKind.MEM_UPDATE]: '10@30',
  [SbatchValueKind.NODES]: '4-8',
  [SbatchValueKind.LAYOUT]: '2:32:1',
  [SbatchValueKind.GPUS]: 'h100:8',
  [SbatchValueKind.GRES]: 'gpu:h100:8',
  [SbatchValueKind.TRES]: 'cpu=4,gres/gpu=1',
  [SbatchValueKind.FEATURES]: 'a&(b|c)',
  [SbatchValueKind.CLUSTER_FEATURES]: '!a',
  [SbatchValueKind.HOSTS]: 'n[1-4]',
  [SbatchValueKind.LICENSES]: 'matlab:2',
  [SbatchValueKind.ARRAY]: '0-9%2',
  [SbatchValueKind.DEPENDENCY]: 'afterok:123',
  [SbatchValueKind.DISTRIBUTION]: 'block:cyclic',
  [SbatchValueKind.SWITCHES]: '1@30:00',
  [SbatchValueKind.SIGNAL]: 'B:TERM@60',
  [SbatchValueKind.FREQUENCIES]: 'task=30',
};

function spellings(option: SbatchOption): { value?: string; forms: string[][] } {
  const { long, short, argument } = option;
  const letters = short === undefined ? [] : [[`-${short}`]];
  if (argument === undefined) {
    return { forms: [[`--${long}`], ...letters] };
  }
  const value = option.words?.[0] ?? SAMPLES[option.kind];
  const attached = short === undefined ? [] : [[`-${short}${value}`]];
  return argument === SbatchArgument.OPTIONAL
    ? { value, forms: [[`--${long}=${value}`], ...attached] }
    : { value, forms: [[`--${long}=${value}`], [`--${long}`, value], ...attached, ...letters.map(([letter]) => [letter, value])] };
}

describe('every option of sbatch', () => {
  test.each(SBATCH_OPTIONS.map(option => [option.long, option] as const))('--%s is read in every form from script, command line and environment', (_, option) => {
    const { value, forms } = spellings(option);
    const expected = [{ long: option.aliasOf ?? option.long, value }];
    const seen = (settings: readonly SbatchSetting[]) => settings.map(each => ({ long: each.option.long, value: each.value }));
    for (const form of forms) {
      const line = parseSbatchCommandLine([...form, 'job.sh']);
      expect([seen(line.components[0]), line.findings, line.script]).toEqual([expected, [], 'job.sh']);
      const directive = script(`#SBATCH ${form.map(word => `"${word}"`).join(' ')} # comment`);
      expect([seen(directive.components[0]), directive.findings]).toEqual([expected, []]);
    }
    if (option.argument === SbatchArgument.OPTIONAL) {
      expect(seen(parseSbatchCommandLine([`--${option.long}`, 'job.sh']).components[0])).toEqual([{ long: option.long, value: undefined }]);
    }
    if (option.env !== undefined) {
      const environment = parseSbatchEnvironment({ [option.env]: value ?? '1' });
      expect([seen(environment.settings), environment.findings]).toEqual([[{ long: option.long, value }], []]);
    }
  });
});

describe('parseSbatchScript', () => {
  test('options are read up to the first command, with their places', () => {
    const { interpreter, components, findings } = parseSbatchScript('#!/bin/bash -l\n# words\n\n#SBATCH -N 4 --gpus-per-node=h100:8\n  # more\n#SBATCH --time=2-0\n\nsrun train\n');
    expect(interpreter).toBe('/bin/bash -l');
    expect(findings).toEqual([]);
    expect(components.map(brief)).toEqual([['nodes=4', 'gpus-per-node=h100:8', 'time=2-0']]);
    expect(components[0].map(({ span }) => [span.line, span.column])).toEqual([[4, 9], [4, 14], [6, 9]]);
  });

  test.each(['#!/usr/bin/env python3', '#!/usr/bin/Rscript', '#!/usr/bin/perl -w'])('a script that starts with %s is read', (shebang) => {
    expect(brief(parseSbatchScript(`${shebang}\n#SBATCH -n 2\nimport os\n`).components[0])).toEqual(['ntasks=2']);
  });

  test('quotes, backslashes and comments are read as in a shell', () => {
    const { components, findings } = script(
      '#SBATCH --job-name="two words" --comment=\'a "b" # c\' # rest', '#SBATCH --comment=a\\ b --wckey=x#y', '#SBATCH#',
    );
    expect(findings).toEqual([]);
    expect(brief(components[0])).toEqual(['job-name=two words', 'comment=a "b" # c', 'comment=a b', 'wckey=x#y']);
  });

  test('hetjob lines separate components', () => {
    const { components, findings } = script('#SBATCH -n 1', '#SBATCH hetjob', '#SBATCH -n 2 -G 8', '#SBATCH hetjob # third', '#SBATCH -n 3');
    expect(findings).toEqual([]);
    expect(components.map(brief)).toEqual([['ntasks=1'], ['ntasks=2', 'gpus=8'], ['ntasks=3']]);
  });

  test('DOS line ends are refused once, and the options read without them', () => {
    const { components, interpreter, findings } = parseSbatchScript('#!/bin/bash\r\n#SBATCH -n 2\r\nsrun x\r\n', 'job.sh');
    expect(interpreter).toBe('/bin/bash');
    expect(brief(components[0])).toEqual(['ntasks=2']);
    expect(findings.map(findingText)).toEqual([
      'job.sh:1:12 JOB-006: the script has DOS line ends, which sbatch refuses; save it with UNIX line ends, for example with dos2unix',
    ]);
  });

  test.each<[string, string[]]>([
    ['#SBATCH --partiton=gpu', ['job.sh:2:9 JOB-001: sbatch knows no option \'--partiton\'; write --partition']],
    ['#SBATCH --partiton gpu', ['job.sh:2:9 JOB-001: sbatch knows no option \'--partiton\'; write --partition']],
    ['#SBATCH --ntasks-per=4', [expect.stringMatching(/JOB-001: '--ntasks-per' is short for several options; write one of --ntasks-per-core, /)]],
    ['#SBATCH -n 4 -z', ['job.sh:2:15 JOB-001: sbatch knows no option \'-z\'; remove it']],
    ['#SBATCH --nodes', ['job.sh:2:9 JOB-002: \'--nodes\' lacks its value; write --nodes=<node count>']],
    ['#SBATCH --requeue=now', ['job.sh:2:19 JOB-003: \'now\' is no value of --requeue; use expedite']],
    ['#SBATCH --contiguous=yes', ['job.sh:2:21 JOB-002: \'--contiguous\' takes no value; write --contiguous alone']],
    ['#SBATCH -n=4', ['job.sh:2:11 JOB-003: \'=4\' of --ntasks is not a whole number up to 4294967293; write --ntasks=4']],
    ['#SBATCH -nodes=4', ['job.sh:2:11 JOB-003: \'odes=4\' of --ntasks is not a whole number up to 4294967293; write --nodes with two dashes']],
    ['#SBATCH --time=10m --mem=1.5G', [
      'job.sh:2:16 JOB-003: \'10m\' is not a Slurm time; write minutes, MM:SS, HH:MM:SS, D-HH, D-HH:MM or D-HH:MM:SS, here 00:10:00',
      'job.sh:2:26 JOB-003: \'1.5G\' is not an amount of memory; write an integer with K, M, G or T, here 1536M',
    ]],
    ['#SBATCH --nodelist="n[1-2],m[2-1]"', ['job.sh:2:30 JOB-003: range \'2-1\' runs backwards; write 1-2']],
    ['#SBATCH gpu', ['job.sh:2:9 JOB-010: \'gpu\' is no option, so sbatch refuses the directive; start options with dashes and quote values with blanks']],
    ['#SBATCH --job-name="x', ['job.sh:2:20 JOB-010: the quote " is not closed on this line; add a closing "']],
    ['#SLURM -n 4', ['job.sh:2:1 JOB-007: \'#SLURM\' is the old word, which sbatch takes with an error message; write #SBATCH']],
    ['#SBATCH packjob', ['job.sh:2:8 JOB-007: \'packjob\' is the old word; write hetjob']],
    ['#PBS -l nodes=2', ['job.sh:2:1 JOB-008: \'#PBS -l nodes=2\' is read by sbatch as PBS would, but not here; write it as #SBATCH, or use --ignore-pbs']],
    ['# SBATCH --nodes=2', [expect.stringMatching(/^job.sh:2:1 JOB-009: '# SBATCH --nodes=2' is a comment to sbatch; /)]],
    ['#sbatch -N2', [expect.stringMatching(/^job.sh:2:1 JOB-009/)]],
    ['##SBATCH -N2', []],
  ])('%s is told with its place', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  test('a directive behind the first command is told', () => {
    expect(texts('cd work', '#SBATCH -n 4')).toEqual([
      'job.sh:3:1 JOB-005: \'#SBATCH -n 4\' stands behind the first command, where sbatch does not look; move it above the first command',
    ]);
  });

  test.each<[string, string]>([
    ['', 'JOB-004: the script is empty'],
    ['  \n', 'JOB-004: the script is empty'],
    ['srun x\n', 'JOB-004: the first line names no interpreter'],
    ['#!\nsrun x\n', 'JOB-004: the first line names no interpreter'],
    ['#!/bin/sh\n\0', 'JOB-004: the script holds a NUL character'],
  ])('%j is refused', (text, expected) => {
    expect(parseSbatchScript(text).findings.map(findingText)).toEqual([expect.stringContaining(expected)]);
  });

  test('any text gives an answer', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.string().map(text => `#SBATCH ${text}`))), (lines) => {
      const { components, findings } = parseSbatchScript(lines.join('\n'));
      expect(components.length).toBeGreaterThan(0);
      expect(findings.every(({ line = 0, column = 0 }) => line >= 1 && line <= lines.join('\n').split('\n').length && column >= 1)).toBe(true);
    }), SEED);
  });
});

describe('parseSbatchCommandLine', () => {
  test('options end at the script, whose arguments are its own', () => {
    const line = parseSbatchCommandLine(['-N4', '--exclusive', '-p', 'gpu', 'job.sh', '--nodes=9', ':', '-x']);
    expect(brief(line.components[0])).toEqual(['nodes=4', 'exclusive', 'partition=gpu']);
    expect([line.script, line.scriptArguments, line.findings]).toEqual(['job.sh', ['--nodes=9', ':', '-x'], []]);
  });

  test('a colon separates het job components', () => {
    const line = parseSbatchCommandLine(['-n', '1', ':', '-n', '2', '-G8', 'job.sh']);
    expect(line.components.map(brief)).toEqual([['ntasks=1'], ['ntasks=2', 'gpus=8']]);
    expect(line.script).toBe('job.sh');
  });

  test('a double dash ends the options, letters may stand in a row', () => {
    const line = parseSbatchCommandLine(['-HQn2', '--', '--odd-name']);
    expect(brief(line.components[0])).toEqual(['hold', 'quiet', 'ntasks=2']);
    expect(line.script).toBe('--odd-name');
  });

  test('no script is no fault: it may come from standard input', () => {
    expect(parseSbatchCommandLine([])).toEqual({ components: [[]], scriptArguments: [], findings: [] });
  });

  test('settings become arguments that are read the same', () => {
    fc.assert(fc.property(fc.subarray([...SBATCH_OPTIONS].filter(option => option.aliasOf === undefined)), (options) => {
      const settings = options.map(option => ({ option, ...(option.argument === undefined ? {} : { value: spellings(option).value }), offset: 0 }));
      const line = parseSbatchCommandLine(sbatchArgumentsOf(settings));
      expect(brief(line.components[0])).toEqual(brief(settings));
      expect(line.findings).toEqual([]);
    }), SEED);
  });

  test('a wrong variable is told by its name', () => {
    expect(parseSbatchEnvironment({ SBATCH_TIMELIMIT: '1h', HOME: '/root' }).findings).toEqual([expect.objectContaining({ ruleId: 'JOB-003', subject: 'SBATCH_TIMELIMIT' })]);
  });
});
