import { JobComponents } from './job-asker';
import { mostThatFits } from './most-that-fits';
import { SbatchSetting } from '../slurm/sbatch-arguments';

/** A request that nothing in the cluster meets. */
export interface JobBlocker {
  readonly setting: SbatchSetting;
  /** Component of a het job, from 0. */
  readonly component: number;
  /** The most of it that would fit, as the value of the option; absent when less is no help, or it is no amount. */
  readonly most?: string;
}

/** What keeps a job from fitting. */
export interface JobBlockers {
  readonly blockers: readonly JobBlocker[];
  /** Whether all of them must go; otherwise the job fits without any one of them. */
  readonly together: boolean;
}

/** Options that say nothing about what a job needs, so that leaving them out explains nothing. */
const NO_REQUEST = ['exclude', 'distribution', 'prefer', 'network', 'extra', 'delay-boot', 'reboot'];

/** Leaves out one request after another and asks each time. */
export async function findBlockers(components: JobComponents, fits: (components: JobComponents) => Promise<boolean>): Promise<JobBlockers> {
  const candidates = components.flatMap((settings, component) => settings
    .filter(({ option }) => option.affectsFit === true && !NO_REQUEST.includes(option.long))
    .map(setting => ({ setting, component })));
  const without = (left: readonly { readonly setting: SbatchSetting }[]): JobComponents =>
    components.map(settings => settings.filter(setting => !left.some(each => each.setting === setting)));
  const changedTo = (old: SbatchSetting, changed: SbatchSetting): JobComponents =>
    components.map(settings => settings.map(setting => setting === old ? changed : setting));

  const alone: JobBlocker[] = [];
  for (const candidate of candidates) {
    if (await fits(without([candidate]))) {
      const most = await mostThatFits(candidate.setting, async changed => fits(changedTo(candidate.setting, changed)));
      alone.push({ ...candidate, ...(most === undefined ? {} : { most }) });
    }
  }
  if (alone.length > 0) {
    return { blockers: alone, together: false };
  }
  if (candidates.length < 2 || !await fits(without(candidates))) {
    return { blockers: [], together: false };
  }
  // Each that can come back comes back: what is left is needed, all of it.
  let left = candidates;
  for (const candidate of candidates) {
    const others = left.filter(each => each !== candidate);
    if (await fits(without(others))) {
      left = others;
    }
  }
  return { blockers: left, together: true };
}
