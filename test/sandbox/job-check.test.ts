import { JobComponents } from '../../src/sandbox/job-asker';
import { JobCheck, JobReport } from '../../src/sandbox/job-check';
import { SchedulerAnswer } from '../../src/sandbox/scheduler-answer';
import { sbatchArgumentsOf, parseSbatchCommandLine } from '../../src/slurm/sbatch-command-line';
import { JobRequest } from '../../src/slurm/sbatch-request';

type Judge = (components: readonly JobRequest[]) => string | undefined;

const UNAVAILABLE = 'Requested node configuration is not available';
const TOO_MANY = 'Node count specification invalid';

/** A slurmctld that refuses with what `judge` says. */
class FakeAsker {
  public asked = 0;
  public readonly questions: string[] = [];

  constructor(private readonly judge: Judge, private readonly whole: readonly JobRequest[]) {}

  public async script(): Promise<SchedulerAnswer> {
    return this.answer(this.whole, 'script');
  }

  public async request(components: JobComponents): Promise<SchedulerAnswer> {
    return this.answer(components.map(settings => JobRequest.of(settings)), components.map(settings => sbatchArgumentsOf(settings).join(' ')).join(' : '));
  }

  private async answer(requests: readonly JobRequest[], question: string): Promise<SchedulerAnswer> {
    this.asked += 1;
    this.questions.push(question);
    const message = this.judge(requests);
    const partition = requests[0].partitions[0] ?? 'default';
    return Promise.resolve(message === undefined
      ? { accepted: true, details: [], placement: { partition, nodes: 'n0', nodeCount: 1, processors: 1, start: 'now' } }
      : { accepted: false, message, details: [] });
  }
}

async function checked(line: string, judge: Judge, enforcePartLimits = 'NO'): Promise<{ report: JobReport; questions: string[] }> {
  const components = parseSbatchCommandLine(line.split(' ')).components.map(settings => JobRequest.of(settings));
  const asker = new FakeAsker(judge, components);
  const report = await new JobCheck(asker, { enforcePartLimits }).of({ file: 'job.sh', words: [], components, isMalformed: false });
  return { report, questions: asker.questions };
}

const blame = ({ blockers }: JobReport): string[] => blockers.map(({ setting, most, component }) => `${component}:${setting.option.long}${most === undefined ? '' : `<=${most}`}`);
const gpus = (request: JobRequest): number => request.gpusPerNode.reduce((sum, { count }) => sum + (count ?? 0), 0);
const tooManyGpus: Judge = requests => requests.some(request => gpus(request) > 8) ? UNAVAILABLE : undefined;

describe('checking a job', () => {
  test('takes one question when it fits', async () => {
    const { report, questions } = await checked('-N2 --gpus-per-node=8', tooManyGpus);
    expect(report).toMatchObject({ verdict: 'fits', placements: [{ partition: 'default' }], blockers: [], questions: 1 });
    expect(questions).toEqual(['script']);
  });

  test('blames the request without which it fits, and says how much of it would', async () => {
    const { report } = await checked('-N2 --gpus-per-node=h100:30 --mem=10G', tooManyGpus);
    expect({ blame: blame(report), together: report.together }).toEqual({ blame: ['0:gpus-per-node<=h100:8'], together: false });
  });

  test('blames no more than must go together', async () => {
    const judge: Judge = ([request]) => gpus(request) > 8 ? UNAVAILABLE : (request.nodes?.min ?? 0) > 4 ? TOO_MANY : undefined;
    const { report } = await checked('-N5 --gpus-per-node=9 -n 5 -t 10', judge);
    expect({ blame: blame(report), together: report.together }).toEqual({ blame: ['0:nodes', '0:gpus-per-node'], together: true });
  });

  test('blames nothing when even a job without requests is refused', async () => {
    const { report } = await checked('-N5 -n 5', () => 'Required partition not available (inactive or drain)');
    expect(report).toMatchObject({ verdict: 'refused', blockers: [], reason: 'the partition takes no jobs now' });
  });

  test('finds the most that fits where one is too few', async () => {
    const { report } = await checked('-N2 --gpus=20', ([request]) => {
      const count = request.gpus[0]?.count ?? 2;
      return count < 2 || count > 8 ? UNAVAILABLE : undefined;
    });
    expect(blame(report)).toEqual(['0:gpus<=8']);
  });

  test.each([
    ['--mem=1T', 'mem<=512G'], ['--mem=600G', 'mem<=512G'], ['--mem=600000', 'mem<=524288M'], ['--time=3-0', 'time<=2-00:00:00'], ['--time=UNLIMITED', 'time<=2-00:00:00'],
    ['--nodes=8-16', 'nodes<=4'], ['--ntasks=1000', 'ntasks<=256'], ['--gres=gpu:h100:12', 'gres<=gpu:h100:8'],
  ])('of too much %s says %s', async (option, expected) => {
    const minutes = (request: JobRequest): number => request.time === undefined ? 0 : request.time.totalMinutes ?? Infinity;
    const isTooMuch = (request: JobRequest): boolean => (request.memoryPerNode?.totalMebibytes ?? 0) > 512 * 1024 || minutes(request) > 2880
      || (request.nodes?.min ?? 0) > 4 || (request.ntasks ?? 0) > 256 || gpus(request) > 8;
    const judge: Judge = ([request]) => isTooMuch(request) ? UNAVAILABLE : undefined;
    expect(blame((await checked(option, judge)).report)).toEqual([`0:${expected}`]);
  });

  test('judges partitions one by one', async () => {
    const judge: Judge = ([request]) => request.partitions.length === 1 && request.partitions[0] === 'small' ? TOO_MANY : undefined;
    expect((await checked('-p small,large -N2', judge)).report).toMatchObject({ verdict: 'fits', placements: [{ partition: 'large' }] });
    expect((await checked('-p small,large -N2', judge, 'ALL')).report.verdict).toBe('refused');
  });

  test('blames a request of the component that does not fit alone', async () => {
    const { report } = await checked('-N1 --gpus-per-node=8 : -N1 --gpus-per-node=9', tooManyGpus);
    expect(blame(report)).toEqual(['1:gpus-per-node<=8']);
  });

  test('leaves out what a sandbox does not have, and says so', async () => {
    const judge: Judge = ([request]) => request.has('reservation')
      ? 'Requested reservation is invalid'
      : request.has('dependency') ? 'Job dependency problem' : undefined;
    const { report } = await checked('-N1 --reservation=maint --dependency=afterok:5', judge);
    expect(report).toMatchObject({
      verdict: 'fits',
      notes: [
        'judged without --reservation=maint: no manifest declares reservations', 'judged without --dependency=afterok:5: the jobs it waits for are not here',
      ],
    });
  });

  test('asks for the options alone when the script would keep sbatch quiet', async () => {
    expect((await checked('--quiet -N1', () => undefined)).questions).not.toContain('script');
  });
});
