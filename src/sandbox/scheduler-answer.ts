import { CommandResult } from './sandbox-commands';
import { Hostlist } from '../slurm/hostlist';

/** Where and when slurmctld would start a job. */
export interface Placement {
  /** Absent for a het job, whose components may be in several. */
  readonly partition?: string;
  /** Nodes, folded. */
  readonly nodes: string;
  readonly nodeCount: number;
  readonly processors: number;
  /** As slurmctld says it: local time without a zone. */
  readonly start: string;
}

/** What `sbatch --test-only` answered. */
export interface SchedulerAnswer {
  /** Absent when the job cannot start, and when sbatch was told to be quiet. */
  readonly placement?: Placement;
  readonly accepted: boolean;
  /** Why not, in Slurm's words. */
  readonly message?: string;
  /** What stands before it, such as the name of the limit. */
  readonly details: readonly string[];
}

/** Reads an answer. */
export function readAnswer({ status, stderr }: CommandResult): SchedulerAnswer {
  const lines = stderr.split('\n').map(line => line.trim()).filter(line => line !== '');
  if (status === 0) {
    const placements = lines.flatMap(line => readPlacement(line) ?? []);
    return { accepted: true, placement: placements.at(-1), details: said(lines.filter(line => readPlacement(line) === undefined)) };
  }
  const failure = lines.flatMap(line => /^(?:allocation failure|sbatch: error: Batch job submission failed): (.*)$/.exec(line)?.[1] ?? []).at(-1);
  const others = said(lines.filter(line => failure === undefined || !line.endsWith(failure)));
  return failure === undefined
    ? { accepted: false, message: others.join(' ') || `sbatch ends with exit code ${status} and says nothing`, details: [] }
    : { accepted: false, message: failure, details: others };
}

const START = /^sbatch: Job \d+ to start at (\S+)(?: a)? using (\d+) processors on (?:nodes )?(\S+)(?: in partition (\S+))?/;

function readPlacement(line: string): Placement | undefined {
  const [, start, processors, nodes, partition] = START.exec(line) ?? [];
  if (start === undefined) {
    return undefined;
  }
  const nodeCount = Hostlist.parse(nodes).value?.count ?? 0;
  return { ...(partition === undefined ? {} : { partition }), nodes, nodeCount, processors: Number(processors), start };
}

function said(lines: readonly string[]): string[] {
  return lines.map(line => line.replace(/^sbatch: (?:(?:error|fatal|warning): )?/, '')).filter(line => !/^Try "sbatch --help"/.test(line));
}
