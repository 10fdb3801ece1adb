import type { DeclaredCluster } from '../model/declared-cluster';
import { lastValue } from '../model/partition-facts';

/** How a declared cluster treats jobs that some limit keeps from ever starting. */
export interface SubmissionPolicy {
  /** `EnforcePartLimits` as declared: with `NO` slurmctld takes a job that its partition's limits never let start. */
  readonly enforcePartLimits: string;
  /** QOS that have `DenyOnLimit` as declared; absent without slurmdbd, where nobody has limits. */
  readonly denyingQos?: readonly string[];
  /**
   * Partitions whose QOS has `DenyOnLimit` as declared, which makes every limit of a job one at submission, with the TRES of which it says how much a job can
   * ask for; absent without slurmdbd.
   */
  readonly denyingPartitions?: { readonly [partition: string]: readonly string[] };
  /** Partition of jobs that name none. */
  readonly defaultPartition?: string;
  /** Account of jobs that name none; absent without slurmdbd. */
  readonly account?: string;
}

/** Partitions of a cluster whose QOS is one of those that refuse at once. */
export function denyingPartitions({ partitions, accountingPolicy }: DeclaredCluster, denyingQos: readonly string[]): SubmissionPolicy['denyingPartitions'] {
  return Object.fromEntries(partitions.flatMap(({ name, options }) => {
    const qos = lastValue(options, 'QOS')?.toLowerCase();
    return qos === undefined || !denyingQos.includes(qos) ? [] : [[name, accountingPolicy?.refusedTres(qos) ?? []]];
  }));
}
