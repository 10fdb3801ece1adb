import { findingText } from '../../src/slurm/finding';
import { checkJobRequest, checkSbatchRelease } from '../../src/slurm/sbatch-check';
import { parseSbatchCommandLine, parseSbatchEnvironment } from '../../src/slurm/sbatch-command-line';
import { JobRequest } from '../../src/slurm/sbatch-request';
import { parseSbatchScript } from '../../src/slurm/sbatch-script';

const line = (...args: string[]) => parseSbatchCommandLine(args).components[0];
const check = (...args: string[]) => checkJobRequest(JobRequest.of(line(...args))).map(findingText);

describe('JobRequest', () => {
  test('values are read from the options', () => {
    const request = JobRequest.of(line(
      '-N4-8:2', '-n', '64', '--tasks-per-node=8', '-c4', '--mem=0', '--time=0', '-p', 'a,b', '-q', 'high', '-A', 'physics', '-C', 'h100&ib', '--segment=4',
      '--gres=gpu:h100:8,shard:1', '-w', 'n[1-4]', '-x', './hosts', '-G', 'h100:32', '--gpus-per-task=1', '--tres-per-task=cpu=2',
    ));
    expect(request.nodes?.toString()).toBe('4-8:2');
    expect([request.ntasks, request.ntasksPerNode, request.cpusPerTask, request.segment]).toEqual([64, 8, 4, 4]);
    expect(request.memoryPerNode?.totalMebibytes).toBe(0);
    expect(request.time?.isUnlimited).toBe(true);
    expect([request.partitions, request.qos, request.account]).toEqual([['a', 'b'], ['high'], 'physics']);
    expect(request.constraint?.features).toEqual(['h100', 'ib']);
    expect([request.gpus, request.gpusPerNode, request.gpusPerTask].map(list => list.map(String))).toEqual([['gpu:h100:32'], ['gpu:h100:8'], ['gpu:1']]);
    expect([request.nodelist?.count, request.exclude]).toEqual([4, undefined]);
    expect(request.tresPerTask.map(({ tres, count }) => [tres.toString(), count])).toEqual([['cpu', 2]]);
  });

  test('an empty request asks for nothing', () => {
    const request = JobRequest.of();
    const { nodes, ntasks, time, memoryPerCpu, memoryPerGpu, constraint, segment } = request;
    expect([nodes, ntasks, time, memoryPerCpu, memoryPerGpu, constraint, segment].every(each => each === undefined)).toBe(true);
    expect([request.gres, request.gpus, request.partitions, request.tresPerTask]).toEqual([[], [], [], []]);
  });

  test('the command line wins over the environment, and that over the script', () => {
    const { components: [script] } = parseSbatchScript('#!/bin/sh\n#SBATCH -N1 -N2 -t 10 -p script\n');
    const { settings: environment } = parseSbatchEnvironment({ SBATCH_PARTITION: 'environment', SBATCH_TIMELIMIT: '20' });
    const request = JobRequest.of(line('-t', '30'), environment, script);
    expect([request.nodes?.toString(), request.valueOf('time'), request.partitions]).toEqual(['2', '30', ['environment']]);
  });

  test('one way to ask for memory takes the place of the others of weaker sources', () => {
    const request = JobRequest.of(line('--mem-per-gpu=8G'), line('--mem=64G'));
    expect([request.memoryPerGpu?.toString(), request.memoryPerNode, request.has('mem')]).toEqual(['8G', undefined, false]);
  });

  test('options can be taken away one by one', () => {
    const request = JobRequest.of(line('-N4', '-G8', '-C', 'a'));
    expect(request.without('constraint', 'gpus').settings.map(({ option }) => option.long)).toEqual(['nodes']);
    expect(request.has('gpus')).toBe(true);
  });

  test('values that cannot be read count as absent', () => {
    expect(JobRequest.of(line('-N', 'x', '-t', '1h')).nodes).toBeUndefined();
    expect(JobRequest.of(line('-t', '1h')).time).toBeUndefined();
  });
});

describe('checkJobRequest', () => {
  test.each<[string[], string[]]>([
    [['--mem=1G', '--mem-per-cpu=1G'], ['JOB-011: \'--mem\' excludes --mem-per-cpu, so sbatch refuses them together; keep one of --mem and --mem-per-cpu']],
    [['--cpus-per-gpu=2', '-c2', '-G1'], ['JOB-011: \'--cpus-per-gpu\' excludes --cpus-per-task, so sbatch refuses them together; keep one of --cpus-per-gpu and --cpus-per-task']],
    [['--ntasks-per-tres=1', '--gpus-per-task=1', '-n1'], [expect.stringContaining('JOB-011: \'--ntasks-per-gpu\' excludes --gpus-per-task')]],
    [['-S1', '--thread-spec=1'], [expect.stringContaining('JOB-011')]],
    [['--exclusive', '-s'], [expect.stringContaining('JOB-011')]],
    [['-c2', '--tres-per-task=cpu=2'], ['JOB-011: \'--cpus-per-task\' excludes the cpu of --tres-per-task; keep one of them']],
    [['--gpus-per-task=1'], ['JOB-012: \'--gpus-per-task\' needs --ntasks or --gpus; add --ntasks']],
    [['--gpus-per-task=1', '-N1-2'], ['JOB-012: \'--gpus-per-task\' needs --ntasks or --gpus; add --ntasks']],
    [['--gpus-per-task=1', '--gres=gpu:2'], ['JOB-012: \'--gpus-per-task\' needs --ntasks or --gpus; add --ntasks']],
    [['--gpus-per-socket=1'], ['JOB-012: \'--gpus-per-socket\' needs --sockets-per-node; add --sockets-per-node']],
    [['--mem-per-gpu=1G'], ['JOB-012: \'--mem-per-gpu\' needs a request for GPUs; add --gpus-per-node']],
    [['-N10', '--segment=4'], ['TOPO-024: \'--segment=4\' does not divide the 10 nodes of the job, so sbatch refuses it; ask for 8 or 12 nodes']],
  ])('%j is refused', (args, expected) => {
    expect(check(...args)).toEqual(expected);
  });

  test.each([
    [['--mem=1G', '-N4', '--segment=2']],
    [['--gpus-per-task=1', '-n8']],
    [['--gpus-per-task=1', '-N2']],
    [['--gpus-per-task=1', '-N2', '--ntasks-per-node=2']],
    [['--gpus-per-socket=1', '-B', '2:8']],
    [['--array=0-99%10']],
    [['--array=0-99%4%5']],
    [['--mem-per-gpu=1G', '--gres=gpu:1']],
    [['-N4', '--segment=8']],
    [['-N1-10', '--segment=4']],
    [['-N4', '--segment=0']],
    [['-c2', '--tres-per-task=gres/gpu=1']],
  ])('%j is fine', (args) => {
    expect(check(...args)).toEqual([]);
  });

  test.each(['%4', '', '0', 'x', '-4'])('an array whose limit is %j runs all at once, and is told so', limit => {
    const [finding, ...more] = checkJobRequest(JobRequest.of(line(`--array=0-9%${limit}`)));
    expect(more).toEqual([]);
    expect(finding.severity).toBe('warning');
    expect(findingText(finding)).toBe(`JOB-014: '%${limit}' of '--array' is no number of tasks, so Slurm runs them all at once; write a number behind one '%', such as 0-99%10`);
  });

  test('an option newer than the cluster is told', () => {
    const settings = line('--spread-segments', '--container-type=x', '-N1');
    expect(checkSbatchRelease(settings, '25.11').map(findingText)).toEqual([
      'JOB-013: \'--container-type\' came with Slurm 26.05 but the cluster runs 25.11; remove it or run a newer Slurm',
    ]);
    expect(checkSbatchRelease(settings, '26.05')).toEqual([]);
    expect(checkSbatchRelease(settings, '25.05')).toHaveLength(2);
  });
});
