import { Duration } from 'cdk8s';

/** A duration as Slurm writes time limits: `HH:MM:SS`, with days in front where there are any. */
export function slurmTime(duration: Duration): string {
  const total = duration.toSeconds();
  const two = (n: number) => String(n).padStart(2, '0');
  const days = Math.floor(total / 86400);
  const clock = `${two(Math.floor(total / 3600) % 24)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return days > 0 ? `${days}-${clock}` : clock;
}
