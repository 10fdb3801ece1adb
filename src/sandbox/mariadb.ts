import * as fs from 'fs';
import * as path from 'path';
import { Daemon } from './daemon';
import { SandboxError } from './sandbox-error';
import { SandboxFolder } from './sandbox-folder';

const LOG = 'mariadb.out';

// What a database that is thrown away needs not do, and what slurmdbd wants of every one.
const OPTIONS = [
  '--no-defaults', '--skip-log-bin', '--performance-schema=OFF', '--innodb-log-file-size=8M', '--innodb-buffer-pool-size=64M', '--innodb-undo-tablespaces=0',
  '--innodb-doublewrite=0', '--innodb-flush-log-at-trx-commit=0', '--innodb-use-native-aio=0',
  '--innodb-snapshot-isolation=OFF', '--innodb-lock-wait-timeout=900',
];

const SYSTEM_TABLES = 'mariadb_system_tables.sql';

/**
 * The MariaDB of a sandbox. Only processes of this user reach its socket, so it needs no users of its own, and of all the tables on which
 * mariadb-install-db spends seconds only the one that holds slurmdbd's procedure: without it slurmdbd starts and crashes later.
 */
export class Mariadb extends Daemon {
  /** Where it listens. */
  public static socket(folder: SandboxFolder): string {
    return folder.file('run', 'mariadb.sock');
  }

  /**
   * Starts it on an empty folder.
   *
   * @param database name of the database that slurmdbd will fill. It is there from the start, because some releases of the client library
   *   cannot read an answer on the connection that made it
   * @param shares folders where its own files may be
   */
  constructor(private readonly folder: SandboxFolder, database: string, shares: readonly string[]) {
    const share = shares.find(each => fs.existsSync(path.join(each, SYSTEM_TABLES)));
    if (share === undefined) {
      throw new SandboxError(`MariaDB has no ${SYSTEM_TABLES} in ${shares.join(', ') || 'its root folder'}; install mariadb-server as a whole`);
    }
    fs.mkdirSync(folder.file('mariadb', 'mysql'), { recursive: true });
    fs.mkdirSync(path.join(folder.file('mariadb'), database), { recursive: true });
    const first = folder.file('run', 'mariadb.sql');
    fs.writeFileSync(first, `USE mysql;\nSET sql_mode='';\nSET default_storage_engine=Aria;\n${routineTable(path.join(share, SYSTEM_TABLES))}\n`);
    super(folder, [
      folder.file('bin', 'mariadbd'), ...OPTIONS, `--lc-messages-dir=${share}`, `--character-sets-dir=${share}/charsets`, `--init-file=${first}`, ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      '--skip-grant-tables', '--skip-networking', `--socket=${Mariadb.socket(folder)}`, `--pid-file=${folder.file('run', 'mariadb.pid')}`,
      `--datadir=${folder.file('mariadb')}`, `--tmpdir=${folder.file('run')}`,
    ], LOG, {});
  }

  /** Waits until its socket is there; false when it ends before, or takes too long. */
  public async answers(seconds: number): Promise<boolean> {
    return this.answersTo(async () => Promise.resolve(fs.existsSync(Mariadb.socket(this.folder))), seconds);
  }

  /** Its errors. */
  public complaints(): string[] {
    const file = this.folder.file('log', LOG);
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
    return lines.flatMap(line => /\[ERROR\] (?:\S*mariadbd: )?(.*)/.exec(line)?.[1] ?? []).slice(0, 3);
  }
}

/** The statement, on one line, that makes the table of stored procedures. */
function routineTable(file: string): string {
  const line = fs.readFileSync(file, 'utf8').split('\n').find(each => /^CREATE TABLE IF NOT EXISTS proc\s*\(/i.test(each));
  if (line === undefined) {
    throw new SandboxError(`${file} does not make the table of stored procedures, which slurmdbd needs; the sandbox knows MariaDB 10.5 to 12`);
  }
  return line;
}
