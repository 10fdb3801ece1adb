import { Daemon, succeeds } from './daemon';
import { SandboxFolder } from './sandbox-folder';

const LOG = 'slurmctld.out';

/** The slurmctld of a sandbox. */
export class Slurmctld extends Daemon {
  /** @param token by which commands of this user talk to it */
  constructor(private readonly folder: SandboxFolder, private readonly token: string) {
    super(folder, [folder.file('bin', 'slurmctld'), '-D', '-f', folder.file('etc', 'slurm.conf')], LOG, { SLURM_CONF: folder.file('etc', 'slurm.conf') });
  }

  /** Waits until it answers; false when it ends before, or takes too long. */
  public async answers(seconds: number): Promise<boolean> {
    return this.answersTo(async () => succeeds([this.folder.file('bin', 'scontrol'), 'ping'], { SLURM_CONF: this.folder.file('etc', 'slurm.conf'), SLURM_JWT: this.token }), seconds);
  }

  /** What it complained about: why it stopped when it did, else its latest errors. */
  public complaints(): string[] {
    return this.folder.complaints(LOG);
  }
}
