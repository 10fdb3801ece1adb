import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { SandboxError } from './sandbox-error';
import { scriptProgram } from './script-program';
import { libraryFolders, MARIADB_FOLDERS, pluginFolder, SlurmRoot } from './slurm-root';

const MARIADB = 'mariadbd';

/** Programs that the sandbox starts or that people use in it. */
const COMMANDS = [
  'slurmctld', 'slurmd', 'slurmstepd', 'slurmdbd', 'slurmrestd', 'sackd',
  'sacct', 'sacctmgr', 'salloc', 'sattach', 'sbatch', 'sbcast', 'scancel', 'scontrol', 'scrontab', 'sdiag', 'sinfo', 'sprio', 'squeue', 'sreport', 'srun', 'sshare', 'sstat', 'strigger',
  MARIADB,
];

// auth/slurm with a private key and tokens instead of the socket in /run; earlier releases cannot do without that socket.
const OLDEST = [25, 5];

/** A Slurm on this machine, as programs in one folder. */
export class SlurmInstallation {
  /** A root file system with Slurm in it: nothing of it needs root, because its programs run with its own loader and libraries. */
  public static ofRoot(folder: string): SlurmInstallation {
    const root = SlurmRoot.open(folder);
    return new SlurmInstallation(`${folder}`, name => {
      if (root.has(name)) {
        return target => writeWrapper(target, root.command(name, target));
      }
      // Images with Slurm have no MariaDB, and it need not be of the same root: slurmdbd talks to it through a socket.
      return name === MARIADB ? linkTo(programIn((process.env.PATH ?? '').split(':'), name)) : undefined;
    }, root.pluginFolder, false, root.has(MARIADB) ? root.mariadbFolders : undefined);
  }

  /** The Slurm of this machine, if its slurmctld is among `folders`. */
  public static ofPath(folders: readonly string[]): SlurmInstallation | undefined {
    const slurmctld = programIn(folders, 'slurmctld');
    if (slurmctld === undefined) {
      return undefined;
    }
    const prefix = path.dirname(path.dirname(fs.realpathSync(slurmctld)));
    const plugins = [...new Set(['/', prefix])].flatMap(root => pluginFolder(libraryFolders(root)) ?? [])[0];
    return new SlurmInstallation(slurmctld, name => linkTo(programIn(folders, name)), plugins, true);
  }

  private constructor(
    /** Where it was found. */
    public readonly origin: string,
    private readonly installer: (name: string) => ((target: string) => void) | undefined,
    private readonly plugins: string | undefined,
    private readonly knowsItsPlugins = false,
    /** Folders where the own files of its MariaDB may be. */
    public readonly mariadbFolders: readonly string[] = MARIADB_FOLDERS.map(folder => `/${folder}`),
  ) {}

  /** Folder to name as PluginDir; undefined when the daemons know theirs. */
  public get pluginDir(): string | undefined {
    return this.knowsItsPlugins ? undefined : this.plugins;
  }

  /** Whether it has a plugin such as `proctrack/cgroup`; undefined when its folder of plugins is unknown. */
  public hasPlugin(name: string): boolean | undefined {
    return this.plugins === undefined ? undefined : fs.existsSync(path.join(this.plugins, `${name.replace('/', '_')}.so`));
  }

  /** Whether it has a program such as `slurmd`. */
  public has(name: string): boolean {
    return this.installer(name) !== undefined;
  }

  /** Puts every program into a folder and says its release, e.g. `26.05.5`. Throws when this Slurm cannot serve. */
  public install(folder: string): string {
    for (const name of COMMANDS) {
      this.installer(name)?.(path.join(folder, name));
    }
    const missing = ['slurmctld', 'scontrol', 'sinfo'].find(name => !this.has(name));
    if (missing !== undefined) {
      throw new SandboxError(`the Slurm of ${this.origin} has no ${missing}; install the client commands beside slurmctld`);
    }
    const { stdout, stderr, error } = spawnSync(path.join(folder, 'slurmctld'), ['-V'], { encoding: 'utf8' });
    const version = /(\d+)\.(\d+)[\w.-]*/.exec(stdout ?? '');
    if (version === null) {
      throw new SandboxError(`the slurmctld of ${this.origin} does not run here: ${error?.message ?? (stderr.trim().split('\n')[0] || 'no answer to slurmctld -V')}`);
    }
    if (Number(version[1]) * 100 + Number(version[2]) < OLDEST[0] * 100 + OLDEST[1]) {
      throw new SandboxError(`the Slurm of ${this.origin} is ${version[0]}, but the sandbox needs 25.05 or later`);
    }
    return version[0];
  }
}

function writeWrapper(target: string, command: string): void {
  const script = `${target}.sh`;
  fs.writeFileSync(script, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  const program = scriptProgram(script, os.machine());
  if (program === undefined) {
    // Everything but prolog and epilog works so.
    fs.symlinkSync(script, target);
  } else {
    fs.writeFileSync(target, program, { mode: 0o755 });
  }
}

/** A program in folders, or where daemons are: sbin is seldom on the PATH of ordinary users. */
function programIn(folders: readonly string[], name: string): string | undefined {
  return [...folders, '/usr/sbin', '/sbin', '/usr/local/sbin'].filter(folder => folder !== '').map(folder => path.join(folder, name)).find(isProgram);
}

function linkTo(file: string | undefined): ((target: string) => void) | undefined {
  return file === undefined ? undefined : target => fs.symlinkSync(file, target);
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
