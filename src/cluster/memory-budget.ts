import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Problem } from '../errors/refuse';

/** How the memory of a worker pod divides. All in MiB. */
export interface MemoryBudget {
  /** For jobs: what Slurm hands out. */
  readonly jobs: number;
  readonly headroom: number;
  readonly sharedMemory: number;
}

/** Divides a pod's memory; the problems say why it cannot. */
export function memoryBudget(limit: Size, sharedMemory: Size | undefined, headroom: Size | undefined): { budget: MemoryBudget; problems: Problem[] } {
  const all = mebibytes(limit);
  const shm = sharedMemory ? mebibytes(sharedMemory) : 0;
  const kept = headroom ? mebibytes(headroom) : Math.min(8192, Math.max(512, Math.ceil(all * 0.02)));
  const jobs = all - shm - kept;
  const problems: Problem[] = jobs >= Math.max(all / 4, 1) ? [] : [{
    id: 'MEM-001',
    what: `of ${all} MiB memory, ${shm} MiB go to /dev/shm and ${kept} MiB to slurmd, which leaves ${Math.max(jobs, 0)} MiB for jobs: /dev/shm is memory of the same pod`,
    fix: "raise 'memory' or lower 'sharedMemory'",
  }];
  return { budget: { jobs, headroom: kept, sharedMemory: shm }, problems };
}

function mebibytes(size: Size): number {
  return Math.floor(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
}
