import { execFileSync, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { dcgmEpilog, dcgmProlog } from '../../src/gpu/dcgm-scripts';

let home: string;
let directory: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'dcgm-'));
  directory = path.join(home, 'job-mapping');
  fs.mkdirSync(directory);
});

afterEach(() => {
  fs.rmSync(home, { recursive: true });
});

interface Job {
  readonly id: string | number;
  readonly gpus?: string;
  readonly uuids?: string;
  readonly shared?: boolean;
}

/** Prologs of slurmd start without PATH. */
function environment({ id, gpus, uuids }: Job): { [name: string]: string } {
  return {
    SLURM_JOB_ID: String(id),
    ...gpus === undefined ? {} : { SLURM_JOB_GPUS: gpus },
    ...uuids === undefined ? {} : { CUDA_VISIBLE_DEVICES: uuids, PATH: path.join(home, 'bin') },
  };
}

function prologText(shared = false): string {
  return dcgmProlog({ directory, shared, proc: path.join(home, 'proc') });
}

function prolog(job: Job): string {
  return run(prologText(job.shared), job);
}

function epilog(job: Job): string {
  return run(dcgmEpilog({ directory, shared: job.shared ?? false }), job);
}

/** Fails when the script does not end with 0; returns what it says. */
function run(text: string, job: Job): string {
  return execFileSync('/bin/sh', ['-c', text], { env: environment(job), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function start(text: string, job: Job): Promise<number | null> {
  return new Promise(done => spawn('/bin/sh', ['-c', text], { env: environment(job), stdio: 'ignore' }).on('exit', done));
}

/** All files of the mapping with their lines. */
function mapping(): { [file: string]: string[] } {
  return Object.fromEntries(fs.readdirSync(directory).sort().map(file => [file, fs.readFileSync(path.join(directory, file), 'utf8').split('\n')]));
}

test('a job stands in the file of each of its GPUs until it ends', () => {
  const job = { id: 12, gpus: '0,3,11' };
  expect(prolog(job)).toBe('');
  expect(mapping()).toEqual({ 0: ['12'], 3: ['12'], 11: ['12'] });
  expect(epilog(job)).toBe('');
  expect(mapping()).toEqual({});
});

test('jobs side by side on a node keep to their own files', () => {
  prolog({ id: 1, gpus: '0,1' });
  prolog({ id: 10, gpus: '2' });
  epilog({ id: 1, gpus: '0,1' });
  expect(mapping()).toEqual({ 2: ['10'] });
});

test('the end of a job takes it out of files that its environment does not name', () => {
  prolog({ id: 7, gpus: '0,1' });
  epilog({ id: 7 });
  expect(mapping()).toEqual({});
});

test('a job takes over the file that a lost job left behind', () => {
  fs.writeFileSync(path.join(directory, '0'), '99\n');
  prolog({ id: 100, gpus: '0' });
  expect(mapping()).toEqual({ 0: ['100'] });
});

test('a file in the form of the official chart is understood', () => {
  fs.writeFileSync(path.join(directory, '0'), '5');
  epilog({ id: 5 });
  expect(mapping()).toEqual({});
});

test('forty tasks of an array come and go at once on eight GPUs and leave nothing behind', async () => {
  const shared = prologText(true);
  const tasks = Array.from({ length: 40 }, (_, index) => ({ id: 1000 + index, gpus: String(index % 8) }));
  expect(new Set(await Promise.all(tasks.map(task => start(shared, task))))).toEqual(new Set([0]));
  const full = mapping();
  expect(Object.keys(full)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  expect(Object.values(full).flat().map(Number).sort()).toEqual(tasks.map(({ id }) => id));
  const epilogs = await Promise.all(tasks.map(task => start(dcgmEpilog({ directory, shared: true }), task)));
  expect(new Set(epilogs)).toEqual(new Set([0]));
  expect(mapping()).toEqual({});
}, 60_000);

describe('on shared GPUs', () => {
  test('all jobs of a GPU stand in its file, each once', () => {
    prolog({ id: 1, gpus: '0', shared: true });
    prolog({ id: 2, gpus: '0', shared: true });
    prolog({ id: 2, gpus: '0', shared: true });
    expect(mapping()).toEqual({ 0: ['1', '2'] });
    epilog({ id: 1, gpus: '0', shared: true });
    expect(mapping()).toEqual({ 0: ['2'] });
  });

  test('a job whose step daemon has gone is dropped when the file is old', () => {
    fs.mkdirSync(path.join(home, 'proc/321'), { recursive: true });
    fs.writeFileSync(path.join(home, 'proc/321/cmdline'), 'slurmstepd: [21.extern]\0\0');
    const file = path.join(directory, '0');
    fs.writeFileSync(file, '1\n21');
    fs.utimesSync(file, new Date(0), new Date(0));
    prolog({ id: 3, gpus: '0', shared: true });
    expect(mapping()).toEqual({ 0: ['21', '3'] });
  });

  test('a job that comes while another looks for step daemons neither waits for it nor is lost', async () => {
    fs.mkdirSync(path.join(home, 'proc/321'), { recursive: true });
    const slow = path.join(home, 'proc/321/cmdline');
    execFileSync('mkfifo', [slow]);
    const file = path.join(directory, '0');
    fs.writeFileSync(file, '1\n21');
    fs.utimesSync(file, new Date(0), new Date(0));
    const looking = start(prologText(true), { id: 3, gpus: '0' });
    // Opens when somebody reads there.
    const answer = await fs.promises.open(slow, 'w');
    const now = new Date();
    fs.utimesSync(file, now, now);
    prolog({ id: 4, gpus: '0', shared: true });
    expect(mapping()).toEqual({ 0: ['1', '21', '4'] });
    await answer.write('slurmstepd: [21.extern]\0');
    await answer.close();
    expect(await looking).toBe(0);
    expect(mapping()).toEqual({ 0: ['21', '4', '3'] });
  });

  test('what a prolog that was killed has left of a file is gone with the next', () => {
    fs.writeFileSync(path.join(directory, '.new'), '9');
    prolog({ id: 1, gpus: '0', shared: true });
    expect(mapping()).toEqual({ 0: ['1'] });
  });
});

describe('MIG devices', () => {
  const listing = `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aaaa)
  MIG 3g.40gb     Device  0: (UUID: MIG-0000)
  MIG 1g.10gb     Device  1: (UUID: MIG-0001)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bbbb)
  MIG 1g.10gb     Device  0: (UUID: MIG-1000)
`;
  const details = `
==============NVSMI LOG==============

Attached GPUs                             : 2
GPU 00000000:07:00.0
    Product Name                          : NVIDIA H100 80GB HBM3
    MIG Mode
        Current                           : Enabled
        Pending                           : Enabled
    MIG Device
        Index                             : 0
        GPU Instance ID                   : 2
        Compute Instance ID               : 0
    MIG Device
        Index                             : 1
        GPU Instance ID                   : 9
        Compute Instance ID               : 0
    Processes
        GPU instance ID                   : 5
GPU 00000000:0F:00.0
    MIG Device
        Index                             : 0
        GPU Instance ID                   : 7
        Compute Instance ID               : 0
`;

  beforeEach(() => {
    fs.mkdirSync(path.join(home, 'bin'));
    fs.writeFileSync(path.join(home, 'list'), listing);
    fs.writeFileSync(path.join(home, 'details'), details);
    fs.writeFileSync(path.join(home, 'bin/nvidia-smi'), `#!/bin/sh\ncase $1 in -L) cat ${home}/list ;; *) cat ${home}/details ;; esac\n`, { mode: 0o755 });
  });

  test('have files of their own, named after GPU and GPU instance', () => {
    prolog({ id: 1, gpus: '0,2', uuids: 'MIG-0000,MIG-1000' });
    prolog({ id: 2, gpus: '1', uuids: 'MIG-0001' });
    expect(mapping()).toEqual({ 0.2: ['1'], 1.7: ['1'], 0.9: ['2'] });
    epilog({ id: 1 });
    expect(mapping()).toEqual({ 0.9: ['2'] });
  });

  test('with the UUIDs of old drivers tell their instance themselves', () => {
    prolog({ id: 1, gpus: '0', uuids: 'MIG-GPU-bbbb/13/0' });
    expect(mapping()).toEqual({ 1.13: ['1'] });
  });

  test('stand beside whole GPUs', () => {
    prolog({ id: 1, gpus: '4,0', uuids: 'GPU-cccc,MIG-0001' });
    expect(mapping()).toEqual({ 4: ['1'], 0.9: ['1'] });
  });

  test('that nvidia-smi does not know are left out, not guessed', () => {
    prolog({ id: 1, gpus: '0,1', uuids: 'MIG-ffff,MIG-0001' });
    expect(mapping()).toEqual({ 0.9: ['1'] });
  });

  test('are left out when nvidia-smi fails', () => {
    fs.writeFileSync(path.join(home, 'bin/nvidia-smi'), '#!/bin/sh\necho broken >&2\nexit 9\n');
    expect(prolog({ id: 1, gpus: '0', uuids: 'MIG-0000' })).toBe('');
    expect(mapping()).toEqual({});
  });
});

describe('no job fails', () => {
  test.each<[string, () => Job]>([
    ['on a node without the directory', () => {
      fs.rmdirSync(directory);
      return { id: 1, gpus: '0' };
    }],
    ['where a file stands in its place', () => {
      fs.rmdirSync(directory);
      fs.writeFileSync(directory, '');
      return { id: 1, gpus: '0' };
    }],
    ['where a directory stands in the place of a file', () => {
      fs.mkdirSync(path.join(directory, '0'));
      return { id: 1, gpus: '0' };
    }],
    ['without GPUs', () => ({ id: 1 })],
    ['without a number', () => ({ id: '' })],
    ['with a number that is none', () => ({ id: '1; rm -rf /', gpus: '0' })],
    ['with GPUs that are none', () => ({ id: 1, gpus: '../x,$(id)' })],
  ])('%s', (_what, prepare) => {
    const job = prepare();
    expect(prolog(job)).toBe('');
    expect(epilog(job)).toBe('');
    expect(fs.existsSync(path.join(home, 'x'))).toBe(false);
  });

  test('when another holds the lock for good', () => {
    const holder = spawn('flock', [directory, 'sleep', '30'], { stdio: 'ignore', detached: true });
    try {
      execFileSync('sh', ['-c', `until ! flock -n ${directory} true; do sleep 0.05; done`], { timeout: 4000 });
      const impatient = prologText().replace('flock -w 30', 'flock -w 1');
      run(impatient, { id: 1, gpus: '0' });
      expect(mapping()).toEqual({ 0: ['1'] });
    } finally {
      process.kill(-holder.pid!);
    }
  });
});
