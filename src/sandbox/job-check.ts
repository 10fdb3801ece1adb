import { JobAsker, JobComponents, isLocal } from './job-asker';
import { findBlockers, JobBlockers } from './job-blockers';
import { isRefusedByPolicy, JobVerdict, plainReason, verdictOf } from './job-verdict';
import { Placement, SchedulerAnswer } from './scheduler-answer';
import { SubmissionPolicy } from './submission-policy';
import { SbatchSetting } from '../slurm/sbatch-arguments';
import { JobRequest } from '../slurm/sbatch-request';

/** What would become of one job. */
export interface JobReport extends JobBlockers {
  readonly verdict: JobVerdict;
  /** Where it would run: one place for each partition that takes it, the one Slurm prefers first. */
  readonly placements: readonly Placement[];
  /** Why it does not fit, in plain words. */
  readonly reason?: string;
  /** What sbatch and slurmctld say themselves. */
  readonly message?: string;
  readonly details: readonly string[];
  /** What was left out of the question, and what slurmctld said beside its answer. */
  readonly notes: readonly string[];
  /** Questions it took. */
  readonly questions: number;
}

/** A job as it would be submitted. */
export interface CheckedJob {
  /** Script on this machine. */
  readonly file: string;
  /** Words of the command line before the script. */
  readonly words: readonly string[];
  /** Options of all sources joined, for each component. */
  readonly components: readonly JobRequest[];
  /** Whether reading it found something that sbatch refuses. */
  readonly isMalformed: boolean;
}

/** What a sandbox does not have, so that a job is judged without it. */
const ELSEWHERE: readonly { readonly message: RegExp; readonly option: string; readonly what: string }[] = [
  { message: /^Requested reservation is invalid/, option: 'reservation', what: 'no manifest declares reservations' },
  { message: /^Job dependency problem/, option: 'dependency', what: 'the jobs it waits for are not here' },
];

interface Places {
  readonly answer: SchedulerAnswer;
  readonly placements: readonly Placement[];
}

/** Asks what would become of jobs. */
export class JobCheck {
  constructor(private readonly asker: Pick<JobAsker, 'asked' | 'script' | 'request'>, private readonly policy: SubmissionPolicy) {}

  /** The verdict on one job, and what stands in its way. */
  public async of(job: CheckedJob): Promise<JobReport> {
    const before = this.asker.asked;
    const notes: string[] = [];
    let components: JobComponents = job.components.map(({ settings }) => settings);
    let answer = await (components.flat().some(isLocal) && !job.isMalformed ? this.asker.request(components) : this.asker.script(job.file, job.words));
    for (const { message, option, what } of ELSEWHERE) {
      if (!answer.accepted && message.test(answer.message ?? '')) {
        const names = components.flat().filter(setting => setting.option.long === option).map(({ value }) => value);
        notes.push(`judged without --${option}=${names.join(', ')}: ${what}`);
        components = components.map(settings => settings.filter(setting => setting.option.long !== option));
        answer = await this.asker.request(components);
      }
    }
    const several = partitionsOf(components);
    const refusedTres = this.refusedTres(components);
    // The QOS of one partition that refuses a job refuses it for all that it names.
    const places = several.length > 1 && !(refusedTres && isRefusedByPolicy(answer))
      ? await this.places(components, several, answer)
      : { answer, placements: answer.placement === undefined ? [] : [answer.placement] };
    const verdict = verdictOf(places.answer, job.components.flatMap(({ qos }) => qos), this.policy, refusedTres);
    const blockers = verdict === JobVerdict.FITS || job.isMalformed ? { blockers: [], together: false } : await this.blockers(components);
    const { accepted, message, details } = places.answer;
    return {
      verdict,
      placements: verdict === JobVerdict.FITS ? places.placements : [],
      ...(accepted ? {} : { reason: plainReason(places.answer), message }),
      details: accepted ? [] : details,
      ...blockers,
      notes: [...notes, ...(accepted ? details : [])],
      questions: this.asker.asked - before,
    };
  }

  private refusedTres(components: JobComponents): readonly string[] | undefined {
    const { denyingPartitions = {}, defaultPartition } = this.policy;
    const named = components.flatMap(settings => JobRequest.of(settings).partitions);
    const partitions = named.length > 0 || defaultPartition === undefined ? named : [defaultPartition];
    const denying = partitions.filter(partition => Object.hasOwn(denyingPartitions, partition));
    return denying.length === 0 ? undefined : denying.flatMap(partition => denyingPartitions[partition]);
  }

  // A job of several partitions runs in the first that can take it, but --test-only may name one whose limits would keep it.
  private async places(components: JobComponents, partitions: readonly string[], whole: SchedulerAnswer): Promise<Places> {
    const answers: SchedulerAnswer[] = [];
    for (const partition of partitions) {
      answers.push(await this.asker.request([inPartition(components[0], partition)]));
    }
    const fitting = answers.filter(({ accepted }) => accepted);
    const needed = this.policy.enforcePartLimits === 'ALL' ? partitions.length : 1;
    const answer = fitting.length >= needed ? fitting[0] : answers.find(({ accepted }) => !accepted) ?? whole;
    return { answer, placements: fitting.flatMap(({ placement }) => placement ?? []) };
  }

  private async blockers(components: JobComponents): Promise<JobBlockers> {
    const fits = async (changed: JobComponents): Promise<boolean> => {
      const partitions = partitionsOf(changed);
      for (const partition of partitions.length > 1 ? partitions : [undefined]) {
        const asked = partition === undefined ? changed : [inPartition(changed[0], partition)];
        if ((await this.asker.request(asked)).accepted) {
          return true;
        }
      }
      return false;
    };
    // A component that does not fit alone is the reason; only when all do is it that they do not fit beside each other.
    for (const [component, settings] of components.length > 1 ? components.entries() : []) {
      if (!await fits([settings])) {
        const { blockers, together } = await findBlockers([settings], fits);
        return { blockers: blockers.map(blocker => ({ ...blocker, component })), together };
      }
    }
    return findBlockers(components, fits);
  }
}

/** Partitions of an ordinary job that names several. */
function partitionsOf(components: JobComponents): string[] {
  return components.length === 1 ? JobRequest.of(components[0]).partitions : [];
}

function inPartition(settings: readonly SbatchSetting[], partition: string): SbatchSetting[] {
  return settings.map(setting => setting.option.long === 'partition' ? { ...setting, value: partition } : setting);
}
