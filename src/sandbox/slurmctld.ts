import { spawn } from 'child_process';
import { setTimeout as sleep } from 'timers/promises';
import { Daemon } from './daemon';
import { SandboxFolder } from './sandbox-folder';

const LOG = 'slurmctld.out';
const POLL_MS = 40;

/** The slurmctld of a sandbox. */
export class Slurmctld extends Daemon {
  /** @param token by which commands of this user talk to it */
  constructor(private readonly folder: SandboxFolder, private readonly token: string) {
    super(folder, [folder.file('bin', 'slurmctld'), '-D', '-f', folder.file('etc', 'slurm.conf')], LOG, 'etc');
  }

  /** Waits until it answers; false when it ends before, or takes too long. Its log is no sign: SlurmctldDebug=error silences it. */
  public async answers(seconds: number): Promise<boolean> {
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(POLL_MS)) {
      if (this.howItEnded !== undefined) {
        return false;
      }
      if (await this.ping()) {
        return true;
      }
    }
    return false;
  }

  /** What it complained about: why it stopped when it did, else its latest errors. */
  public complaints(): string[] {
    return this.folder.complaints(LOG);
  }

  private async ping(): Promise<boolean> {
    const child = spawn(this.folder.file('bin', 'scontrol'), ['ping'], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH, SLURM_CONF: this.folder.file('etc', 'slurm.conf'), SLURM_JWT: this.token },
    });
    return new Promise(resolve => {
      child.once('error', () => resolve(false));
      child.once('exit', code => resolve(code === 0));
    });
  }
}
