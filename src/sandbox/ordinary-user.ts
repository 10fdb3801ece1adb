import { spawnSync } from 'child_process';
import * as fs from 'fs';

/** A user of this machine. */
export interface LocalUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

// Users that own no files and that every Linux has; Slurm takes no job from nobody.
const EVERYWHERE = ['daemon', 'bin', 'games'];

/** A user in whose name an ordinary user's jobs can be asked for; who runs slurmctld may do more than others. */
export function ordinaryUser(self: string): LocalUser | undefined {
  const users = readPasswd();
  return EVERYWHERE.filter(name => name !== self).flatMap(name => users.find(user => user.name === name) ?? [])[0];
}

/** A user of this machine by name. */
export function localUser(name: string): LocalUser | undefined {
  return readPasswd().find(user => user.name === name);
}

/** Whether a command can run with the id of another user, in a namespace of users, without any of that user's rights. */
export function canBe(user: LocalUser): boolean {
  const [program, ...words] = asUser(user, ['true']);
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

/** The command with the id of another user. */
export function asUser({ uid, gid }: LocalUser, command: readonly string[]): string[] {
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, ...command];
}

function readPasswd(): LocalUser[] {
  try {
    return fs.readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':')).filter(fields => fields.length > 3)
      .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}
