import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { HealthCheck, Script } from '../../src';
import { healthProlog, healthScript } from '../../src/operations/health-scripts';

let home: string;
const at = (...parts: string[]): string => path.join(home, ...parts);

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'health-'));
  ['bin', 'scripts', 'proc/self'].forEach(folder => fs.mkdirSync(at(folder), { recursive: true }));
  fs.writeFileSync(at('scripts/gpus'), '2\n');
  fs.writeFileSync(at('proc/self/mounts'), `nas:/home ${home} nfs4 rw 0 0\n`);
  node('IDLE+DYNAMIC_NORM');
  program('nvidia-smi', 'case $1 in -L) echo "GPU 0: NVIDIA H100 (UUID: GPU-0)"; echo "GPU 1: NVIDIA H100 (UUID: GPU-1)" ;; *) printf "00:1B.0, 0, 0\\n00:1C.0, 0, 0\\n" ;; esac');
});

afterEach(() => fs.rmSync(home, { recursive: true }));

function program(name: string, text: string): void {
  fs.writeFileSync(at('bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** A slurmctld that knows this one node. What it is told is in `told`. */
function node(states: string, reason = ''): void {
  fs.rmSync(at('told'), { force: true });
  program('scontrol', [
    `if [ "$2" = show ]; then echo "NodeName=n1 Arch=x86_64 CPUTot=8 State=${states} ThreadsPerCore=1 ${reason && `Reason=${reason} [root@now]`} Comment=x"; exit; fi`,
    `for word; do echo "$word"; done > ${at('told')}`,
  ].join('\n'));
}

const told = (): string[] => (fs.existsSync(at('told')) ? fs.readFileSync(at('told'), 'utf8').trim().split('\n') : []);

interface Run {
  readonly checks?: HealthCheck[];
  readonly mode?: 'job';
  readonly environment?: { [name: string]: string };
  readonly resumes?: boolean;
}

function run({ checks = [HealthCheck.gpus()], mode, environment = {}, resumes = true }: Run = {}): { status: number; said: string } {
  const shell = checks.map(({ _check }) => _check);
  const text = healthScript({ checks: shell, resumes, state: at('state'), root: home }).replace(/^PATH=.*$/m, `PATH=${at('bin')}:$PATH`);
  fs.writeFileSync(at('scripts/health-check.sh'), text, { mode: 0o755 });
  shell.forEach(({ script }) => script && fs.writeFileSync(at('scripts', script.file), script.text, { mode: 0o755 }));
  const { status, stdout } = spawnSync(at('scripts/health-check.sh'), mode ? [mode] : [], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', SLURMD_NODENAME: 'n1', ...environment } });
  return { status: status ?? -1, said: stdout.trim() };
}

const drained = (reason: string): string[] => ['update', 'nodename=n1', 'state=drain', `reason=${reason}`];

test('a node that is well is left alone', () => {
  expect(run()).toEqual({ status: 0, said: '' });
  expect(told()).toEqual([]);
});

test.each<[string, () => void, string]>([
  ['a GPU is gone', () => program('nvidia-smi', 'echo "GPU 0: NVIDIA H100"'), '[HC] GPU: 1 of 2 GPUs answer'],
  ['the driver is broken', () => program('nvidia-smi', 'echo "Unable to determine the device handle for GPU1: 0000:1C:00.0: GPU is lost"; exit 15'), '[HC] GPU: nvidia-smi fails: Unable to determine the device handle for GPU1: 0000:1C:00.0: GPU is lost'],
  ['a GPU waits for a reset', () => program('nvidia-smi', 'case $1 in -L) echo "GPU 0: a"; echo "GPU 1: b" ;; *) printf "00:1B.0, 0, 0\\n00:1C.0, 1, 0\\n" ;; esac'), '[HC] GPU: memory of 00:1C.0 waits for a reset'],
  ['a GPU has no spare rows', () => program('nvidia-smi', 'case $1 in -L) echo "GPU 0: a"; echo "GPU 1: b" ;; *) printf "00:1B.0, No, Yes\\n" ;; esac'), '[HC] GPU: memory of 00:1B.0 has no spare rows left'],
])('a node is drained when %s', (_what, breakIt, reason) => {
  breakIt();
  expect(run()).toEqual({ status: 1, said: reason });
  expect(told()).toEqual(drained(reason));
});

test('a program that never ends drains the node, and is not waited for', () => {
  // Neither TERM nor the end of its parent ends it, as with a driver that hangs.
  program('nvidia-smi', 'trap "" TERM; sleep 60 & wait; sleep 60');
  const text = healthScript({ checks: [HealthCheck.gpus()._check], resumes: true, state: at('state'), root: home })
    .replace(/^PATH=.*$/m, `PATH=${at('bin')}:$PATH`).replace('bounded 15 nvidia-smi -L', 'bounded 1 nvidia-smi -L');
  fs.writeFileSync(at('scripts/health-check.sh'), text, { mode: 0o755 });
  const start = Date.now();
  const { status, stdout } = spawnSync(at('scripts/health-check.sh'), [], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', SLURMD_NODENAME: 'n1' } });
  expect({ status, said: stdout.trim() }).toEqual({ status: 1, said: '[HC] GPU: nvidia-smi does not answer' });
  expect(Date.now() - start).toBeLessThan(15_000);
  expect(told()).toEqual(drained('[HC] GPU: nvidia-smi does not answer'));
}, 30_000);

test.each<[string, HealthCheck, string]>([
  ['a file system is not mounted', HealthCheck.mounted('/scratch'), '[HC] /scratch: is not mounted'],
  ['there is no room', HealthCheck.freeSpace('/tmp', 99), '[HC] /tmp: '],
  ['RDMA ports are down', HealthCheck.rdmaPorts(2), '[HC] RDMA: 1 of 2 ports are up'],
  ['a check of the user\'s own says so', HealthCheck.script('fans', Script.inline('#!/bin/sh\necho "fan 3 stands still"\necho more\nexit 1\n')), '[HC] fans: fan 3 stands still'],
])('a node is drained when %s', (_what, check, reason) => {
  ['mlx5_0/ports/1', 'mlx5_1/ports/1'].forEach((port, index) => {
    fs.mkdirSync(at('sys/class/infiniband', port), { recursive: true });
    fs.writeFileSync(at('sys/class/infiniband', port, 'state'), index === 0 ? '4: ACTIVE\n' : '1: DOWN\n');
  });
  expect(run({ checks: [check] }).status).toBe(1);
  expect(told()[3]).toMatch(new RegExp(`^${`reason=${reason}`.replace(/[[\]/]/g, '\\$&')}`));
});

test('all that is wrong is in the reason', () => {
  program('nvidia-smi', 'exit 9');
  run({ checks: [HealthCheck.gpus(), HealthCheck.mounted('/scratch')] });
  expect(told()[3]).toBe('reason=[HC] GPU: nvidia-smi fails: ; /scratch: is not mounted');
});

test('what a check prints cannot become more than a reason', () => {
  run({ checks: [HealthCheck.script('evil', Script.inline('#!/bin/sh\necho "x\' state=resume \\$(touch /tmp/x) \\"; `id`"\nexit 1\n'))] });
  expect(told()).toEqual(['update', 'nodename=n1', 'state=drain', expect.stringMatching(/^reason=\[HC\] evil: [A-Za-z0-9 ./:;,%_+()-]*$/)]);
  run({ checks: [HealthCheck.script('long', Script.inline(`#!/bin/sh\necho ${'x'.repeat(5000)}\nexit 1\n`))] });
  expect(told()[3].length).toBeLessThan(220);
});

test.each<[string, () => void, HealthCheck]>([
  ['nvidia-smi is not in the image', () => fs.rmSync(at('bin/nvidia-smi')), HealthCheck.gpus()],
  ['the node has no GPUs', () => { fs.writeFileSync(at('scripts/gpus'), '0\n'); program('nvidia-smi', 'exit 9'); }, HealthCheck.gpus()],
  ['dcgmi is not in the image', () => undefined, HealthCheck.dcgm()],
  ['DCGM cannot be asked', () => program('dcgmi', 'echo "Error: unable to establish a connection"; exit 1'), HealthCheck.dcgm()],
  ['a check of the user\'s own cannot tell', () => undefined, HealthCheck.script('own', Script.inline('#!/bin/sh\nexit 3\n'))],
  ['a check of the user\'s own takes too long', () => undefined, HealthCheck.script('own', Script.inline('#!/bin/sh\nsleep 30\n'), { limitSec: 1 })],
])('a node is left alone when %s', (_what, prepare, check) => {
  prepare();
  expect(run({ checks: [check] }).status).toBe(0);
  expect(told()).toEqual([]);
});

test('DCGM\'s diagnosis drains the node when something failed', () => {
  program('dcgmi', 'printf "| Deployment | Pass |\\n| Memory     | Fail - GPU: 3 |\\n"; exit 226');
  run({ checks: [HealthCheck.dcgm()] });
  expect(told()[3]).toMatch(/^reason=\[HC\] DCGM: dcgmi diag: .*Memory.*Fail/);
});

test('a node that somebody else has drained keeps their reason', () => {
  node('IDLE+DRAIN+DYNAMIC_NORM', 'slurm-operator: Node (kube-7) was cordoned');
  program('nvidia-smi', 'exit 9');
  expect(run().status).toBe(1);
  expect(told()).toEqual([]);
});

describe('a node that is well again', () => {
  test('comes back when a check had drained it', () => {
    program('nvidia-smi', 'exit 9');
    run();
    node('IDLE+DRAIN', '[HC] GPU: nvidia-smi fails');
    program('nvidia-smi', 'case $1 in -L) echo "GPU 0: a"; echo "GPU 1: b" ;; esac');
    expect(run().status).toBe(0);
    expect(told()).toEqual(['update', 'nodename=n1', 'state=resume']);
  });

  test('comes back also in a new pod, as after a reboot', () => {
    node('IDLE+DRAIN', '[HC] GPU: 1 of 2 GPUs answer');
    run();
    expect(told()).toEqual(['update', 'nodename=n1', 'state=resume']);
  });

  test.each([
    ['somebody else drained it', 'IDLE+DRAIN', 'rack 3 is being moved'],
    ['the operator drained it', 'MIXED+DRAIN', 'slurm-operator: (GpuXid: 79)'],
    ['it is down', 'DOWN+DRAIN', '[HC] GPU: gone'],
  ])('stays where it is when %s', (_what, states, reason) => {
    node(states, reason);
    expect(run().status).toBe(0);
    expect(told()).toEqual([]);
  });

  test('stays where it is when nodes are not to come back by themselves', () => {
    node('IDLE+DRAIN', '[HC] GPU: 1 of 2 GPUs answer');
    run({ resumes: false });
    expect(told()).toEqual([]);
  });

  test('asks slurmctld once, not at every check', () => {
    run();
    program('scontrol', `echo asked >> ${at('asked')}; echo State=IDLE`);
    run();
    expect(fs.existsSync(at('asked'))).toBe(false);
  });
});

describe('before a job', () => {
  test('GPUs are checked, and other things not', () => {
    const checks = [HealthCheck.gpus(), HealthCheck.mounted('/scratch')];
    expect(run({ checks, mode: 'job', environment: { SLURM_JOB_GPUS: '0' } }).status).toBe(0);
    program('nvidia-smi', 'exit 9');
    expect(run({ checks, mode: 'job', environment: { SLURM_JOB_GPUS: '0' } })).toMatchObject({ status: 1, said: expect.stringContaining('[HC] GPU') });
  });

  test('without GPUs nothing is checked', () => {
    program('nvidia-smi', 'exit 9');
    expect(run({ mode: 'job' }).status).toBe(0);
  });

  test('nothing brings a node back', () => {
    node('IDLE+DRAIN', '[HC] GPU: 1 of 2 GPUs answer');
    run({ mode: 'job', environment: { SLURM_JOB_GPUS: '0' } });
    expect(told()).toEqual([]);
  });

  test('workers without the scripts let the job run', () => {
    expect(execFileSync('sh', ['-c', healthProlog(at('scripts/none.sh'))], { encoding: 'utf8' })).toBe('');
  });
});

test('nothing is left behind but what it remembers', () => {
  run();
  expect(fs.readdirSync(at('state'))).toEqual(['asked']);
});

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

(hasShellcheck || process.env.CI === 'true' ? test : test.skip)('shellcheck (.ci/prepare-tools) finds nothing to warn of', () => {
  expect(hasShellcheck).toBe(true);
  const checks = [HealthCheck.gpus(), HealthCheck.dcgm(), HealthCheck.mounted('/home'), HealthCheck.freeSpace('/tmp'), HealthCheck.rdmaPorts(1), HealthCheck.script('own', Script.inline('#!/bin/sh\n'))];
  for (const text of [healthScript({ checks: checks.map(({ _check }) => _check), resumes: true }), healthProlog('/opt/slurm-health/health-check.sh')]) {
    const { stdout } = spawnSync('shellcheck', ['--severity=warning', '-'], { input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
  }
});
