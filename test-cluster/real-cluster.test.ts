import { spawn } from 'child_process';
import { once } from 'events';
import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { eventually } from './kube-api';
import { RealCluster } from './real-cluster';
import { describeWithCluster } from './with-cluster';

describeWithCluster('a real cluster of the tests', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves nothing behind when its owner is ended by %s', async signal => {
    const owner = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'hold-a-cluster.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(owner, 'exit');
    const [line] = await once(owner.stdout, 'data');
    const folder = String(line).trim();
    expect(processesOf(folder).length).toBeGreaterThanOrEqual(2);

    owner.kill(signal);
    await ended;
    await eventually('end of its processes and folder', async () => !existsSync(folder) && processesOf(folder).length === 0);
  });

  test('leaves nothing behind when it is stopped', async () => {
    const cluster = await RealCluster.start();
    expect(await cluster.api.find('/api/v1/namespaces/default')).toMatchObject({ kind: 'Namespace' });
    await cluster.stop();
    expect({ folder: existsSync(cluster.folder), processes: processesOf(cluster.folder) }).toEqual({ folder: false, processes: [] });
  });

  describe('while it runs', () => {
    let cluster: RealCluster;

    beforeAll(async () => {
      cluster = await RealCluster.start();
    });

    afterAll(async () => cluster?.stop());

    test('refuses who has no token', async () => {
      const { code, stderr } = await cluster.kubectl(['--token=somebody', 'get', 'namespaces']);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('You must be logged in to the server') });
    });

    test('says its release, by which clients choose what to ask of it', async () => {
      const { code, stdout } = await cluster.kubectl(['version', '--output=json']);
      const { clientVersion, serverVersion } = JSON.parse(stdout);
      expect({ code, server: serverVersion.gitVersion, client: clientVersion.gitVersion }).toEqual({ code: 0, server: expect.stringMatching(/^v1\.\d+\.\d+/), client: serverVersion.gitVersion });
      expect(`v${serverVersion.major}.${serverVersion.minor}.`).toBe(/^v\d+\.\d+\./.exec(serverVersion.gitVersion)![0]);
    });
  });
});

function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter(pid => /^\d+$/.test(pid)).filter(pid => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`SLURM_SANDBOX=${folder}`);
    } catch {
      return false;
    }
  });
}
