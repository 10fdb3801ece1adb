import { LintFinding, LintSeverity } from './finding';
import { SbatchSetting } from './sbatch-arguments';
import { JobRequest } from './sbatch-request';

/** Options that exclude each other: sbatch or slurmctld refuses the pair. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['mem', 'mem-per-cpu', 'mem-per-gpu'],
  ['cpus-per-gpu', 'cpus-per-task'],
  ['ntasks-per-gpu', 'gpus-per-task'],
  ['core-spec', 'thread-spec'],
  ['exclusive', 'oversubscribe'],
  ['hint', 'ntasks-per-core'],
  ['hint', 'threads-per-core'],
  ['hint', 'extra-node-info'],
];

/** Options that mean nothing without one of others. */
const NEEDS: readonly {
  readonly option: string;
  readonly oneOf: readonly string[];
  readonly fix: string;
  readonly unless?: (request: JobRequest) => boolean;
}[] = [
  { option: 'gpus-per-task', oneOf: ['ntasks', 'gpus'], fix: 'add --ntasks', unless: hasOneNodeCount },
  { option: 'gpus-per-socket', oneOf: ['sockets-per-node'], unless: request => request.has('extra-node-info'), fix: 'add --sockets-per-node' },
  { option: 'cpus-per-gpu', oneOf: ['gpus', 'gpus-per-node', 'gpus-per-socket', 'gpus-per-task', 'gres', 'tres-per-task'], fix: 'add --gpus-per-node' },
  { option: 'mem-per-gpu', oneOf: ['gpus', 'gpus-per-node', 'gpus-per-socket', 'gpus-per-task', 'gres', 'tres-per-task'], fix: 'add --gpus-per-node' },
];

/** What sbatch or slurmctld refuses in the options of one job together, whatever the cluster. Needs no cluster. */
export function checkJobRequest(request: JobRequest): LintFinding[] {
  return [...exclusions(request), ...missing(request), ...segments(request), ...cpus(request), ...throttle(request)];
}

/** Options that a release of Slurm such as `25.11` does not know yet. */
export function checkSbatchRelease(settings: readonly SbatchSetting[], release: string): LintFinding[] {
  return settings.filter(({ option }) => option.since !== undefined && option.since > release)
    .map(({ option }) => error('JOB-013', option.long, `'--${option.long}' came with Slurm ${option.since} but the cluster runs ${release}`, 'remove it or run a newer Slurm'));
}

function exclusions(request: JobRequest): LintFinding[] {
  return EXCLUSIVE.map(group => group.filter(option => request.has(option))).filter(set => set.length > 1)
    .map(([first, ...others]) => {
      const names = others.map(option => `--${option}`).join(' and ');
      return error('JOB-011', first, `'--${first}' excludes ${names}, so sbatch refuses them together`, `keep one of --${first} and ${names}`);
    });
}

function missing(request: JobRequest): LintFinding[] {
  return NEEDS.filter(({ option, oneOf, unless }) => request.has(option) && !oneOf.some(other => request.has(other)) && unless?.(request) !== true)
    .map(({ option, oneOf, fix }) => error('JOB-012', option, `'--${option}' needs ${oneOf.length > 2 ? 'a request for GPUs' : oneOf.map(other => `--${other}`).join(' or ')}`, fix));
}

// sbatch takes a task for each node then, unless a range leaves their number open.
function hasOneNodeCount({ nodes }: JobRequest): boolean {
  return nodes !== undefined && nodes.max === nodes.min;
}

function segments(request: JobRequest): LintFinding[] {
  const { nodes, segment } = request;
  const size = nodes?.min;
  // A segment above the node count is passed over, and a range of nodes chooses its own count.
  if (segment === undefined || size === undefined || nodes?.max !== size || segment > size || size % segment === 0) {
    return [];
  }
  const near = size - size % segment;
  return [error('TOPO-024', 'segment', `'--segment=${segment}' does not divide the ${size} nodes of the job, so sbatch refuses it`, `ask for ${near} or ${near + segment} nodes`)];
}

function cpus(request: JobRequest): LintFinding[] {
  return request.has('cpus-per-task') && request.tresPerTask.some(({ tres }) => tres.type === 'cpu')
    ? [error('JOB-011', 'cpus-per-task', '\'--cpus-per-task\' excludes the cpu of --tres-per-task', 'keep one of them')]
    : [];
}

function throttle(request: JobRequest): LintFinding[] {
  const [, limit] = /%(.*)$/s.exec(request.valueOf('array') ?? '') ?? [];
  return limit === undefined || /^\+?0*[1-9]/.test(limit) ? [] : [{
    ...error('JOB-014', 'array', `'%${limit}' of '--array' is no number of tasks, so Slurm runs them all at once`, "write a number behind one '%', such as 0-99%10"),
    severity: LintSeverity.WARNING,
  }];
}

function error(ruleId: string, option: string, message: string, fix: string): LintFinding {
  return { ruleId, severity: LintSeverity.ERROR, message, fix, subject: `--${option}` };
}
