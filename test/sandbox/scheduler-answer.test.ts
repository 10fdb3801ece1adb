import { JobVerdict, plainReason, verdictOf } from '../../src/sandbox/job-verdict';
import { readAnswer } from '../../src/sandbox/scheduler-answer';

const answer = (stderr: string, status = 1): ReturnType<typeof readAnswer> => readAnswer({ status, stdout: '', stderr });

describe('answer of sbatch --test-only', () => {
  test('of a job that fits is a place', () => {
    expect(answer('sbatch: Job 2 to start at 2026-11-22T10:19:45 a using 4 processors on nodes gpu-[0-3] in partition gpu\n', 0)).toEqual({
      accepted: true, details: [], placement: { partition: 'gpu', nodes: 'gpu-[0-3]', nodeCount: 4, processors: 4, start: '2026-11-22T10:19:45' },
    });
  });

  test('of a het job names no partition', () => {
    expect(answer('sbatch: Job 9 to start at 2026-11-22T10:37:18 using 5 processors on cpu-0,gpu-[0-3]\n', 0).placement)
      .toEqual({ nodes: 'cpu-0,gpu-[0-3]', nodeCount: 5, processors: 5, start: '2026-11-22T10:37:18' });
  });

  test.each([
    ['allocation failure: Requested node configuration is not available\n', 'Requested node configuration is not available', []],
    ['sbatch: error: invalid partition specified: nope\nallocation failure: Invalid partition name specified\n',
      'Invalid partition name specified', ['invalid partition specified: nope']],
    ['sbatch: error: AssocGrpGRES\nallocation failure: Job violates accounting/QOS policy (job submit limit, user\'s size and/or time limits)\n',
      'Job violates accounting/QOS policy (job submit limit, user\'s size and/or time limits)', ['AssocGrpGRES']],
    ['sbatch: fatal: --mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.\n', '--mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.', []],
    ['sbatch: unrecognized option \'--nodez=1\'\nTry "sbatch --help" for more information\n', 'unrecognized option \'--nodez=1\'', []],
    ['', 'sbatch ends with exit code 1 and says nothing', []],
  ])('of a refused job is a message: %j', (stderr, message, details) => {
    expect(answer(stderr)).toEqual({ accepted: false, message, details });
  });

  test('keeps what was passed over', () => {
    expect(answer('sbatch: error: Ignoring -S since it\'s not allowed by configuration\n'
      + 'sbatch: Job 38 to start at 2026-11-22T10:19:46 a using 1 processors on nodes a in partition p\n', 0))
      .toMatchObject({ accepted: true, details: ['Ignoring -S since it\'s not allowed by configuration'] });
  });
});

describe('verdict', () => {
  const refused = (message: string, ...details: string[]): ReturnType<typeof readAnswer> => ({ accepted: false, message, details });
  const POLICY = 'Job violates accounting/QOS policy (job submit limit, user\'s size and/or time limits)';

  test.each([
    ['Requested time limit is invalid (missing or exceeds some limit)', 'NO', JobVerdict.WAITS_FOREVER],
    ['Requested time limit is invalid (missing or exceeds some limit)', 'ANY', JobVerdict.REFUSED],
    ['Node count specification invalid', 'NO', JobVerdict.WAITS_FOREVER],
    ['More processors requested than permitted', 'ALL', JobVerdict.REFUSED],
    ['Requested node configuration is not available', 'NO', JobVerdict.REFUSED],
    ['a message of another release', 'NO', JobVerdict.REFUSED],
  ])('of "%s" where EnforcePartLimits is %s is %s', (message, enforcePartLimits, verdict) => {
    expect(verdictOf(refused(message), [], { enforcePartLimits })).toBe(verdict);
  });

  test.each([
    [['high'], ['high'], JobVerdict.REFUSED],
    [['low'], ['high'], JobVerdict.WAITS_FOREVER],
    [[], ['normal'], JobVerdict.REFUSED],
    [[], [], JobVerdict.WAITS_FOREVER],
  ])('of a job above a limit with QOS %j, where %j deny at once, is %s', (qos, denyingQos, verdict) => {
    expect(verdictOf(refused(POLICY), qos, { enforcePartLimits: 'NO', denyingQos })).toBe(verdict);
  });

  test.each<[string, readonly string[] | undefined, JobVerdict]>([
    [POLICY, undefined, JobVerdict.WAITS_FOREVER],
    [POLICY, [], JobVerdict.REFUSED],
    ['Node count specification invalid', ['node'], JobVerdict.REFUSED],
    ['Node count specification invalid', ['cpu'], JobVerdict.WAITS_FOREVER],
    ['More processors requested than permitted', ['cpu', 'node'], JobVerdict.REFUSED],
    ['Requested time limit is invalid (missing or exceeds some limit)', ['cpu', 'node'], JobVerdict.WAITS_FOREVER],
  ])('of "%s" in a partition whose QOS limits %j at submission is %s', (message, refusedTres, verdict) => {
    expect(verdictOf(refused(message), [], { enforcePartLimits: 'NO', denyingQos: [] }, refusedTres)).toBe(verdict);
  });

  test('has a reason in plain words, the limit by name, and Slurm\'s own where there are none', () => {
    expect(plainReason(refused(POLICY, 'AssocGrpGRES'))).toBe('it exceeds a limit of its account or QOS: AssocGrpGRES');
    expect(plainReason(refused('a message of another release'))).toBe('a message of another release');
  });
});
