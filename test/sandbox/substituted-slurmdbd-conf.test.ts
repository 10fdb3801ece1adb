import { SandboxPlace } from '../../src/sandbox/substituted-conf';
import { databaseConf, databaseName } from '../../src/sandbox/substituted-slurmdbd-conf';

const place: SandboxPlace = {
  folder: '/tmp/sb', hostName: 'laptop', user: 'ada', controllerPort: 40000, databasePort: 40001, pluginDir: '/opt/plugins', hasPlugin: () => true, hasFile: () => false,
};

/** The value that the sandbox uses, by key, of declared lines. */
function used(declared: string, key: string, there: SandboxPlace = place): string | undefined {
  return new RegExp(`^${key}=(.*)$`, 'm').exec(databaseConf(declared, there, 40001).text)?.[1];
}

describe('slurmdbd.conf of the sandbox', () => {
  test.each([
    ['DbdHost=slurm-accounting', 'DbdHost', 'laptop'],
    ['DbdAddr=slurm-accounting.slurm', 'DbdAddr', '127.0.0.1'],
    ['DbdPort=6819', 'DbdPort', '40001'],
    ['DbdBackupHost=other', 'DbdBackupHost', undefined],
    ['SlurmUser=slurm', 'SlurmUser', 'ada'],
    ['AuthAltParameters=jwt_key=/etc/slurm/jwt.key', 'AuthAltParameters', 'jwt_key=/tmp/sb/etc/jwt.key'],
    ['AuthInfo=use_client_ids', 'AuthInfo', 'use_client_ids,disable_sack'],
    ['StorageHost=mariadb', 'StorageHost', 'localhost'],
    ['StoragePort=3306', 'StoragePort', undefined],
    ['StoragePass=secret', 'StoragePass', undefined],
    ['StoragePassScript=/opt/pass', 'StoragePassScript', undefined],
    ['StorageParameters=SSL_CA=/ca', 'StorageParameters', undefined],
    ['LogFile=/var/log/slurmdbd.log', 'LogFile', '/tmp/sb/log/slurmdbd.log'],
    ['PidFile=/run/slurmdbd.pid', 'PidFile', '/tmp/sb/run/slurmdbd.pid'],
    ['ArchiveScript=/opt/archive', 'ArchiveScript', undefined],
    ['TLSType=tls/s2n', 'TLSType', undefined],
    ['', 'PluginDir', '/opt/plugins'],
  ])('%s becomes what this machine can serve', (declared, key, expected) => {
    expect(used(`${declared}\n`, key)).toBe(expected);
  });

  test.each(['StorageLoc=slurm_acct', 'PurgeJobAfter=12month', 'PrivateData=jobs,users', 'TrackWCKey=yes', 'MaxQueryTimeRange=1-0', 'DebugLevel=debug'])('%s stays, because sacctmgr and sacct show it', line => {
    expect(databaseConf(`${line}\n`, place, 40001).text.split('\n')).toContain(line);
  });

  test('a declared folder of plugins goes where this machine has its own', () => {
    expect(used('PluginDir=/usr/lib64/slurm\n', 'PluginDir', { ...place, pluginDir: undefined })).toBeUndefined();
  });

  test('no password of the cluster is left, neither in the file nor in what is told', () => {
    const { text, substitutions } = databaseConf('StoragePass=hunter2\nStorageUser=slurm\n', place, 40001);
    expect(text).not.toContain('hunter2');
    expect(substitutions).toContainEqual(expect.objectContaining({ subject: 'slurmdbd.conf', key: 'StoragePass' }));
    expect(substitutions.every(({ used: now = '' }) => !now.includes('hunter2'))).toBe(true);
  });

  test.each([['StorageLoc=slurm_acct\n', 'slurm_acct'], ['storageloc="a_b"\n', 'a_b'], ['', 'slurm_acct_db']])('the database of %j is %s', (text, name) => {
    expect(databaseName(text)).toBe(name);
  });
});
