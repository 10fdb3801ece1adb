/** The sandbox cannot come up, for a reason the user can do something about: Slurm is missing, or slurmctld refuses what is declared. */
export class SandboxError extends Error {
  public readonly name = 'SandboxError';
}
