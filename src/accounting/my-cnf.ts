import { Size } from 'cdk8s';
import { Problem } from '../errors/refuse';
import { wholeMebibytes } from '../pods/quantities';

/**
 * Server settings that slurmdbd asks of a MariaDB with so much memory: seven tenths for the buffer pool, a quarter of that for the redo log.
 *
 * @see https://slurm.schedmd.com/accounting.html#slurm-accounting-configuration-before-build
 */
export function mariadbSettings(memory: Size): { [name: string]: string } {
  const poolMiB = Math.floor(wholeMebibytes(memory) * 0.7);
  return {
    default_storage_engine: 'InnoDB',
    // ext4 makes this folder on every new volume, and MariaDB would take it for a database.
    ignore_db_dirs: 'lost+found',
    innodb_buffer_pool_size: `${poolMiB}M`,
    innodb_lock_wait_timeout: '900',
    innodb_log_file_size: `${Math.max(64, Math.floor(poolMiB / 4))}M`,
    max_allowed_packet: '256M',
    // On by default from MariaDB 11.6.2: slurmdbd then dies when two writers meet. Servers that lack it only warn.
    loose_innodb_snapshot_isolation: 'OFF',
  };
}

/** Text of a my.cnf with one section for the server. */
export function myCnf(settings: { [name: string]: string }): string {
  return ['[mariadbd]', ...Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`), ''].join('\n');
}

/** What is wrong with settings of the user's own. */
export function settingProblems(settings: { [name: string]: string } = {}): Problem[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (!/^[a-z][a-z0-9_.-]*$/i.test(name) || /[\r\n]/.test(value)) {
      return [{ id: 'ACCT-020', what: `'${name}' of 'serverSettings' is no variable with a value on one line, and MariaDB would not start`, fix: "use e.g. { max_connections: '500' }" }];
    }
    return /^(loose[_-])?innodb[_-]snapshot[_-]isolation$/i.test(name) && !/^(off|0|false)$/i.test(value) ? [{
      id: 'ACCT-021', what: `'${name}' is ${value}, with which slurmdbd dies when two writers meet`, fix: 'leave it out',
    }] : [];
  });
}
