import { Problem } from '../errors/refuse';

/**
 * A warning when users come from a directory and nothing shared lies under their homes.
 *
 * @param homeBase directory below which homes lie; undefined when there is nothing to check
 * @param mountPaths where shared file systems are mounted
 */
export function homeFindings(homeBase: string | undefined, mountPaths: string[]): Problem[] {
  if (homeBase === undefined || mountPaths.some(path => homeBase === path || homeBase.startsWith(`${path}/`))) {
    return [];
  }
  return [{
    id: 'STOR-010',
    what: `users have their homes below '${homeBase}', and no shared file system is mounted there: a home made at login does not exist on workers, and jobs start in '/'`,
    fix: `add SharedFileSystem.claimName('slurm-home', '${homeBase}') to 'sharedFileSystems'`,
  }];
}
