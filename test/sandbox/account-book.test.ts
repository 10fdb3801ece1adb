import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { AccountBook, SANDBOX_ACCOUNT } from '../../src/sandbox/account-book';
import { SandboxError } from '../../src/sandbox/sandbox-error';
import { controller, cpuCluster, model } from '../model/slinky-objects';

type Answer = { readonly status?: number; readonly stdout?: string; readonly stderr?: string };

/** Remembers what sacctmgr is asked, and gives prepared answers. */
class FakeSacctmgr {
  public readonly asked: string[] = [];

  constructor(private readonly answers: { readonly [start: string]: Answer } = {}) {}

  public readonly run = async (words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> => {
    const line = words.slice(1).join(' ');
    expect(words[0]).toBe('--immediate');
    this.asked.push(line);
    const found = Object.entries(this.answers).find(([start]) => line.includes(start))?.[1];
    return Promise.resolve({ status: 0, stdout: '', stderr: '', ...found });
  };
}

describe('accounts, users and QOS of a sandbox', () => {
  let folder: string;
  let dump: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'book-'));
    dump = path.join(folder, 'dump.cfg');
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function file(text: string): string {
    const name = path.join(folder, 'load.txt');
    fs.writeFileSync(name, text);
    return name;
  }

  const partitions = 'PartitionName=a Nodes=ALL AllowQos=Urgent,normal AllowAccounts=physics,root\nPartitionName=b Nodes=ALL QOS=big DenyAccounts=chem AllowAccounts=ALL';

  test('what partitions name is made once and in lower case, QOS before slurmctld starts', async () => {
    const sacctmgr = new FakeSacctmgr();
    const book = new AccountBook(sacctmgr.run, dump);
    const [cluster] = model(...cpuCluster({ controller: { extraConf: partitions } })).clusters;
    await book.addCluster(cluster);
    expect(sacctmgr.asked).toEqual(['add qos urgent,normal,big', 'add cluster slurm_slurm']);
    await book.addAccounts(cluster);
    expect(sacctmgr.asked.slice(2)).toEqual(['add account physics,chem']);
    expect(book.assumptions).toEqual(['QOS urgent, QOS big, account physics, account chem: made without limits, because partitions name them; --load gives them theirs']);
  });

  test('a cluster that names nothing gets nothing but itself', async () => {
    const sacctmgr = new FakeSacctmgr();
    const book = new AccountBook(sacctmgr.run, dump);
    const [cluster] = model(controller()).clusters;
    await book.addCluster(cluster);
    await book.addAccounts(cluster);
    expect(sacctmgr.asked).toEqual(['add cluster slurm_slurm']);
    expect(book.assumptions).toEqual([]);
  });

  test('a file of commands runs line by line, as at the prompt of sacctmgr', async () => {
    const sacctmgr = new FakeSacctmgr();
    const book = new AccountBook(sacctmgr.run, dump);
    await book.load(file('# limits\nsacctmgr -i add qos high "description=a b"\n\nmodify qos high set MaxWall=1-0 # a day\n'), 'c');
    expect(sacctmgr.asked).toEqual(['add qos high description=a b', 'modify qos high set MaxWall=1-0']);
  });

  test('a dump is loaded under the name of this cluster, and the file of the user is left alone', async () => {
    const sacctmgr = new FakeSacctmgr();
    const text = "# a dump\nCluster - 'production':Fairshare=1\nParent - 'root'\nAccount - 'physics'\n";
    const name = file(text);
    await new AccountBook(sacctmgr.run, dump).load(name, 'c');
    expect(sacctmgr.asked).toEqual([`load file=${dump}`]);
    expect(fs.readFileSync(dump, 'utf8')).toBe(text.replace("'production'", "'c'"));
    expect(fs.readFileSync(name, 'utf8')).toBe(text);
  });

  test('what a loaded file gives limits to is no assumption', async () => {
    const book = new AccountBook(new FakeSacctmgr().run, dump);
    const [cluster] = model(...cpuCluster({ controller: { extraConf: partitions } })).clusters;
    await book.addCluster(cluster);
    await book.addAccounts(cluster);
    await book.load(file('modify qos urgent set MaxWall=60\nmodify account physics set GrpTRES=cpu=4\n'), 'c');
    expect(book.assumptions).toEqual(['QOS big, account chem: made without limits, because partitions name them; --load gives them theirs']);
  });

  test.each<[string, Answer]>([
    ['a command that fails', { status: 1, stderr: ' sacctmgr: error: bad\n' }],
    ['a load of which a part fails', { status: 1, stdout: ' Nothing added\n', stderr: 'line(3) unknown key: MaxJbos\n' }],
  ])('%s is told with its file and line', async (_, answer) => {
    const name = file('\nadd qos high\n');
    const loading = new AccountBook(new FakeSacctmgr({ 'add qos': answer }).run, dump).load(name, 'c');
    await expect(loading).rejects.toThrow(SandboxError);
    await expect(loading).rejects.toThrow(`${name}:2: sacctmgr add qos high fails: `);
  });

  test.each(['Nothing new added.', ' This QOS already exists', 'Nothing modified'])('%j is no failure', async said => {
    await new AccountBook(new FakeSacctmgr({ 'add qos': { status: 1, stdout: said } }).run, dump).load(file('add qos high\n'), 'c');
  });

  test('a file that is missing is told by its name', async () => {
    await expect(new AccountBook(new FakeSacctmgr().run, dump).load('/no/such.txt', 'c')).rejects.toThrow('/no/such.txt cannot be read: ');
  });

  test('users who have no accounts get all that are declared', async () => {
    const sacctmgr = new FakeSacctmgr({ 'show account': { stdout: 'root\nphysics\nchem\n' }, 'user=ada': { stdout: 'chem\n' }, 'user=root': { stdout: 'root\n' } });
    expect(await new AccountBook(sacctmgr.run, dump).addUsers(['root', 'ada', 'bob'], 'c')).toBe('physics');
    expect(sacctmgr.asked.filter(line => line.startsWith('add'))).toEqual([
      'add user root account=physics,chem defaultaccount=physics',
      'add user bob account=physics,chem defaultaccount=physics',
    ]);
  });

  test('without any account there is one of the sandbox', async () => {
    const sacctmgr = new FakeSacctmgr({ 'show account': { stdout: 'root\n' } });
    expect(await new AccountBook(sacctmgr.run, dump).addUsers(['ada'], 'c')).toBe(SANDBOX_ACCOUNT);
    expect(sacctmgr.asked).toContain(`add account ${SANDBOX_ACCOUNT}`);
  });

  test.each([[false, true], [true, false]])('everybody may use every QOS unless a file says who may (file: %s)', async (isLoaded, isOpen) => {
    const sacctmgr = new FakeSacctmgr();
    const book = new AccountBook(sacctmgr.run, dump);
    await book.addCluster(model(...cpuCluster({ controller: { extraConf: partitions } })).clusters[0]);
    if (isLoaded) {
      await book.load(file('add account x\n'), 'c');
    }
    await book.addUsers([], 'c');
    expect(sacctmgr.asked.includes('modify cluster c set qos+=urgent,big')).toBe(isOpen);
  });

  test('QOS refuse at once what would wait, and those that do so already are known', async () => {
    const sacctmgr = new FakeSacctmgr({ 'show qos': { stdout: 'normal|\nhigh|DenyOnLimit\nlow|NoDecay\n' } });
    expect(await new AccountBook(sacctmgr.run, dump).refuseAtOnce()).toEqual(['high']);
    expect(sacctmgr.asked).toContain('modify qos normal,low set flags+=DenyOnLimit');
  });
});
