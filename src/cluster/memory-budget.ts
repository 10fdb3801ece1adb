import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Problem } from '../errors/refuse';

/** How the memory of a worker pod divides. All in MiB. */
export interface MemoryBudget {
  /** For jobs: what Slurm hands out. */
  readonly jobs: number;
  readonly headroom: number;
  readonly sharedMemory: number;
  /** Volumes in memory other than /dev/shm. */
  readonly volumes: number;
  /** Beside the limit: Kubernetes counts huge pages by themselves, and jobs get at them only by asking the kernel for such pages. */
  readonly hugePages: number;
}

/** What a pod's memory is for. */
export interface MemoryUse {
  readonly limit: Size;
  readonly sharedMemory?: Size;
  readonly headroom?: Size;
  /** Volumes in memory other than /dev/shm: they count against the limit like it. */
  readonly volumes?: Size[];
  readonly hugePages?: Size;
}

/** Divides a pod's memory; the problems say why it cannot. */
export function memoryBudget({ limit, sharedMemory, headroom, volumes = [], hugePages }: MemoryUse): { budget: MemoryBudget; problems: Problem[] } {
  const all = mebibytes(limit);
  const shm = sharedMemory ? mebibytes(sharedMemory) : 0;
  const others = volumes.reduce((sum, volume) => sum + mebibytes(volume), 0);
  const kept = headroom ? mebibytes(headroom) : Math.min(8192, Math.max(512, Math.ceil(all * 0.02)));
  const jobs = all - shm - others - kept;
  const problems: Problem[] = jobs >= Math.max(all / 4, 1) ? [] : [{
    id: 'MEM-001',
    what: `of ${all} MiB memory, ${shm} MiB go to /dev/shm${others > 0 ? `, ${others} MiB to other volumes in memory` : ''} and ${kept} MiB to slurmd, which leaves ${Math.max(jobs, 0)} MiB for jobs: ${others > 0 ? 'these volumes are' : '/dev/shm is'} memory of the same pod`,
    fix: others > 0 ? "raise 'memory', lower 'sharedMemory', or keep the volumes on a disk" : "raise 'memory' or lower 'sharedMemory'",
  }];
  return { budget: { jobs, headroom: kept, sharedMemory: shm, volumes: others, hugePages: hugePages ? mebibytes(hugePages) : 0 }, problems };
}

function mebibytes(size: Size): number {
  return Math.floor(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
}
