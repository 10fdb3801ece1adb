import * as fs from 'fs';
import * as path from 'path';
import { SandboxError } from './sandbox-error';

/** A root file system with Slurm in it, used in place: its loader starts its programs with its libraries, so neither chroot nor root is needed. */
export class SlurmRoot {
  /** Throws when the folder holds no Slurm that can be started. */
  public static open(folder: string): SlurmRoot {
    const root = path.resolve(folder);
    if (!fs.existsSync(root)) {
      throw new SandboxError(`the folder ${folder} does not exist; give a root file system that holds Slurm`);
    }
    if (commandInRoot(root, 'slurmctld') === undefined) {
      throw new SandboxError(`there is no slurmctld in ${folder} (looked in usr/sbin, usr/bin, usr/local/sbin); give a root file system that holds Slurm`);
    }
    const loader = LOADERS.map(name => inRoot(root, name)).find(file => file !== undefined);
    if (loader === undefined) {
      throw new SandboxError(`there is no program loader in ${folder} (${LOADERS.join(', ')}); give a whole root file system, libraries included`);
    }
    return new SlurmRoot(root, loader);
  }

  /** Folder of Slurm's plugins. */
  public readonly pluginFolder: string | undefined;
  private readonly libraries: readonly string[];

  private constructor(private readonly root: string, private readonly loader: string) {
    const folders = libraryFolders(root);
    this.pluginFolder = pluginFolder(folders);
    // libslurmfull.so lies among the plugins.
    this.libraries = [...(this.pluginFolder === undefined ? [] : [this.pluginFolder]), ...folders];
  }

  /** Whether it has a program. */
  public has(name: string): boolean {
    return commandInRoot(this.root, name) !== undefined;
  }

  /** Folders where a distribution keeps MariaDB's own files, as paths of this machine. */
  public get mariadbFolders(): readonly string[] {
    return MARIADB_FOLDERS.flatMap(folder => inRoot(this.root, folder) ?? []);
  }

  /** The shell line that runs a program, which is told its own name: by that Slurm's daemons start themselves again. */
  public command(name: string, self: string): string {
    return `exec '${this.loader}' --argv0 '${self}' --library-path '${this.libraries.join(':')}' '${commandInRoot(this.root, name)}' "$@"`;
  }
}

const LOADERS = ['lib64/ld-linux-x86-64.so.2', 'lib/ld-linux-aarch64.so.1', 'usr/lib64/ld-linux-x86-64.so.2', 'usr/lib/ld-linux-aarch64.so.1'];
const LIBRARIES = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'usr/lib64', 'usr/lib', 'usr/local/lib', 'lib'];
/** Where MariaDB's own files are, from the root. */
export const MARIADB_FOLDERS = ['usr/share/mariadb', 'usr/share/mysql', 'usr/local/share/mariadb', 'usr/local/mysql/share'];
const PROGRAMS = ['usr/sbin', 'usr/bin', 'sbin', 'bin', 'usr/local/sbin', 'usr/local/bin'];

/** A program of a root file system, as a path of this machine. */
export function commandInRoot(root: string, name: string): string | undefined {
  return PROGRAMS.map(folder => inRoot(root, `${folder}/${name}`)).find(file => file !== undefined);
}

/** Folders of shared libraries that a root file system has. */
export function libraryFolders(root: string): string[] {
  return [...new Set(LIBRARIES.flatMap(folder => inRoot(root, folder) ?? []))];
}

/** The folder of Slurm's plugins below folders of libraries. */
export function pluginFolder(folders: readonly string[]): string | undefined {
  return folders.flatMap(folder => ['slurm-wlm', 'slurm'].map(name => path.join(folder, name))).find(folder => fs.existsSync(path.join(folder, 'auth_slurm.so')));
}

/** Follows links as a process within the root would: an absolute one starts at the root, not at this machine's. */
function inRoot(root: string, inner: string): string | undefined {
  const rest = inner.split('/').filter(part => part !== '');
  let done = '/';
  for (let links = 0; rest.length > 0;) {
    const part = rest.shift() ?? '';
    if (part === '.' || part === '..') {
      done = part === '.' ? done : path.posix.dirname(done);
      continue;
    }
    const next = path.posix.join(done, part);
    const stat = fs.lstatSync(path.join(root, next), { throwIfNoEntry: false });
    if (stat === undefined) {
      return undefined;
    }
    if (!stat.isSymbolicLink()) {
      done = next;
      continue;
    }
    links += 1;
    if (links > 40) {
      return undefined;
    }
    const target = fs.readlinkSync(path.join(root, next));
    done = target.startsWith('/') ? '/' : done;
    rest.unshift(...target.split('/').filter(each => each !== ''));
  }
  return path.join(root, done);
}
