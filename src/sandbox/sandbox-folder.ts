import { createHmac, randomBytes } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { SandboxError } from './sandbox-error';

/** Start of the name of every sandbox's folder. */
export const FOLDER_PREFIX = 'slurm-sandbox-';

/** The private folder of a sandbox: all that its daemons read and write. */
export class SandboxFolder {
  /** Makes a folder that only this user can enter. */
  public static create(): SandboxFolder {
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), FOLDER_PREFIX));
    if (!/^[\w./-]+$/.test(folder) || folder.length > 60) {
      fs.rmdirSync(folder);
      throw new SandboxError(`the folder for temporary files, ${os.tmpdir()}, has a name that slurm.conf or a socket cannot hold; set TMPDIR to a short one such as /tmp`);
    }
    fs.chmodSync(folder, 0o700);
    for (const name of ['bin', 'dev', 'etc', 'log', 'n', 'node-etc', 'run', 'spool', 'state']) {
      fs.mkdirSync(path.join(folder, name));
    }
    return new SandboxFolder(folder);
  }

  private constructor(public readonly root: string) {}

  public file(...names: string[]): string {
    return path.join(this.root, ...names);
  }

  /** Files of /etc/slurm, for slurmctld and for slurmd. */
  public writeConf(name: string, controller: string, worker: string = controller): void {
    fs.writeFileSync(this.file('etc', name), controller);
    fs.writeFileSync(this.file('node-etc', name), worker);
  }

  /** Makes keys and a token by which this user's commands talk to slurmctld. */
  public writeKeys(user: string): string {
    const slurmKey = randomBytes(1024);
    const jwtKey = randomBytes(32);
    for (const folder of ['etc', 'node-etc']) {
      fs.writeFileSync(this.file(folder, 'slurm.key'), slurmKey, { mode: 0o600 });
      fs.writeFileSync(this.file(folder, 'jwt.key'), jwtKey, { mode: 0o600 });
    }
    return token(user, jwtKey);
  }

  /** Files that slurmd takes for GPUs: any character device will do. */
  public writeDevices(count: number): void {
    for (let index = 0; index < count; index++) {
      fs.symlinkSync('/dev/null', this.file('dev', `nvidia${index}`));
    }
  }

  /** A log without its routine, for messages. */
  public complaints(log: string): string[] {
    const file = this.file('log', log);
    if (!fs.existsSync(file)) {
      return [];
    }
    const lines = fs.readFileSync(file, 'utf8').split('\n').map(line => line.replace(/^\[[^\]]*\] /, ''));
    const fatal = lines.filter(line => /^fatal: /.test(line));
    // Every fatal line follows from errors before it.
    return fatal.length > 0 ? [...new Set([...lines.filter(line => /^error: /.test(line)).slice(-5), ...fatal])] : lines.filter(line => /^error: /.test(line)).slice(-5);
  }
}

/** A token by which commands of a user talk to the daemons of a sandbox. */
export function tokenOf(user: string, folder: string): string {
  return token(user, fs.readFileSync(path.join(folder, 'etc', 'jwt.key')));
}

const DAY_SECONDS = 86400;

function token(user: string, key: Buffer): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  // An hour back: slurmctld compares with a clock of its own.
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat: now - 3600, exp: now + 365 * DAY_SECONDS, sun: user })}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}
