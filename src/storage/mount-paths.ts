import { Problem } from '../errors/refuse';

/** Places in the pods of one daemon that slurm-operator mounts itself. */
export interface OperatorMounts {
  readonly daemon: string;
  readonly paths: string[];
  readonly volumes: string[];
}

/** slurm-operator 1.2, `slurmd` container. */
export const workerMounts: OperatorMounts = {
  daemon: 'slurmd',
  paths: ['/etc/slurm', '/var/log/slurm'],
  volumes: ['slurm-etc', 'slurm-logfile', 'ssh-config', 'sssd-conf'],
};

/** slurm-operator 1.2, `login` container. */
export const loginMounts: OperatorMounts = {
  daemon: 'the login host',
  paths: [
    '/etc/slurm', '/run/slurm', '/etc/ssh/sshd_config', '/root/.ssh/authorized_keys', '/etc/sssd/sssd.conf',
    ...['rsa', 'ed25519', 'ecdsa'].flatMap(type => [`/etc/ssh/ssh_host_${type}_key`, `/etc/ssh/ssh_host_${type}_key.pub`]),
  ],
  volumes: ['slurm-etc', 'slurm-config', 'sackd-dir', 'ssh-host-keys', 'ssh-config', 'sssd-conf'],
};

/** Directories of the image without which no program in it starts, and those the container runtime fills. */
const systemDirectories = ['/', '/bin', '/dev', '/etc', '/lib', '/lib64', '/proc', '/run', '/sbin', '/sys', '/usr', '/usr/bin', '/usr/lib', '/usr/sbin', '/var', '/var/lib', '/var/run'];

/** What makes a path unfit to mount anything at, in any pod. */
export function mountPathProblems(path: string): Problem[] {
  if (!path.startsWith('/') || /[:\n\0]/.test(path) || path.split('/').some(part => part === '..' || part === '.') || /\/\//.test(path) || (path !== '/' && path.endsWith('/'))) {
    return [{ id: 'STOR-001', what: `mount path '${path}' is not a plain absolute path, without ':', '..' or a slash at its end`, fix: "write it like '/home'" }];
  }
  if (systemDirectories.includes(path)) {
    return [{ id: 'STOR-007', what: `mounting at '${path}' hides what the image needs there: the container would not start`, fix: `mount at a directory of its own, such as '${path === '/' ? '' : path}/data'` }];
  }
  return [];
}

/** What makes a path unfit in the pods of one daemon. */
export function operatorPathProblems(path: string, operator: OperatorMounts): Problem[] {
  const taken = operator.paths.find(own => path === own || path.startsWith(`${own}/`));
  return taken === undefined ? [] : [{
    id: 'STOR-005',
    what: path === taken
      ? `'${path}' is where slurm-operator mounts files of ${operator.daemon}: yours would replace them`
      : `'${path}' lies inside '${taken}', which slurm-operator mounts for ${operator.daemon}: the container would not start, or lose it`,
    fix: "mount elsewhere; files of /etc/slurm belong into the cluster's configuration",
  }];
}

/** What makes a name unfit for a volume in the pods of one daemon. */
export function volumeNameProblems(name: string, operator?: OperatorMounts): Problem[] {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    return [{ id: 'STOR-004', what: `'${name}' cannot be the name of a volume: the API server takes up to 63 of a-z, 0-9 and '-'`, fix: "choose a name such as 'home'" }];
  }
  return operator?.volumes.includes(name)
    ? [{ id: 'STOR-004', what: `volume '${name}' has the name of one of slurm-operator's own for ${operator.daemon}, and would be merged into it`, fix: `choose another name, such as '${name}-data'` }]
    : [];
}
