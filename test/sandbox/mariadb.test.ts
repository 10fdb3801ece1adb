import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Mariadb } from '../../src/sandbox/mariadb';
import { SandboxFolder } from '../../src/sandbox/sandbox-folder';

const TABLES = 'USE mysql;\nCREATE TABLE IF NOT EXISTS proc (db char(64)) engine=Aria;\nCREATE TABLE IF NOT EXISTS user (a int);\n';

describe('the MariaDB of a sandbox', () => {
  let share: string;
  let folder: SandboxFolder;

  beforeEach(() => {
    share = fs.mkdtempSync(path.join(os.tmpdir(), 'share-'));
    folder = SandboxFolder.create();
  });

  afterEach(() => [share, folder.root].forEach(each => fs.rmSync(each, { recursive: true, force: true })));

  /** A program in the place of mariadbd that writes its arguments down and does what it is told. */
  function mariadbd(does: string): void {
    fs.writeFileSync(folder.file('bin', 'mariadbd'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder.file('run', 'words')}'\n${does}\n`, { mode: 0o755 });
  }

  test('starts on its own folder with the one table that slurmdbd needs, without network and users', async () => {
    fs.writeFileSync(path.join(share, 'mariadb_system_tables.sql'), TABLES);
    mariadbd(`: > '${Mariadb.socket(folder)}'; exec sleep 0.2`);
    const database = new Mariadb(folder, 'slurm_acct', ['/no/such/folder', share]);
    expect(await database.answers(20)).toBe(true);
    const words = fs.readFileSync(folder.file('run', 'words'), 'utf8').split('\n');
    expect(words).toEqual(expect.arrayContaining([
      '--skip-networking', '--skip-grant-tables', `--socket=${Mariadb.socket(folder)}`, `--datadir=${folder.file('mariadb')}`, `--lc-messages-dir=${share}`,
    ]));
    expect(words[0]).toBe('--no-defaults');
    expect(fs.readdirSync(folder.file('mariadb')).sort()).toEqual(['mysql', 'slurm_acct']);
    const first = fs.readFileSync(folder.file('run', 'mariadb.sql'), 'utf8');
    expect(first).toContain('CREATE TABLE IF NOT EXISTS proc (db char(64)) engine=Aria;');
    expect(first).not.toContain('user (a int)');
    await database.ended;
  });

  test('tells the errors of its log when it ends at once', async () => {
    fs.writeFileSync(path.join(share, 'mariadb_system_tables.sql'), TABLES);
    mariadbd("echo '2026-01-01 0:00:00 0 [Note] /x/mariadbd: ready'; echo '2026-01-01 0:00:00 0 [ERROR] /x/mariadbd: disk is full'; exit 1");
    const database = new Mariadb(folder, 'slurm_acct', [share]);
    expect(await database.answers(20)).toBe(false);
    expect(database.complaints()).toEqual(['disk is full']);
    expect(await database.ended).toBe('it ended with exit code 1');
  });

  test('is refused without its own files, before anything starts', () => {
    expect(() => new Mariadb(folder, 'a', [share])).toThrow(`MariaDB has no mariadb_system_tables.sql in ${share}; install mariadb-server as a whole`);
    expect(() => new Mariadb(folder, 'a', [])).toThrow('in its root folder');
  });

  test('is refused when its files are of a release that keeps procedures elsewhere', () => {
    fs.writeFileSync(path.join(share, 'mariadb_system_tables.sql'), 'CREATE TABLE other (a int);\n');
    expect(() => new Mariadb(folder, 'a', [share])).toThrow('does not make the table of stored procedures, which slurmdbd needs');
  });
});
