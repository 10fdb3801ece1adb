import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { dump } from 'js-yaml';
import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { JobScript } from '../src/cli/job-scripts';
import { JobAsker, JobCheck, ordinaryUser, Sandbox, SandboxCommands } from '../src/sandbox';

const accounting = dump({
  apiVersion: 'slinky.slurm.net/v1beta1',
  kind: 'Accounting',
  metadata: { name: 'acct', namespace: 'slurm' },
  spec: {
    storageConfig: { host: 'mysql.example.com', database: 'site_acct', username: 'slurm', passwordKeyRef: { name: 'db', key: 'password' } },
    extraConf: 'PurgeJobAfter=12months\nArchiveDir=/var/spool/archive',
  },
});

const yaml = `${clusterYaml([
  { name: 'gpu', replicas: 4, gres: 'gpu:h100:8', cpu: '64', memory: '512Gi', partition: 'Default=YES DefMemPerCPU=1024 AllowQos=normal,high' },
  { name: 'cpu', replicas: 2, cpu: '16', memory: '64Gi', partition: 'Default=NO AllowAccounts=physics' },
], { extraConf: 'GresTypes=gpu\nSelectTypeParameters=CR_Core_Memory\nAccountingStorageEnforce=associations,limits,qos\nAccountingStorageTRES=gres/gpu' })
  .replace('clusterName: test', 'clusterName: test\n  accountingRef: { name: acct }')}---\n${accounting}`;

const accounts = [
  '# as sacctmgr dump writes it, of another cluster',
  "QOS - 'high':Description='high':Flags='DenyOnLimit':MaxTRESPerJob=gres/gpu=4:MaxWallDurationPerJob=60",
  "Cluster - 'elsewhere':Fairshare=1:QOS='normal'",
  "Parent - 'root'",
  "Account - 'bio':Description='b':Organization='s':MaxTRESPerJob=node=1:QOS='high,normal'",
  "Account - 'physics':Description='p':Organization='s':Fairshare=10:GrpTRES=gres/gpu=8",
  '',
].join('\n');

describeWithSlurm('sandbox with accounting', () => {
  let sandbox: Sandbox;
  let home: string;

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'acct-'));
    fs.writeFileSync(path.join(home, 'accounts.cfg'), accounts);
    fs.writeFileSync(path.join(home, 'more.txt'), '# one command a line\nsacctmgr -i add account chem Description="wet lab" Organization=s\nmodify account chem set MaxSubmitJobs=0\n');
    const begin = Date.now();
    sandbox = await Sandbox.start(clusterOf(yaml), { slurm: slurm(), accounting: true, load: ['accounts.cfg', 'more.txt'].map(name => path.join(home, name)) });
    process.stderr.write(`with slurmdbd and MariaDB: up after ${Date.now() - begin} ms\n`);
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    fs.rmSync(home, { recursive: true });
  });

  test('the database holds what was loaded, under the name of the cluster', async () => {
    const { stdout } = await sandbox.exec('sacctmgr', ['--noheader', '--parsable2', 'show', 'assoc', 'where', 'user=', 'format=cluster,account,grptres,maxtres,qos,maxsubmitjobs']);
    expect(stdout.trim().split('\n').sort()).toEqual([
      'test|bio||node=1|high,normal|', 'test|chem|||normal|0', 'test|physics|gres/gpu=8||normal|', 'test|root|||normal|',
    ]);
    expect((await sandbox.exec('sacctmgr', ['show', 'configuration'])).stdout).toMatch(/^PurgeJobAfter\s+= 12 months/m);
  });

  test('what differs from the declared slurmdbd is listed, and no password is anywhere', () => {
    const keys = sandbox.substitutions.filter(({ subject }) => subject === 'slurmdbd.conf').map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['DbdHost', 'DbdPort', 'StorageHost', 'StoragePass', 'ArchiveDir']));
    expect(fs.readFileSync(path.join(sandbox.folder, 'etc/slurmdbd.conf'), 'utf8')).not.toContain('StoragePass');
    expect(sandbox.assumptions).toEqual([]);
  });

  test.each([
    ['-A bio', 'fits', ''],
    ['-A physics --gpus=8', 'fits', ''],
    ['-A physics -p cpu', 'fits', ''],
    ['-A physics --gpus=9 -N2', 'waits-forever', 'AssocGrpGRES gpus<=8'],
    ['-A bio -N2', 'waits-forever', 'AssocMaxNodePerJobLimit nodes<=1'],
    ['-A bio --qos=high --time=2:00:00', 'refused', 'QOSMaxWallDurationPerJobLimit qos time<=01:00:00'],
    ['-A bio --qos=high --gpus=5', 'refused', 'QOSMaxGRESPerJob gpus<=4 qos'],
    ['-A physics --qos=high', 'refused', 'account qos'],
    ['-A nobodys', 'refused', 'account'],
    ['-A bio -p cpu', 'refused', 'partition'],
    ['-A chem', 'waits-forever', 'AssocMaxSubmitJobLimit account'],
  ])('a job with %s %s', async (options, verdict, why) => {
    const file = path.join(home, 'job.sh');
    fs.writeFileSync(file, `#!/bin/sh\n#SBATCH ${options}\n`);
    const check = new JobCheck(new JobAsker(new SandboxCommands(sandbox.folder, sandbox.environment), ordinaryUser('root')), sandbox.submissionPolicy);
    const report = await check.of(JobScript.read(file, []));
    const limit = report.details.filter(each => /^(Assoc|QOS)/.test(each));
    const blame = report.blockers.map(({ setting, most }) => `${setting.option.long}${most === undefined ? '' : `<=${most}`}`).sort();
    expect([report.verdict, [...limit, ...blame].join(' ')]).toEqual([verdict, why]);
  });

  test('nothing of it is left when it ends', async () => {
    const other = await Sandbox.start(clusterOf(yaml), { slurm: slurm(), accounting: true });
    const names = (): string[] => processesOf(other.folder);
    expect(names()).toEqual(expect.arrayContaining(['mariadbd', 'slurmctld', 'slurmdbd']));
    expect(other.assumptions[0]).toContain('QOS high, account physics: made without limits');
    await other.stop();
    for (let tries = 0; tries < 40 && names().length > 0; tries++) {
      await sleep(50);
    }
    expect({ left: names(), folder: fs.existsSync(other.folder) }).toEqual({ left: [], folder: false });
  });

  test.each([
    ['a file that is missing', undefined, /nowhere\.cfg cannot be read: /],
    ['an account below one that nobody has', "Cluster - 'c'\nParent - 'nope'\nAccount - 'x'\n", /broken\.cfg: sacctmgr load .* fails: .*nope/],
    ['a command that sacctmgr does not know', 'add account a\nfrobnicate\n', /broken\.cfg:2: sacctmgr frobnicate fails: /],
  ])('%s is named in one line', async (_, text, message) => {
    const file = path.join(home, text === undefined ? 'nowhere.cfg' : 'broken.cfg');
    if (text !== undefined) {
      fs.writeFileSync(file, text);
    }
    const start = async (): Promise<void> => (await Sandbox.start(clusterOf(yaml), { slurm: slurm(), accounting: true, load: [file] })).stop();
    await expect(start()).rejects.toThrow(message);
  });

  test('a cluster without accounting is refused', async () => {
    await expect(Sandbox.start(clusterOf(clusterYaml([{ name: 'a', replicas: 1 }])), { slurm: slurm(), accounting: true }))
      .rejects.toThrow(/the cluster test declares no accounting .*; leave out --accounting/);
  });

  test('a cluster with accounting runs without it as well', async () => {
    const plain = await Sandbox.start(clusterOf(yaml), { slurm: slurm() });
    expect(plain.substitutions).toContainEqual(expect.objectContaining({ key: 'AccountingStorageType', used: 'accounting_storage/none' }));
    await plain.stop();
  });
});

/** Names of processes that name a sandbox in their environment. */
function processesOf(folder: string): string[] {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      const isIts = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
      return isIts ? [path.basename(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').find(word => word.startsWith(`${folder}/bin/`)) ?? 'other')] : [];
    } catch {
      return [];
    }
  });
}
