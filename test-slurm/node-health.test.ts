import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { HealthCheck, Script } from '../src';
import { healthProlog, healthScript } from '../src/operations/health-scripts';
import { Sandbox } from '../src/sandbox';

// What makes a node ill here: a file that a check of the user's own finds, beside a working nvidia-smi that lists two GPUs.
const ill = 'for file in /proc/self/cwd/nowhere "$(dirname "$0")/ill-$SLURMD_NODENAME"; do [ -e "$file" ] && { echo "fan 3 stands still"; exit 1; }; done; exit 0';
const checks = [HealthCheck.gpus(), HealthCheck.script('fans', Script.inline(`#!/bin/sh\n${ill}\n`))].map(({ _check }) => _check);

const cluster = clusterOf(clusterYaml(
  [{ name: 'gpu', replicas: 2, gres: 'gpu:h100:2', cpu: '4', memory: '8Gi' }],
  {
    extraConf: 'GresTypes=gpu\nPrologFlags=Alloc\nSelectTypeParameters=CR_Core_Memory',
    // The sandbox has scripts in its own etc, so the prolog finds the check beside itself.
    scripts: { prologScriptRefs: { 'prolog-05-health.sh': healthProlog('"$(dirname "$SLURM_CONF")/../health/health-check.sh"') } },
  },
));

describeWithSlurm('health checks', () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start(cluster, { slurm: slurm(), runNodes: 2 });
    folder = path.join(sandbox.folder, 'health');
    fs.mkdirSync(folder);
    const file = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
    // slurmd gives the program neither PATH nor SLURM_CONF: in an image scontrol finds both by itself, and slurmd vouches for it there as here.
    const places = `PATH=${folder}:${path.join(sandbox.folder, 'bin')}:$PATH\nexport SLURM_CONF=${path.join(sandbox.folder, 'node-etc/slurm.conf')}`;
    file('health-check.sh', healthScript({ checks, resumes: true, state: `${folder}/state-$SLURMD_NODENAME` }).replace(/^PATH=.*$/m, places));
    file('check-fans', checks[1].script!.text);
    file('gpus', '2\n');
    file('nvidia-smi', '#!/bin/sh\necho "GPU 0: NVIDIA H100 (UUID: GPU-0)"\n[ -e "$(dirname "$0")/lost" ] || echo "GPU 1: NVIDIA H100 (UUID: GPU-1)"\n');
  });

  afterAll(async () => sandbox?.stop());

  const show = async (node: string): Promise<string> => (await sandbox.exec('scontrol', ['--oneliner', 'show', 'node', node])).stdout;

  async function until(node: string, pattern: RegExp): Promise<string> {
    for (let tries = 0; tries < 600; tries++) {
      const shown = await show(node);
      if (pattern.test(shown)) {
        return shown;
      }
      await sleep(100);
    }
    throw new Error(`node ${node} does not become ${String(pattern)}: ${await show(node)}`);
  }

  test('a prolog that finds a GPU gone drains the node and gives the job back', async () => {
    fs.writeFileSync(path.join(folder, 'lost'), '');
    const { stdout } = await sandbox.exec('sbatch', ['--parsable', '--nodelist=gpu-1', '--gpus=1', `--output=${sandbox.folder}/log/none.txt`, '--wrap=true']);
    expect(await until('gpu-1', / State=IDLE\+DRAIN/)).toContain(' Reason=[HC] GPU: 1 of 2 GPUs answer ');
    expect((await sandbox.exec('squeue', ['--noheader', '--format=%i %T'])).stdout).toMatch(new RegExp(`^${stdout.trim()} PENDING`, 'm'));
    fs.rmSync(path.join(folder, 'lost'));
  });

  test('slurmd runs them, drains the node that is ill with our reason, and no other', async () => {
    const lines = ['', `HealthCheckProgram=${folder}/health-check.sh`, 'HealthCheckInterval=6', 'HealthCheckNodeState=ANY', 'HealthCheckTimeout=5', ''].join('\n');
    ['etc', 'node-etc'].forEach(etc => fs.appendFileSync(path.join(sandbox.folder, etc, 'slurm.conf'), lines));
    expect((await sandbox.exec('scontrol', ['reconfigure'])).status).toBe(0);
    // The GPU answers again, so the drain of the prolog ends by itself, and the job runs.
    await until('gpu-1', / State=(IDLE|MIXED|ALLOCATED)\+DYNAMIC_NORM /);
    fs.writeFileSync(path.join(folder, 'ill-gpu-0'), '');
    expect(await until('gpu-0', / State=IDLE\+DRAIN/)).toContain(' Reason=[HC] fans: fan 3 stands still ');
    expect(await show('gpu-1')).not.toContain('DRAIN');
  });

  test('a node that is well again comes back, and one that somebody else drained does not', async () => {
    fs.rmSync(path.join(folder, 'ill-gpu-0'));
    await until('gpu-0', / State=IDLE\+DYNAMIC_NORM /);
    await sandbox.exec('scontrol', ['update', 'nodename=gpu-0', 'state=drain', 'reason=rack 3 is being moved']);
    await sleep(8_000);
    expect(await show('gpu-0')).toMatch(/ State=IDLE\+DRAIN.* Reason=rack 3 is being moved /);
  });
});
