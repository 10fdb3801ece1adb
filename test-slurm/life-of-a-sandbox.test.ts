import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { dump } from 'js-yaml';
import { clusterYaml } from './cluster-yaml';
import { describeWithSlurm, slurmRoot } from './real-slurm';

// A machine with other work takes its time.
const PATIENCE_MS = 60_000;
const repository = path.join(__dirname, '..');
const accounted = `${clusterYaml([{ name: 'cpu', replicas: 2 }]).replace('clusterName: test', 'clusterName: test\n  accountingRef: { name: acct }')}---
${dump({
  apiVersion: 'slinky.slurm.net/v1beta1',
  kind: 'Accounting',
  metadata: { name: 'acct', namespace: 'slurm' },
  spec: { storageConfig: { host: 'db', database: 'acct', username: 'slurm', passwordKeyRef: { name: 'db', key: 'password' } } },
})}`;
const good = clusterYaml([{ name: 'gpu', replicas: 4, gres: 'gpu:h100:8' }], { extraConf: 'GresTypes=gpu' });

describeWithSlurm('slurm-constructs sandbox', () => {
  let home: string;

  beforeEach(() => {
    // Its folder is made here, and other sandboxes of this user are elsewhere.
    home = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'sb-'));
    fs.chmodSync(home, 0o755);
  });

  afterEach(async () => {
    // A test that fails leaves its sandbox to us.
    for (const { child, done } of started.splice(0)) {
      child.kill();
      await done();
    }
    fs.rmSync(home, { recursive: true, force: true });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('leaves nothing behind on %s, running jobs included', async signal => {
    const sandbox = cli(home, ['sandbox', manifest(home, good), '--slurm-root', slurmRoot, '--run-nodes', '1']);
    await sandbox.says('sandbox down ends it');
    const [folder] = folders(home);
    const { code } = await cli(home, ['sandbox', 'exec', '--', 'sbatch', `--output=${home}/job.txt`, '--wrap=echo started; sleep 1000 & sleep 1000']).done();
    expect(code).toBe(0);
    await until(() => fs.existsSync(`${home}/job.txt`) && fs.readFileSync(`${home}/job.txt`, 'utf8').includes('started'));
    expect(processesOf(folder).length).toBeGreaterThan(3);

    sandbox.child.kill(signal);
    // What ends a sandbox that was killed goes itself as soon as the folder is gone.
    await until(() => folders(home).length === 0 && processesOf(folder).length === 0, () => JSON.stringify([folders(home), processesOf(folder)]));
    expect((await sandbox.done()).code).toBe(signal === 'SIGKILL' ? null : 0);
  });

  test('leaves nothing behind when it is interrupted while it starts', async () => {
    const sandbox = cli(home, ['sandbox', manifest(home, clusterYaml([{ name: 'cpu', replicas: 1000 }])), '--nodes', 'cpu=20000', '--slurm-root', slurmRoot]);
    await until(() => folders(home).length === 1);
    sandbox.child.kill('SIGINT');
    const { code, stderr } = await sandbox.done();
    expect({ code, stderr, folders: folders(home) }).toEqual({ code: 2, stderr: 'error: interrupted\n', folders: [] });
  });

  test.each(['mariadbd', 'slurmdbd', 'slurmctld'])('leaves nothing behind when it is interrupted with its database while it starts, as soon as %s runs', async daemon => {
    const sandbox = cli(home, ['sandbox', manifest(home, accounted), '--slurm-root', slurmRoot, '--accounting', '--run-nodes', '1']);
    await until(() => folders(home).some(folder => programsOf(folder).includes(daemon)), () => JSON.stringify(sandbox.output()));
    const [folder] = folders(home);
    sandbox.child.kill('SIGINT');
    expect(await sandbox.done()).toEqual({ code: 2, stdout: '', stderr: 'error: interrupted\n' });
    expect({ processes: processesOf(folder), folders: folders(home) }).toEqual({ processes: [], folders: [] });
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('leaves nothing behind on %s when it runs with its database', async signal => {
    const sandbox = cli(home, ['sandbox', manifest(home, accounted), '--slurm-root', slurmRoot, '--accounting']);
    await sandbox.says('sandbox down ends it');
    const [folder] = folders(home);
    expect(programsOf(folder)).toEqual(expect.arrayContaining(['mariadbd', 'slurmdbd', 'slurmctld']));
    sandbox.child.kill(signal);
    // What ends a sandbox that was killed goes itself as soon as the folder is gone.
    await until(() => folders(home).length === 0 && processesOf(folder).length === 0, () => JSON.stringify([folders(home), processesOf(folder)]));
    expect((await sandbox.done()).code).toBe(signal === 'SIGKILL' ? null : 0);
  });

  test('answers check-job about its own cluster while it runs', async () => {
    const sandbox = cli(home, ['sandbox', manifest(home, good), '--slurm-root', slurmRoot, '--format', 'json']);
    await sandbox.says('\n}\n');
    const scripts = [['fits.sh', '-N2 --gpus-per-node=8'], ['waits.sh', '-N5 --gpus-per-node=1']].map(([name, options]) => {
      fs.writeFileSync(path.join(home, name), `#!/bin/sh\n#SBATCH ${options}\ntrue\n`);
      return path.join(home, name);
    });
    const { code, stdout, stderr } = await cli(home, ['check-job', ...scripts, '--format', 'json']).done();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ cluster: 'test', summary: { fits: 1 }, scripts: [{ verdict: 'fits' }, { verdict: expect.not.stringMatching(/^fits$/) }] });
    expect(folders(home)).toHaveLength(1);
    expect(await cli(home, ['sandbox', 'down']).done()).toMatchObject({ code: 0 });
    await sandbox.done();
  });

  test('runs one command and exits as it does', async () => {
    const { code, stdout } = await cli(home, ['sandbox', manifest(home, good), '--slurm-root', slurmRoot, '--run', 'sinfo --noheader --format="%D %G"; exit 5']).done();
    expect({ code, stdout: stdout.trim().replace(/ +/g, ' '), folders: folders(home) }).toEqual({ code: 5, stdout: '4 gpu:h100:8', folders: [] });
  });

  test('is found by exec and ended by down', async () => {
    const sandbox = cli(home, ['sandbox', manifest(home, good), '--slurm-root', slurmRoot, '--format', 'json']);
    await sandbox.says('\n}\n');
    expect(JSON.parse(sandbox.output().stdout)).toMatchObject({ cluster: 'test', nodes: 4, assumptions: [] });
    expect(await cli(home, ['sandbox', 'exec', '--', 'sinfo', '--noheader', '--format=%R']).done()).toMatchObject({ code: 0, stdout: 'gpu\n' });
    expect(await cli(home, ['sandbox', 'down']).done()).toMatchObject({ code: 0, stdout: 'the sandbox of test is down\n' });
    expect(await sandbox.done()).toMatchObject({ code: 0 });
    expect(await cli(home, ['sandbox', 'exec', '--', 'sinfo']).done()).toMatchObject({ code: 2, stderr: expect.stringContaining('no sandbox of yours is up') });
  });

  test.each([
    ['a key nobody knows', { extraConf: 'SchedulerTypo=x' }, 'unrecognized key: SchedulerTypo'],
    ['a partition of unknown nodes', { extraConf: 'PartitionName=p Nodes=nowhere' }, 'nowhere'],
  ])('says in one line why slurmctld refuses %s', async (_, controller, reason) => {
    const { code, stdout, stderr } = await cli(home, ['sandbox', manifest(home, clusterYaml([], controller)), '--slurm-root', slurmRoot, '--run', 'true']).done();
    expect({ code, stdout, folders: folders(home) }).toEqual({ code: 2, stdout: '', folders: [] });
    expect(stderr).toMatch(/^error: slurmctld 26\.05\.\d+ refuses this cluster: .*\n$/);
    expect(stderr).toContain(reason);
  });

  test('runs jobs for an ordinary user too', async () => {
    const { code, stdout, stderr } = await cli(home, ['sandbox', manifest(home, good), '--slurm-root', slurmRoot, '--run-nodes', '2', '--run', 'srun --quiet -N2 --gpus-per-node=2 sh -c "id -u; echo \\$CUDA_VISIBLE_DEVICES"'], true).done();
    expect({ code, stderr, lines: stdout.trim().split('\n').sort() }).toEqual({ code: 0, stderr: '', lines: ['0,1', '0,1', ordinaryUser(), ordinaryUser()].sort() });
    expect(folders(home)).toEqual([]);
  });
});

/** A user id that is not root: our own, or that of a user every Debian has. */
function ordinaryUser(): string {
  const own = process.getuid?.() ?? 0;
  return own === 0 ? fs.readFileSync('/etc/passwd', 'utf8').split('\n').find(line => line.startsWith('games:'))!.split(':')[2] : String(own);
}

/** As root, hands a command to an ordinary user, who sees the repository and Slurm at places that do not depend on root's home. */
function asOrdinaryUser(home: string, words: readonly string[]): string[] {
  if (process.getuid?.() !== 0) {
    return [...words];
  }
  const mounts = [[repository, path.join(home, 'repository')], [slurmRoot, path.join(home, 'slurm')]];
  mounts.forEach(([, target]) => fs.mkdirSync(target));
  fs.chmodSync(home, 0o777);
  const there = (word: string): string => mounts.reduce((text, [from, to]) => text.replaceAll(from, to), word);
  const script = `${mounts.map(([from, to]) => `mount --bind '${from}' '${to}'`).join(' && ')} && cd '${home}' && exec setpriv --reuid ${ordinaryUser()} --regid 60 --clear-groups "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', ...words.map(there)];
}

/** Starts the command line as a process of its own. */
function cli(home: string, words: readonly string[], ordinary = false): RunningCommand {
  const command = [process.execPath, '--require', path.join(repository, 'node_modules/tsx/dist/preflight.cjs'), '--import', `file://${repository}/node_modules/tsx/dist/loader.mjs`, path.join(repository, 'src/cli/main.ts'), ...words];
  const [program, ...rest] = ordinary ? asOrdinaryUser(home, command) : command;
  const tsconfig = path.join(ordinary && process.getuid?.() === 0 ? path.join(home, 'repository') : repository, 'test/tsconfig.json');
  const child = spawn(program, rest, { env: { ...process.env, TMPDIR: home, TSX_TSCONFIG_PATH: tsconfig, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output.stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { output.stderr += text; });
  const closed = once(child, 'close');
  const running: RunningCommand = {
    child,
    output: () => output,
    says: async text => until(() => output.stdout.includes(text), () => JSON.stringify(output)),
    done: async () => {
      await closed;
      return { code: child.exitCode, ...output };
    },
  };
  started.push(running);
  return running;
}

const started: RunningCommand[] = [];

interface RunningCommand {
  readonly child: ChildProcess;
  readonly output: () => Output;
  readonly says: (text: string) => Promise<void>;
  readonly done: () => Promise<Output & { readonly code: number | null }>;
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function manifest(home: string, yaml: string): string {
  const file = path.join(home, 'cluster.yaml');
  fs.writeFileSync(file, yaml);
  return file;
}

function folders(home: string): string[] {
  return fs.readdirSync(home).filter(name => name.startsWith('slurm-sandbox-')).map(name => path.join(home, name));
}

/** Processes that name a sandbox in their environment or on their command line. */
function processesOf(folder: string): string[] {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => ['environ', 'cmdline'].some(file => {
    try {
      return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  }));
}

/** The programs of a sandbox that run; the loader of a root folder starts some of them. */
function programsOf(folder: string): string[] {
  return processesOf(folder).flatMap(pid => {
    try {
      const own = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').find(word => word.startsWith(`${folder}/bin/`));
      return own === undefined ? [] : [path.basename(own)];
    } catch {
      return [];
    }
  });
}

async function until(condition: () => boolean, otherwise: () => string = () => String(condition)): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !condition(); await sleep(25)) {
    if (Date.now() > end) {
      throw new Error(`not within ${PATIENCE_MS} ms: ${otherwise()}`);
    }
  }
}
