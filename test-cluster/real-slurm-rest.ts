import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { eventually } from './kube-api';
import type { RestServer } from './slurm-rest-stand-in';
import { Sandbox } from '../src/sandbox';
import { freePorts } from '../src/sandbox/free-ports';
import { tokenOf } from '../src/sandbox/sandbox-folder';
import { MARK } from '../src/sandbox/teardown';

/** Starts the slurmrestd of a sandbox, which ends with it. Its clients show tokens as those of the cluster do. */
export async function startSlurmRest(sandbox: Sandbox): Promise<RestServer> {
  const [port] = await freePorts(1);
  const output = fs.openSync(path.join(sandbox.folder, 'log', 'slurmrestd.out'), 'a');
  // slurmrestd serves neither as root nor as SlurmUser, who is who runs these tests: so it takes itself for somebody else.
  const child = spawn('unshare', ['--user', '--map-user=65534', '--map-group=65534', path.join(sandbox.folder, 'bin', 'slurmrestd'), '-a', 'rest_auth/jwt', `127.0.0.1:${port}`], {
    cwd: sandbox.folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...sandbox.commandEnvironment(), SLURM_JWT: 'daemon', [MARK]: sandbox.folder },
  });
  fs.closeSync(output);
  child.unref();
  const server = { address: `http://127.0.0.1:${port}`, token: tokenOf(os.userInfo().username, sandbox.folder) };
  await eventually('slurmrestd', async () => {
    const answer = await fetch(`${server.address}/openapi`, { headers: { 'X-SLURM-USER-TOKEN': server.token } });
    return answer.status < 500;
  });
  return server;
}
