import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SbatchArgument, SbatchOption, SbatchValueKind } from '../../src/slurm/sbatch-option';
import { nearestSbatchOption, SBATCH_OPTIONS, sbatchOptionLettered, sbatchOptionNamed } from '../../src/slurm/sbatch-options';
import { checkSbatchValue } from '../../src/slurm/sbatch-value';

const FACTS = join(__dirname, '../../../shared/facts/slurm/sbatch.json');

const optionNamed = (name: string): SbatchOption => {
  const { option } = sbatchOptionNamed(name);
  if (option === undefined) {
    throw new Error(`no option ${name}`);
  }
  return option;
};

describe('options of sbatch', () => {
  test('names, letters and variables are unique, aliases lead to options', () => {
    expect(SBATCH_OPTIONS).toHaveLength(120);
    for (const key of ['long', 'short'] as const) {
      const names = SBATCH_OPTIONS.map(option => option[key]).filter(name => name !== undefined);
      expect(new Set(names).size).toBe(names.length);
    }
    for (const option of SBATCH_OPTIONS) {
      expect(option.aliasOf === undefined || optionNamed(option.aliasOf).aliasOf === undefined).toBe(true);
      expect(option.argument === undefined).toBe(option.kind === SbatchValueKind.FLAG);
      expect(option.words !== undefined).toBe(option.kind === SbatchValueKind.WORD || option.kind === SbatchValueKind.WORDS);
    }
  });

  (existsSync(FACTS) || process.env.CI === 'true' ? test : test.skip)('agree with the sheet of facts at ../shared/facts', () => {
    const { options } = JSON.parse(readFileSync(FACTS, 'utf8')) as {
      options: { long: string; short?: string; argument: string; env?: string[]; fit: boolean; affectsStartTime?: boolean; since?: string }[];
    };
    expect(SBATCH_OPTIONS.map(({ long, short, argument = 'none', env, affectsFit = false, affectsStartTime = false, since }) =>
      ({ long, short, argument, env, affectsFit, affectsStartTime, since })))
      .toEqual(options.map(({ long, short, argument, env, fit, affectsStartTime = false, since }) =>
        ({ long: long.slice(2), short: short?.slice(1), argument, env: env?.[0], affectsFit: fit, affectsStartTime, since })));
  });

  test.each([
    ['nodes', 'nodes'],
    ['nodel', 'nodelist'],
    ['part', 'partition'],
    ['cluster', 'cluster'],
    ['gpus', 'gpus'],
    ['mail-t', 'mail-type'],
  ])('--%s means --%s', (name, meant) => {
    expect(sbatchOptionNamed(name)).toEqual({ option: optionNamed(meant), candidates: [] });
  });

  test('a beginning of several names is none of them', () => {
    const { option, candidates } = sbatchOptionNamed('ntasks-per');
    expect(option).toBeUndefined();
    expect(candidates.map(each => each.long)).toEqual(['ntasks-per-core', 'ntasks-per-gpu', 'ntasks-per-node', 'ntasks-per-socket', 'ntasks-per-tres']);
    expect(sbatchOptionNamed('')).toEqual({ candidates: [] });
  });

  test.each([['partiton', 'partition'], ['gpu-per-node', 'gpus-per-node'], ['node', 'nodes'], ['constriant', 'constraint'], ['xyzzy', undefined]])('--%s may mean %s', (name, meant) => {
    expect(nearestSbatchOption(name)).toBe(meant);
  });

  test('letters are told apart by case', () => {
    expect([sbatchOptionLettered('n')?.long, sbatchOptionLettered('N')?.long, sbatchOptionLettered('z')]).toEqual(['ntasks', 'nodes', undefined]);
  });
});

describe('values of sbatch options', () => {
  test.each<[string, string[], string[]]>([
    ['ntasks', ['1', '0', '4096'], ['-1', '1.5', 'many', '', '99999999999']],
    ['core-spec', ['2', '65535'], ['65536']],
    ['nice', ['100', '-5', '2147483645'], ['2147483646', 'x']],
    ['priority', ['TOP', 'top', '100'], ['BOTTOM']],
    ['exclusive', ['user', 'mcs', 'TOPO'], ['group']],
    ['mail-type', ['END,FAIL', 'all', 'TIME_LIMIT_80'], ['END,', 'STOP']],
    ['time', ['10', '1-0', 'UNLIMITED'], ['10m', '1h']],
    ['begin', ['now', 'now+1hour', 'now+30', '16:00', '4:00PM', '2026-11-30', '2026-11-30T18:00:00', '1130', '11/30/26', 'teatime', 'uts1700000000'], ['later', '25:00', 'now+1month']],
    ['mem', ['64G', '0'], ['1.5G', '1P']],
    ['mem-update', ['10@30', '10%@1:00:00'], ['10', '10@1h', '@30']],
    ['nodes', ['4', '4-8', '1,2'], ['2-', '8-4']],
    ['extra-node-info', ['2', '2:32', '2:32:1', '*:8'], ['2:', 'a']],
    ['gpus', ['8', 'h100:8'], ['h100']],
    ['gres', ['gpu:2', 'none'], ['gres:gpu:1']],
    ['tres-per-task', ['cpu=4,gres/gpu=1'], ['gpu=1']],
    ['constraint', ['a&b', '[r1|r2]'], ['a&', '!a']],
    ['cluster-constraint', ['!gpu', 'gpu'], ['!', '!!a']],
    ['nodelist', ['n[1-4]', './hosts[', '/etc/hosts'], ['n[1-']],
    ['licenses', ['matlab', 'matlab:2,ansys@db:1', 'a|b'], ['a,b|c', 'a::', '']],
    ['array', ['0-9', '1,3,5-7:2', '0-99%10', '0-9%', '0-9%0', '0-99%%4'], ['9-0', '0-9:0', 'a', '']],
    ['dependency', ['afterok:123', 'afterok:1:2,afterany:3_4+5', 'singleton', 'after:1?after:2', 'aftercorr:7_*'], ['afterok', 'before:1', 'after:1?after:2,after:3', 'afterok:x']],
    ['distribution', ['block', 'block:cyclic', 'cyclic:cyclic:fcyclic,Pack', 'plane=4', 'arbitrary', '*:block', 'nopack'], ['random', 'block:arbitrary', '']],
    ['switches', ['1', '2@30:00'], ['one', '1@1h']],
    ['signal', ['USR1', '10@300', 'B:TERM@60', 'RB:USR2'], ['@60', 'X:TERM', 'TERM@1m']],
    ['acctg-freq', ['30', 'task=30,network=60', '0'], ['disk=3', 'task=']],
    ['job-name', ['x', 'two words'], ['']],
  ])('--%s takes %j and refuses %j', (name, good, bad) => {
    const option = optionNamed(name);
    expect(good.filter(value => checkSbatchValue(option, value).length > 0)).toEqual([]);
    expect(bad.filter(value => checkSbatchValue(option, value).length === 0)).toEqual([]);
    expect(option.argument === SbatchArgument.REQUIRED || option.argument === SbatchArgument.OPTIONAL).toBe(true);
  });

  test('a wrong part of a value is told at its place', () => {
    expect(checkSbatchValue(optionNamed('mail-type'), 'END,FIAL')).toEqual([{ message: '\'FIAL\' is no value of --mail-type', fix: 'write FAIL', offset: 4, length: 4 }]);
    expect(checkSbatchValue(optionNamed('switches'), '1@1h')[0]).toMatchObject({ offset: 2, length: 2 });
    expect(checkSbatchValue(optionNamed('array'), '0-3,9-4')).toEqual([{ message: '\'9-4\' runs backwards', fix: 'write 4-9', offset: 4, length: 3 }]);
  });
});
