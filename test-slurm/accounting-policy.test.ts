import { spawn } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Duration } from 'cdk8s';
import { describeWithSlurm, slurm } from './real-slurm';
import { Account, AccountingPolicy, FairShare, OnDrift, Qos, QosFlag, SlurmCluster } from '../src';
import { JobScript } from '../src/cli/job-scripts';
import { DeclaredCluster } from '../src/model/declared-cluster';
import { modelFromObjects } from '../src/model/from-objects';
import { CommandResult, JobAsker, JobCheck, ordinaryUser, Sandbox, SandboxCommands } from '../src/sandbox';
import { policyCluster, researchPolicy } from '../test/accounting/policy-programs';
import { Manifest, manifests } from '../test/cluster/cluster-manifests';

const policyName = 'slurm-accounting-policy';
const isPolicy = ({ kind, metadata }: Manifest): boolean => kind === 'ConfigMap' && metadata.name === policyName;
const clusterOf = (objects: Manifest[]): DeclaredCluster => modelFromObjects(objects.map(object => ({ object }))).clusters[0];

/** The same policy after a few days of work on it. */
function laterPolicy(cluster: SlurmCluster): AccountingPolicy {
  const policy = cluster.addAccountingPolicy('policy');
  const low = policy.addQos('low', { description: 'fills gaps' });
  policy.addQos('high', { maxWall: Duration.days(2), maxTresPerUser: { gpus: 32 } });
  const research = policy.addAccount('research', { fairShare: FairShare.shares(20), qos: [low, Qos.named('normal')] });
  const nlp = policy.addAccount('nlp', { organization: 'Language' });
  const vision = policy.addAccount('vision', { parent: research, description: 'Images: all of them', maxTresPerJob: { cpus: 64 } });
  policy.addUser('alice', { accounts: [vision, nlp], coordinates: [nlp] });
  policy.addUser('carol', { accounts: [nlp] });
  return policy;
}

describeWithSlurm('accounting policy', () => {
  let home: string;
  let sandbox: Sandbox;
  let declared: Manifest[];

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-'));
    declared = manifests(chart => researchPolicy(policyCluster(chart)));
    // The Job of these tests brings the policy here, not the sandbox.
    sandbox = await Sandbox.start(clusterOf(declared.filter(object => !isPolicy(object))), { slurm: slurm(), accounting: true });
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    fs.rmSync(home, { recursive: true });
  });

  /** Runs the Job's script as its pod does; what was applied is recorded as the Job's second container does. */
  async function apply(objects: Manifest[], { onDrift = OnDrift.FAIL as string, wait = 5, shell = ['sh'] } = {}): Promise<{ readonly status: number; readonly said: string[] }> {
    const { data } = objects.find(isPolicy)!;
    const [policy, work] = ['policy', 'work'].map(name => path.join(home, name));
    [policy, work].forEach(folder => fs.mkdirSync(folder, { recursive: true }));
    const own = fs.readFileSync(path.join(sandbox.folder, 'etc/slurm.conf'), 'utf8');
    const value = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(own)![1];
    const conf = data['slurm.conf'].replace(/^(SlurmUser|AccountingStorageHost|AccountingStoragePort)=.*$/gm, (_: string, key: string) => `${key}=${value(key)}`) + `PluginDir=${value('PluginDir')}\n`;
    Object.entries({ ...data, 'slurm.conf': conf }).forEach(([file, text]) => fs.writeFileSync(path.join(policy, file), String(text)));
    const token = path.join(home, 'token');
    fs.writeFileSync(token, sandbox.environment.SLURM_JWT);
    const { SLURM_JWT: _, ...env } = sandbox.commandEnvironment();
    const commands = new SandboxCommands(sandbox.folder, sandbox.environment);
    const { status, stdout, stderr } = await commands.run([...shell, path.join(policy, 'apply.sh')], {
      ...env,
      SLURM_CONF: path.join(policy, 'slurm.conf'),
      CLUSTER: 'training',
      POLICY: policy,
      RECORD: path.join(home, 'applied'),
      TOKEN: token,
      WORK: work,
      ON_DRIFT: onDrift,
      WAIT: String(wait),
    });
    if (status === 0 && onDrift !== 'check') {
      fs.copyFileSync(path.join(work, 'record'), path.join(home, 'applied'));
    }
    return { status, said: `${stdout}${stderr}`.trim().split('\n').filter(line => !/^other: .*(sandbox|daemon|nobody)/.test(line)) };
  }

  async function database(of: Sandbox = sandbox): Promise<string[]> {
    const file = path.join(home, 'dump.cfg');
    await of.exec('sacctmgr', ['dump', 'training', `file=${file}`]);
    // The sandbox' own account, users and flags aside.
    return fs.readFileSync(file, 'utf8').split('\n').filter(line => line !== '' && !/^#|sandbox|'root'|'daemon'|'nobody'|QOS - 'normal'/.test(line));
  }

  const sacctmgr = async (words: string): Promise<CommandResult> => sandbox.exec('sacctmgr', ['--immediate', ...words.split(' ')]);

  test('the Job makes what is declared, and changes nothing the second time', async () => {
    const first = await apply(declared);
    expect(first).toEqual({
      status: 0,
      said: [
        'new: QOS high', 'new: QOS low', 'new: account research', 'new: account nlp', 'new: account vision', 'new: user alice in account nlp', 'new: user alice in account vision',
        'new: user bob in account vision', 'the database is as the policy declares',
      ],
    });
    const made = await database();
    expect(made).toEqual([
      "QOS - 'high':Description='high':Flags='DenyOnLimit,OverPartQOS':GrpTRESMins=gres/gpu=60000:LimitFactor=1.500000:MaxJobsPU=5:MaxTRESPerUser=gres/gpu=16,mem=2000G:MaxWallDurationPerJob=1440:Preempt='low':Priority=100:UsageThreshold=0.200000",
      "QOS - 'low':Description='fills gaps':GraceTime=90:PreemptMode='requeue':PreemptExemptTime=1200:UsageFactor=0.500000",
      "Cluster - 'training':Fairshare=1:QOS='normal'",
      "Account - 'research':Description='research':Organization='research':DefaultQOS='low':Fairshare=10:GrpTRES=cpu=192,gres/gpu:h100=24,gres/gpu=24:QOS='high,low,normal'",
      "Parent - 'research'",
      "Account - 'nlp':Description='nlp':Organization='language':Fairshare=2147483647:GrpWall=6000:MaxJobs=4",
      "Account - 'vision':Description='images: all of them':Organization='research':Fairshare=1:MaxTRESPerJob=node=1",
      "Parent - 'nlp'",
      "User - 'alice':DefaultAccount='nlp':AdminLevel='Operator':Coordinator='vision':Fairshare=1:MaxSubmitJobs=10",
      "Parent - 'vision'",
      "User - 'alice':DefaultAccount='nlp':AdminLevel='Operator':Coordinator='vision':Fairshare=1:MaxSubmitJobs=10",
      "User - 'bob':DefaultAccount='vision':DefaultQOS='low':Fairshare=1",
    ]);
    const begin = Date.now();
    expect(await apply(declared)).toEqual({ status: 0, said: ['nothing to change'] });
    process.stderr.write(`the Job finds nothing to change in ${Date.now() - begin} ms\n`);
    expect(await apply(declared, { onDrift: 'check' })).toEqual({ status: 0, said: ['the database is as the policy declares'] });
    expect(await database()).toEqual(made);
  });

  test('what somebody else changed is shown, and nothing that exists is changed', async () => {
    await sacctmgr('modify qos where name=high set MaxWall=60 Flags=NoDecay');
    await sacctmgr('modify account where name=research cluster=training set GrpTRES=gres/gpu=100,node=9 Fairshare=3');
    await sacctmgr('add qos urgent');
    await sacctmgr('add user mallory account=vision');
    await sacctmgr('delete user bob');
    const before = await database();
    const looked = await apply(declared, { onDrift: 'check' });
    expect([looked.status, looked.said.slice(-1)]).toEqual([3, ['the database is not as the policy declares']]);
    expect(await database()).toEqual(before);
    const { status, said } = await apply(declared);
    expect(status).toBe(3);
    expect(looked.said.slice(0, -1)).toEqual(said.slice(0, -1));
    expect(said).toEqual([
      'drift: QOS high: flags is nodecay in the database and denyonlimit,overpartqos in the policy, which set it to denyonlimit,overpartqos last',
      'drift: QOS high: maxwalldurationperjob is 60 in the database and 1440 in the policy, which set it to 1440 last',
      'drift: account research: fairshare is 3 in the database and 10 in the policy, which set it to 10 last',
      'drift: account research: grptres is cpu=192,gres/gpu:h100=24,gres/gpu=100,node=9 in the database and cpu=192,gres/gpu:h100=24,gres/gpu=24 in the policy, which set it to cpu=192,gres/gpu:h100=24,gres/gpu=24 last',
      'new: user bob in account vision',
      'other: QOS urgent is in the database and not in the policy',
      'other: user mallory in account vision is in the database and not in the policy',
      expect.stringMatching(/^somebody else changed what the policy declares, so nothing that exists is changed: /),
    ]);
    const after = await database();
    expect(after.filter(line => !line.includes("'bob'"))).toEqual(before);
    expect(after).toContain("User - 'bob':DefaultAccount='vision':DefaultQOS='low':Fairshare=1");
  });

  test('with KEEP it stays, is shown again, and the rest is brought to what is declared', async () => {
    await sacctmgr('delete user bob');
    for (let turn = 0; turn < 2; turn++) {
      const { status, said } = await apply(declared, { onDrift: OnDrift.KEEP });
      expect([status, said.filter(line => line.startsWith('drift: ')).length, said.includes('new: user bob in account vision')]).toEqual([0, 4, turn === 0]);
    }
    const now = await database();
    expect(now).toContainEqual(expect.stringContaining("User - 'bob':DefaultAccount='vision':DefaultQOS='low'"));
    expect(now).toContainEqual(expect.stringMatching(/^QOS - 'high':.*:MaxWallDurationPerJob=60:/));
  });

  test('with OVERWRITE it is shown and set back, and what nobody declared stays', async () => {
    const { status, said } = await apply(declared, { onDrift: OnDrift.OVERWRITE });
    expect([status, said.filter(line => line.startsWith('drift: ')).length, said.slice(-1)]).toEqual([0, 4, ['the database is as the policy declares']]);
    const now = await database();
    expect(now).toContainEqual(expect.stringMatching(/^QOS - 'high':.*Flags='DenyOnLimit,OverPartQOS':.*:MaxWallDurationPerJob=1440:/));
    expect(now).toContainEqual(expect.stringContaining('Fairshare=10:GrpTRES=cpu=192,gres/gpu:h100=24,gres/gpu=24:'));
    expect(now).toContainEqual(expect.stringContaining("User - 'mallory'"));
    expect(now).toContain("QOS - 'urgent':Description='urgent'");
    await sacctmgr('delete user mallory');
    await sacctmgr('delete qos urgent');
  });

  test('what the program changed is changed, and what left it stays', async () => {
    const later = manifests(chart => laterPolicy(policyCluster(chart)));
    const { status, said } = await apply(later);
    expect(status).toBe(0);
    expect(said).toEqual(expect.arrayContaining([
      'change: QOS high: maxwalldurationperjob from 1440 to 2880',
      'change: QOS high: maxtresperuser from gres/gpu=16,mem=2000g to gres/gpu=32',
      'change: QOS high: flags from denyonlimit,overpartqos to not set',
      'change: account nlp: parent from research to root',
      'change: user alice: coordinator from vision to nlp',
      'new: user carol in account nlp',
      'left: user bob in account vision is no longer in the policy and stays in the database',
      'the database is as the policy declares',
    ]));
    expect(said.filter(line => line.startsWith('drift: '))).toEqual([]);
    expect(await database()).toEqual([
      "QOS - 'high':Description='high':MaxTRESPerUser=gres/gpu=32:MaxWallDurationPerJob=2880",
      "QOS - 'low':Description='fills gaps'",
      "Cluster - 'training':Fairshare=1:QOS='normal'",
      "Account - 'nlp':Description='nlp':Organization='language':Fairshare=1",
      "Account - 'research':Description='research':Organization='research':Fairshare=20:QOS='low,normal'",
      "Parent - 'nlp'",
      "User - 'alice':DefaultAccount='vision':Coordinator='nlp':Fairshare=1",
      "User - 'carol':DefaultAccount='nlp':Fairshare=1",
      "Parent - 'research'",
      "Account - 'vision':Description='images: all of them':Organization='research':Fairshare=1:MaxTRESPerJob=cpu=64",
      "Parent - 'vision'",
      "User - 'alice':DefaultAccount='vision':Coordinator='nlp':Fairshare=1",
      "User - 'bob':DefaultAccount='vision':DefaultQOS='low':Fairshare=1",
    ]);
    expect(await apply(later)).toEqual({ status: 0, said: ['left: user bob in account vision is no longer in the policy and stays in the database', 'nothing to change'] });
  });

  test('a QOS is there before what it limits is known, since slurmctld tells that and does not start without the QOS', async () => {
    const early = manifests(chart => void policyCluster(chart, { slurmConf: { accountingStorageTres: ['gres/nic'] } })
      .addAccountingPolicy('policy').addQos('early', { flags: [QosFlag.DENY_ON_LIMIT], maxTresPerAccount: { others: { 'gres/nic': 1 } } }));
    const { status, said } = await apply(early, { wait: 0 });
    expect([status, said.slice(-1)]).toEqual([1, [expect.stringContaining('slurmdbd does not know gres/nic')]]);
    expect(await database()).toContain("QOS - 'early':Description='early':Flags='DenyOnLimit'");
    // The next try goes on where that one ended.
    expect(await apply(early, { wait: 0 })).toEqual({ status: 1, said: ['change: QOS early: maxtresperaccount from not set to gres/nic=1', ...said.slice(1)] });
    await sacctmgr('delete qos early');
  });

  test('what nobody has set of the root account and of what was there before is set, and what somebody has is theirs', async () => {
    await sacctmgr('add qos older');
    await sacctmgr('modify qos where name=older set MaxWall=60');
    const first = manifests(chart => {
      const policy = policyCluster(chart).addAccountingPolicy('policy', { everybody: { maxJobs: 100 } });
      policy.addQos('older', { maxJobsPerUser: 4, description: 'came first', maxWall: Duration.hours(2) });
    });
    fs.rmSync(path.join(home, 'applied'));
    const applied = async () => {
      const { status, said } = await apply(first);
      return { status, said: said.filter(line => !line.startsWith('other: ')) };
    };
    expect(await applied()).toEqual({
      status: 3,
      said: [
        'change: QOS older: description from older to came first',
        'change: QOS older: maxjobspu from not set to 4',
        'drift: QOS older: maxwalldurationperjob is 60 in the database and 120 in the policy, which has not set it yet',
        'change: cluster: maxjobs from not set to 100',
        expect.stringContaining('so nothing that exists is changed'),
      ],
    });
    expect(await database()).toContain("QOS - 'older':Description='older':MaxWallDurationPerJob=60");
    await sacctmgr('modify qos where name=older set MaxWall=-1');
    expect((await applied()).status).toBe(0);
    expect(await database()).toEqual(expect.arrayContaining([
      "QOS - 'older':Description='came first':MaxJobsPU=4:MaxWallDurationPerJob=120", "Cluster - 'training':Fairshare=1:MaxJobs=100:QOS='normal'",
    ]));
    expect(await applied()).toEqual({ status: 0, said: ['nothing to change'] });
  });

  test('a limit of something that slurmctld does not record is named after the wait', async () => {
    const odd = manifests(chart => void policyCluster(chart, { slurmConf: { accountingStorageTres: ['gres/nic'] } })
      .addAccountingPolicy('policy').addAccount('odd', { maxTresPerJob: { others: { 'gres/nic': 1 } } }));
    const { status, said } = await apply(odd, { wait: 0 });
    expect([status, said.slice(-1)]).toEqual([1, ['slurmdbd does not know gres/nic after 0 s: slurmctld records what AccountingStorageTRES lists, once it runs']]);
  });
});

describeWithSlurm('sandbox of a cluster with an accounting policy', () => {
  let sandbox: Sandbox;
  let home: string;

  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-'));
    const objects = manifests(chart => {
      const cluster = policyCluster(chart);
      researchPolicy(cluster);
      cluster.addPartition('images', { allowAccounts: [Account.named('vision')], allowQos: [Qos.named('low'), Qos.named('high')] });
    });
    sandbox = await Sandbox.start(clusterOf(objects), { slurm: slurm(), accounting: true });
    fs.writeFileSync(path.join(home, 'policy.cfg'), objects.find(isPolicy)!.data['policy.cfg']);
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    fs.rmSync(home, { recursive: true });
  });

  const database = async (): Promise<string> => {
    const file = path.join(home, 'dump.cfg');
    await sandbox.exec('sacctmgr', ['dump', 'training', `file=${file}`]);
    return fs.readFileSync(file, 'utf8').replace(/^#.*\n/gm, '').replace(/DenyOnLimit/g, '');
  };

  test('loads it, and loading its file again gives the same database', async () => {
    const before = await database();
    expect(before).toContain("Account - 'vision':Description='images: all of them':Organization='research':Fairshare=1:MaxTRESPerJob=node=1\n");
    expect(before).toMatch(/QOS - 'high':.*:LimitFactor=1.500000:MaxJobsPU=5:MaxTRESPerUser=gres\/gpu=16,mem=2000G:MaxWallDurationPerJob=1440:Preempt='low':Priority=100/);
    expect(before).toMatch(/QOS - 'low':.*:PreemptExemptTime=1200:/);
    const { status, stdout } = await sandbox.exec('sacctmgr', ['--immediate', 'load', `file=${path.join(home, 'policy.cfg')}`]);
    expect([status, stdout]).toEqual([0, expect.not.stringMatching(/error|problem|unknown|line\(/i)]);
    expect(await database()).toBe(before);
    expect(sandbox.assumptions).not.toContainEqual(expect.stringContaining('made without limits'));
  });

  test.each([
    ['-A research --gpus=24', 'fits', ''],
    ['-A research --gpus=25 -N4', 'waits-forever', 'AssocGrpGRES'],
    ['-A vision -p images', 'fits', ''],
    ['-A vision -N2', 'waits-forever', 'AssocMaxNodePerJobLimit'],
    ['-A nlp --qos=high --time=1-12:00:01', 'refused', 'QOSMaxWallDurationPerJobLimit'],
    ['-A nlp --qos=high --gpus=17 -N3', 'refused', 'QOSMaxGRESPerUser'],
    ['-A nlp -p images', 'refused', ''],
    ['-A elsewhere', 'refused', ''],
  ])('a job with %s %s', async (options, verdict, reason) => {
    const file = path.join(home, 'job.sh');
    fs.writeFileSync(file, `#!/bin/sh\n#SBATCH ${options}\n`);
    const check = new JobCheck(new JobAsker(new SandboxCommands(sandbox.folder, sandbox.environment), ordinaryUser('root')), sandbox.submissionPolicy);
    const report = await check.of(JobScript.read(file, []));
    expect([report.verdict, report.details.filter(each => /^(Assoc|QOS)/.test(each)).join(' ')]).toEqual([verdict, reason]);
  });

  test('slurmctld ends over a QOS that is not there, does not start again, and starts when it has been made without slurmctld', async () => {
    const conf = path.join(sandbox.folder, 'etc/slurm.conf');
    fs.appendFileSync(conf, 'PartitionName=late Nodes=ALL AllowQos=late\n');
    void sandbox.exec('scontrol', ['reconfigure']);
    await sandbox.ended;
    const fatal = 'fatal: Partition late has an invalid AllowQOS (late)';
    const log = path.join(sandbox.folder, 'log/slurmctld.log');
    expect(fs.readFileSync(log, 'utf8')).toContain(fatal);
    const start = () => spawn(path.join(sandbox.folder, 'bin/slurmctld'), ['-D', '-f', conf], { stdio: 'ignore', env: { PATH: process.env.PATH, SLURM_CONF: conf } });
    fs.writeFileSync(log, '');
    expect(await once(start(), 'exit')).toEqual([1, null]);
    expect(fs.readFileSync(log, 'utf8')).toContain(fatal);
    expect(await sandbox.exec('sacctmgr', ['--immediate', 'add', 'qos', 'late'])).toMatchObject({ status: 0 });
    const second = start();
    const ended = once(second, 'exit');
    try {
      const shown = async () => (await sandbox.exec('scontrol', ['show', 'partition', 'late'])).stdout;
      for (let turn = 0; turn < 100 && second.exitCode === null && !(await shown()).includes('PartitionName=late'); turn++) {
        await new Promise(resolve => setTimeout(resolve, 200));
      }
      expect(await shown()).toContain('AllowQos=late');
    } finally {
      second.kill();
      await ended;
    }
  }, 100_000);
});
