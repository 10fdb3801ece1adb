import { BoundFileSystem } from './shared-file-system';
import { Problem } from '../errors/refuse';
import type { Identity } from '../identity/identity';

/** A warning when users come from a directory and nothing shared lies under their homes. */
export function homeFindings(identity: Identity, fileSystems: BoundFileSystem[]): Problem[] {
  const base = identity._homeBase;
  const isShared = base === undefined || fileSystems.some(({ mount }) => base === mount.mountPath || base.startsWith(`${mount.mountPath}/`));
  return isShared ? [] : [{
    id: 'STOR-010',
    what: `users have their homes below '${base}', and no shared file system is mounted there: a home made at login does not exist on workers, and jobs start in '/'`,
    fix: `add SharedFileSystem.claimName('slurm-home', '${base}') to 'sharedFileSystems'`,
  }];
}
