import { existsSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { SlurmInstallation } from '../src/sandbox';

/** Where `.ci/prepare-slurm` puts Slurm, unless SLURM_ROOT names another root folder. */
export const slurmRoot = process.env.SLURM_ROOT
  ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs', `slurm-26.05-${os.machine()}`);

const present = existsSync(slurmRoot);

/** `describe` for what needs real Slurm. Without it these tests fail in CI and are skipped elsewhere. */
export const describeWithSlurm = present ? describe : describe.skip;

if (!present) {
  const advice = `no Slurm in ${slurmRoot}: run .ci/prepare-slurm, or set SLURM_ROOT`;
  if (process.env.CI === 'true') {
    throw new Error(advice);
  }
  process.stderr.write(`skipped: ${advice}\n`);
}

/** The Slurm to test against. */
export function slurm(): SlurmInstallation {
  return SlurmInstallation.ofRoot(slurmRoot);
}
