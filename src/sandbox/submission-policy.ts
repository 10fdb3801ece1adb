/** How a declared cluster treats jobs that some limit keeps from ever starting. */
export interface SubmissionPolicy {
  /** `EnforcePartLimits` as declared: with `NO` slurmctld takes a job that its partition's limits never let start. */
  readonly enforcePartLimits: string;
  /** QOS that have `DenyOnLimit` as declared; absent without slurmdbd, where nobody has limits. */
  readonly denyingQos?: readonly string[];
  /** Account of jobs that name none; absent without slurmdbd. */
  readonly account?: string;
}
