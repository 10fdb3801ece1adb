import { Daemon, succeeds } from './daemon';
import { Mariadb } from './mariadb';
import { SandboxFolder } from './sandbox-folder';

const LOG = 'slurmdbd.out';

/** The slurmdbd of a sandbox. */
export class Slurmdbd extends Daemon {
  /** @param token by which commands of this user talk to it */
  constructor(private readonly folder: SandboxFolder, private readonly token: string) {
    super(folder, [folder.file('bin', 'slurmdbd'), '-D'], LOG, { SLURM_CONF: folder.file('etc', 'slurm.conf'), MYSQL_UNIX_PORT: Mariadb.socket(folder) });
  }

  /** Waits until it answers; false when it ends before, or takes too long. */
  public async answers(seconds: number): Promise<boolean> {
    return this.answersTo(async () => succeeds([this.folder.file('bin', 'sacctmgr'), 'ping'], { SLURM_CONF: this.folder.file('etc', 'slurm.conf'), SLURM_JWT: this.token }), seconds);
  }

  /** What it complained about: why it stopped when it did, else its latest errors. */
  public complaints(): string[] {
    return this.folder.complaints(LOG);
  }
}
