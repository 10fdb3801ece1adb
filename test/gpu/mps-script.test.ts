import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { mpsProlog } from '../../src/gpu/mps-script';

let home: string;
const file = (name: string) => path.join(home, name);

/** Stands for NVIDIA's control program: it remembers whether a daemon runs, and what it was told. */
const control = `#!/bin/sh
if [ "$1" = -d ]; then
  [ ! -e "$HOME/broken" ] || exit 1
  echo "start $CUDA_VISIBLE_DEVICES \${CUDA_MPS_ACTIVE_THREAD_PERCENTAGE:-all} $CUDA_MPS_PIPE_DIRECTORY" >> "$HOME/log"
  touch "$HOME/runs"
  exit 0
fi
[ -e "$HOME/runs" ] || exit 1
read -r word
[ "$word" != quit ] || { echo quit >> "$HOME/log"; rm "$HOME/runs"; }
`;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-'));
  fs.mkdirSync(file('bin'));
  fs.writeFileSync(file('bin/nvidia-cuda-mps-control'), control, { mode: 0o755 });
});

afterEach(() => fs.rmSync(home, { recursive: true }));

/** Runs the prolog of a job; returns its exit code. */
function prolog(gpus?: string, percentage?: number): number | null {
  const { status } = spawnSync('/bin/sh', ['-c', mpsProlog({ pipes: file('pipes'), state: file('state') })], {
    env: {
      HOME: home,
      PATH: file('bin'),
      ...gpus === undefined ? {} : { CUDA_VISIBLE_DEVICES: gpus },
      ...percentage === undefined ? {} : { CUDA_MPS_ACTIVE_THREAD_PERCENTAGE: String(percentage) },
    },
    timeout: 20_000,
  });
  return status;
}

const log = () => fs.existsSync(file('log')) ? fs.readFileSync(file('log'), 'utf8').trim().split('\n') : [];

test('a job that takes a percentage finds a daemon for its GPU, which is not limited to that percentage itself', () => {
  expect(prolog('2', 25)).toBe(0);
  expect(log()).toEqual([`start 2 all ${file('pipes')}`]);
});

test('a second job on the same GPU joins it', () => {
  prolog('2', 25);
  expect(prolog('2', 50)).toBe(0);
  expect(log()).toHaveLength(1);
});

test('a job on another GPU gets a daemon there', () => {
  prolog('2', 25);
  expect(prolog('0', 25)).toBe(0);
  expect(log().map(line => line.split(' ').slice(0, 2).join(' '))).toEqual(['start 2', 'quit', 'start 0']);
});

test('a job that takes the GPU whole finds no daemon that its programs would join', () => {
  prolog('2', 25);
  expect(prolog('1,2')).toBe(0);
  expect(log()).toContain('quit');
  expect(prolog('2', 25)).toBe(0);
  expect(log().at(-1)).toMatch(/^start 2/);
});

test('jobs with other GPUs whole, or none, let the daemon be', () => {
  prolog('2', 25);
  expect([prolog('12,1'), prolog()]).toEqual([0, 0]);
  expect(log()).toHaveLength(1);
});

test('a daemon that died is started anew', () => {
  prolog('2', 25);
  fs.rmSync(file('runs'));
  expect(prolog('2', 25)).toBe(0);
  expect(log()).toHaveLength(2);
});

test('where no daemon starts the prolog fails, so that the job goes back into the queue', () => {
  fs.writeFileSync(file('broken'), '');
  expect(prolog('2', 25)).toBe(1);
  expect(fs.existsSync(file('state/gpu'))).toBe(false);
});
