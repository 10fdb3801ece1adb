import { Duration, Size } from 'cdk8s';
import { problemsOf } from './findings';
import { PartitionOptions } from './partition-options';
import { slurmTime } from './slurm-time';
import type { IAccount, IQos } from '../accounting';
import { Problem } from '../errors/refuse';
import { wholeMebibytes } from '../pods/quantities';
import { renderPartitionFields } from '../slurm/partition-line';

/** A key of a partition line and its text. */
export interface PartitionValue {
  readonly key: string;
  readonly value: string;
}

type Rendered = string | { readonly problem: string; readonly fix: string };

const list = (values: string[]): Rendered => {
  const bad = values.find(value => value === '' || /[\s,="'#]/.test(value));
  if (values.length === 0 || bad !== undefined) {
    return { problem: bad === undefined ? 'is empty' : `holds '${bad}', which a partition line cannot carry`, fix: "list names without blanks, commas or '='" };
  }
  return values.join(',');
};
const word = (value: string): Rendered => list([value]);
const accounts = (values: IAccount[]): Rendered => list(values.map(({ accountName }) => accountName));
const qoses = (values: IQos[]): Rendered => list(values.map(({ qosName }) => qosName));
const hosts = (value: string): Rendered => /^\S+$/.test(value) ? value : { problem: `is '${value}', which is not a hostlist`, fix: "use e.g. 'login-[0-1]'" };
const flag = (value: boolean): Rendered => value ? 'YES' : 'NO';
const mebibytes = (value: Size): Rendered => wholeMebibytes(value) >= 1
  ? String(wholeMebibytes(value))
  : { problem: 'is less than a MiB, and Slurm counts memory in MiB', fix: 'use e.g. Size.gibibytes(4)' };
const count = (least: number, most: number) => (value: number): Rendered => Number.isInteger(value) && value >= least && value <= most
  ? String(value)
  : { problem: `is ${value}, and slurmctld takes whole numbers from ${least} to ${most}`, fix: `use a number such as ${Math.max(least, 1)}` };
const seconds = (value: Duration): Rendered => Number.isInteger(value.toSeconds({ integral: false }))
  ? String(value.toSeconds())
  : { problem: 'is not a whole number of seconds, which is what slurmctld counts', fix: 'use e.g. Duration.seconds(30)' };
const minutes = (value: Duration): Rendered => Number.isInteger(value.toMinutes({ integral: false })) && value.toMinutes() > 0
  ? String(value.toMinutes())
  : { problem: 'is not a whole number of minutes, which is what slurmctld counts', fix: 'use e.g. Duration.minutes(30)' };
const time = (value: Duration): Rendered => {
  const rendered = minutes(value);
  return typeof rendered === 'string' ? slurmTime(value) : rendered;
};

/** Writes one option: the prop, its Slurm key, and how its value becomes text. */
function entry<K extends keyof PartitionOptions>(prop: K, key: string, render: (value: NonNullable<PartitionOptions[K]>) => Rendered) {
  return { prop, key, render: render as (value: unknown) => Rendered };
}

const entries = [
  entry('allocNodes', 'AllocNodes', hosts),
  entry('allowAccounts', 'AllowAccounts', accounts),
  entry('allowGroups', 'AllowGroups', list),
  entry('allowQos', 'AllowQos', qoses),
  entry('alternate', 'Alternate', partition => partition.partitionName),
  entry('cpuBind', 'CpuBind', String),
  entry('defaultTime', 'DefaultTime', time),
  entry('defCpuPerGpu', 'DefCPUPerGPU', count(1, 65535)),
  entry('defMemPerCpu', 'DefMemPerCPU', mebibytes),
  entry('defMemPerGpu', 'DefMemPerGPU', mebibytes),
  entry('defMemPerNode', 'DefMemPerNode', mebibytes),
  entry('denyAccounts', 'DenyAccounts', accounts),
  entry('denyQos', 'DenyQos', qoses),
  entry('disableRootJobs', 'DisableRootJobs', flag),
  entry('exclusive', 'Exclusive', String),
  entry('graceTime', 'GraceTime', seconds),
  entry('hidden', 'Hidden', flag),
  entry('lln', 'LLN', flag),
  entry('maxCpusPerNode', 'MaxCPUsPerNode', count(1, 4294967293)),
  entry('maxCpusPerSocket', 'MaxCPUsPerSocket', count(1, 4294967293)),
  entry('maxMemPerCpu', 'MaxMemPerCPU', mebibytes),
  entry('maxMemPerNode', 'MaxMemPerNode', mebibytes),
  entry('maxNodes', 'MaxNodes', count(0, 4294967293)),
  entry('maxTime', 'MaxTime', time),
  entry('minNodes', 'MinNodes', count(0, 4294967293)),
  entry('overSubscribe', 'OverSubscribe', value => value._toSlurm()),
  entry('overTimeLimit', 'OverTimeLimit', minutes),
  entry('powerDownOnIdle', 'PowerDownOnIdle', flag),
  entry('preemptMode', 'PreemptMode', String),
  entry('priorityJobFactor', 'PriorityJobFactor', count(0, 65533)),
  entry('priorityTier', 'PriorityTier', count(0, 65533)),
  entry('qos', 'QOS', value => qoses([value])),
  entry('reqResv', 'ReqResv', flag),
  entry('resumeTimeout', 'ResumeTimeout', seconds),
  entry('rootOnly', 'RootOnly', flag),
  entry('selectTypeParameters', 'SelectTypeParameters', String),
  entry('state', 'State', String),
  entry('suspendTime', 'SuspendTime', seconds),
  entry('suspendTimeout', 'SuspendTimeout', seconds),
  entry('topology', 'Topology', value => word(value.name)),
  entry('tresBillingWeights', 'TRESBillingWeights', weightsText),
];

/** The text of a partition's options after `Nodes=`, sorted by key, and what is wrong with them. `Default` is decided by the cluster. */
export function partitionValues(options: PartitionOptions): { values: PartitionValue[]; problems: Problem[] } {
  const values: PartitionValue[] = [];
  const problems: Problem[] = [...options.overSubscribe?._problems() ?? []];
  for (const { prop, key, render } of entries) {
    const given = options[prop];
    if (given !== undefined) {
      const rendered = render(given);
      if (typeof rendered === 'string') {
        values.push({ key, value: rendered });
      } else {
        problems.push({ id: 'PART-011', what: `'${prop}' ${rendered.problem}`, fix: rendered.fix });
      }
    }
  }
  return { values, problems: [...problems, ...contradictions(options), ...problemsOf(renderPartitionFields(values).findings)] };
}

function weightsText(weights: { [tres: string]: number }): Rendered {
  const bad = Object.entries(weights).find(([tres, weight]) => !/^[A-Za-z][A-Za-z0-9_./:-]*$/.test(tres) || !(weight >= 0) || !Number.isFinite(weight));
  return bad
    ? { problem: `gives '${bad[0]}' the weight ${bad[1]}, which slurmctld refuses`, fix: "use e.g. { CPU: 1, 'GRES/gpu': 16 }" }
    : Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1)).map(([tres, weight]) => `${tres}=${weight}`).join(',');
}

function contradictions(options: PartitionOptions): Problem[] {
  const problems: Problem[] = [];
  const both = (one: keyof PartitionOptions, other: keyof PartitionOptions) => {
    if (options[one] !== undefined && options[other] !== undefined) {
      problems.push({ id: 'PART-012', what: `'${one}' and '${other}' are both set, and slurmctld ignores '${other}' then`, fix: `keep '${one}' alone` });
    }
  };
  both('allowAccounts', 'denyAccounts');
  both('allowQos', 'denyQos');
  both('defMemPerNode', 'defMemPerCpu');
  both('maxMemPerNode', 'maxMemPerCpu');
  if (options.defaultTime && options.maxTime && options.defaultTime.toSeconds() > options.maxTime.toSeconds()) {
    problems.push({ id: 'PART-013', what: "'defaultTime' is longer than 'maxTime', so slurmctld drops it", fix: "lower 'defaultTime'" });
  }
  if (options.minNodes !== undefined && options.maxNodes !== undefined && options.minNodes > options.maxNodes) {
    problems.push({ id: 'PART-014', what: `'minNodes' is ${options.minNodes} and 'maxNodes' ${options.maxNodes}, so no job fits`, fix: "lower 'minNodes'" });
  }
  return problems;
}
