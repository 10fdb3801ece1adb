import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';

/** Environment variable by which every process of a sandbox is known, those of its jobs included. */
export const MARK = 'SLURM_SANDBOX';

// Jobs end with their slurmd, which is the first process of their own process namespace. Passes repeat because a process may be starting another one.
const SCRIPT = `
while read -r _; do :; done
for pass in 1 2 3 4 5 6 7 8 9 10; do
  pids=
  for file in $(grep -lzxF "${MARK}=$1" /proc/[0-9]*/environ 2>/dev/null); do
    pid=\${file#/proc/}
    pids="$pids \${pid%/environ}"
  done
  [ -n "$pids" ] || break
  kill -9 $pids 2>/dev/null
  sleep 0.05
done
[ "$2" = keep ] || rmdir /run/slurmctld 2>/dev/null
rm -rf -- "$1"
`;

/**
 * Ends the processes of a sandbox and removes its folder. It is a process of its own that waits for the end of a pipe: so it does its work as well
 * when this process is killed and can do nothing any more.
 */
export class Teardown {
  /** @param keepsRunFolder whether /run/slurmctld was there before: slurmctld makes it when root runs it, even without a socket in it */
  public static arm(folder: string, keepsRunFolder: boolean): Teardown {
    const { PATH } = process.env;
    return new Teardown(spawn('/bin/sh', ['-c', SCRIPT, 'slurm-sandbox-teardown', folder, keepsRunFolder ? 'keep' : 'remove'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin' },
      cwd: '/',
    }));
  }

  private readonly ended: Promise<unknown>;

  private constructor(private readonly shell: ChildProcess) {
    this.ended = once(shell, 'exit');
  }

  /** Does its work now. */
  public async run(): Promise<void> {
    this.shell.stdin?.end();
    await this.ended;
  }
}
