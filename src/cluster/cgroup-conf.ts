import { problemsOf } from './findings';
import { CgroupOptions } from './slurm-cluster-props';
import { Problem } from '../errors/refuse';
import { KeywordTable } from '../slurm/catalog';
import { Assignment, assignments } from '../slurm/slurm-conf-line';

/** The text of cgroup.conf. Its first two lines are slurm-operator's own: pods have no systemd. */
export function cgroupConf(options: CgroupOptions = {}): string {
  return assignments(lines(options), KeywordTable.CGROUP_CONF).text;
}

/** What is wrong with the options. */
export function cgroupProblems(options: CgroupOptions = {}): Problem[] {
  return problemsOf(assignments(lines(options), KeywordTable.CGROUP_CONF).findings);
}

function lines(options: CgroupOptions): Assignment[] {
  return [
    { key: 'CgroupPlugin', value: 'cgroup/v2' },
    { key: 'IgnoreSystemd', value: 'yes' },
    { key: 'ConstrainCores', value: options.constrainCores ?? true },
    { key: 'ConstrainDevices', value: options.constrainDevices ?? true },
    { key: 'ConstrainRAMSpace', value: options.constrainRamSpace ?? true },
    { key: 'ConstrainSwapSpace', value: options.constrainSwapSpace ?? true },
    ...Object.entries(options.extra ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value })),
  ];
}
