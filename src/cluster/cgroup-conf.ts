import { problemsOf } from './findings';
import { CgroupOptions } from './slurm-cluster-props';
import { Problem } from '../errors/refuse';
import { KeywordTable } from '../slurm/catalog';
import { Assignment, assignments } from '../slurm/slurm-conf-line';

/** The text of cgroup.conf. Its first two lines are slurm-operator's own: pods have no systemd. */
export function cgroupConf(options: CgroupOptions = {}): string {
  return assignments(lines(options), KeywordTable.CGROUP_CONF).text;
}

/** What GPUs cannot do without, and nothing that would put new limits on jobs of a cluster that runs already. */
export const devicesOnly: CgroupOptions = { constrainCores: false, constrainRamSpace: false, constrainSwapSpace: false };

/** What is wrong with the options. */
export function cgroupProblems(options: CgroupOptions = {}): Problem[] {
  const said = Object.keys(options.extra ?? {}).flatMap((key): Problem[] => {
    const prop = Object.keys(props).find(each => props[each].toLowerCase() === key.toLowerCase());
    return prop === undefined ? [] : [{ id: 'CONF-106', what: `'${key}' of 'extra' of 'cgroup' has a prop of its own`, fix: `use '${prop}'` }];
  });
  return [...said, ...problemsOf(assignments(lines(options), KeywordTable.CGROUP_CONF).findings)];
}

/** Keys that have a prop. */
const props: { readonly [prop: string]: string } = {
  constrainCores: 'ConstrainCores',
  constrainDevices: 'ConstrainDevices',
  constrainRamSpace: 'ConstrainRAMSpace',
  constrainSwapSpace: 'ConstrainSwapSpace',
};

function lines(options: CgroupOptions): Assignment[] {
  const extra = Object.entries(options.extra ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
  const ours = [
    { key: 'CgroupPlugin', value: 'cgroup/v2' },
    { key: 'IgnoreSystemd', value: true },
    { key: props.constrainCores, value: options.constrainCores ?? true },
    { key: props.constrainDevices, value: options.constrainDevices ?? true },
    { key: props.constrainRamSpace, value: options.constrainRamSpace ?? true },
    { key: props.constrainSwapSpace, value: options.constrainSwapSpace ?? true },
  ];
  return [...ours.filter(({ key }) => !extra.some(each => each.key.toLowerCase() === key.toLowerCase())), ...extra];
}
