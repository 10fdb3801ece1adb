import { spawnSync } from 'child_process';
import { SandboxError } from './sandbox-error';

// Gives slurmd a /run of its own, where its socket is at the place jobs look for it, beside all that this machine has there.
const SCRIPT = `
set -e
run=$1
shift
mkdir "$run/.host"
mount --rbind /run "$run/.host"
mount --bind "$run" /run
mount --rbind "$run/.host" /run/.host 2>/dev/null || true
for entry in /run/.host/*; do
  name=\${entry##*/}
  case $name in
    slurm*) ;;
    *) [ -e "/run/$name" ] || ln -s ".host/$name" "/run/$name" ;;
  esac
done
exec setpriv --inh-caps=-all --ambient-caps=-all "$@"
`;

/** The command that runs a slurmd in namespaces of its own: mounts, so that no file of this machine is touched, and processes, so that no job outlives it. */
export function isolated(runFolder: string, command: readonly string[]): string[] {
  return [...unshare(), '/bin/sh', '-c', SCRIPT, 'slurm-sandbox-node', runFolder, ...command];
}

/** Throws when this machine does not let its user make namespaces. */
export function requireIsolation(): void {
  const [program, ...words] = [...unshare(), 'setpriv', '--inh-caps=-all', '--ambient-caps=-all', 'true'];
  const { status, error, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n')[0];
    throw new SandboxError(`running nodes need namespaces of their own and this machine refuses them (${reason}); `
      + 'run the sandbox as root, or allow user namespaces (kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0), or leave out --run-nodes');
  }
}

function unshare(): string[] {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps'];
  return ['unshare', ...user, '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
}
