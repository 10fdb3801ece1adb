import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { slurm } from './real-slurm';
import { freePorts } from '../src/sandbox/free-ports';
import { SandboxFolder } from '../src/sandbox/sandbox-folder';
import { MARK, Teardown } from '../src/sandbox/teardown';

/** No text matches it. */
export const NEVER = /(?!)/;

/** What a program printed until it was stopped, and whether it ended on its own. */
export interface Outcome {
  readonly said: string;
  /** Exit code; undefined while it runs. */
  readonly ended: number | undefined;
}

/** A running program whose output can be waited for. */
export class Watched {
  private text = '';
  private code: number | undefined;
  private waiting?: () => void;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += chunk;
        this.waiting?.();
      });
    }
    child.once('close', (code, signal) => {
      this.code = code ?? 128 + os.constants.signals[signal ?? 'SIGKILL'];
      this.waiting?.();
    });
  }

  public get outcome(): Outcome {
    return { said: this.text, ended: this.code };
  }

  /** Waits until the output holds a text, the program has ended, or the seconds are over. */
  public async until(pattern: RegExp, seconds: number): Promise<Outcome> {
    const deadline = Date.now() + seconds * 1000;
    while (!pattern.test(this.text) && this.code === undefined && Date.now() < deadline) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.outcome;
  }

  /** Ends the program, and waits for that. */
  public async stop(): Promise<void> {
    if (this.code === undefined) {
      this.child.kill('SIGKILL');
      await this.until(NEVER, 10);
    }
  }
}

/** Folder of one trial: `/etc/slurm`, state and logs of its own. */
export class Trial {
  private readonly running: Watched[] = [];

  /**
   * @param port of its slurmctld
   * @param nodePorts of two slurmd
   */
  constructor(
    public readonly folder: string, public readonly port: number, public readonly nodePorts: readonly number[],
    private readonly programs: string, private readonly mark: string,
  ) {}

  public file(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Path of a program of Slurm. */
  public program(name: string): string {
    return path.join(this.programs, name);
  }

  /** Writes a file of `/etc/slurm`. */
  public write(name: string, text: string, mode = 0o600): void {
    fs.writeFileSync(this.file('etc', name), text, { mode });
  }

  /** Starts a program of Slurm by its name. */
  public start(program: string, words: readonly string[] = [], env: { readonly [name: string]: string } = {}): Watched {
    const watched = new Watched(spawn(this.program(program), words, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', SLURM_CONF: this.file('etc', 'slurm.conf'), [MARK]: this.mark, ...env },
    }));
    this.running.push(watched);
    return watched;
  }

  public async stop(): Promise<void> {
    await Promise.all(this.running.map(each => each.stop()));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Makes folders in which daemons of the real Slurm try configurations, side by side. */
export class DaemonBench {
  public static create(): DaemonBench {
    const folder = SandboxFolder.create();
    slurm().install(folder.file('bin'));
    return new DaemonBench(folder, folder.writeKeys(os.userInfo().username));
  }

  private readonly teardown: Teardown;
  private trials = 0;

  private constructor(private readonly folder: SandboxFolder, public readonly token: string) {
    this.teardown = Teardown.arm(folder.root, fs.existsSync('/run/slurmctld'));
  }

  /** @param port for its slurmctld; one that nobody uses unless given */
  public async trial(port?: number): Promise<Trial> {
    const folder = this.folder.file('n', String(this.trials++));
    for (const name of ['etc', 'state', 'spool', 'log', 'dev']) {
      fs.mkdirSync(path.join(folder, name), { recursive: true });
    }
    for (const key of ['slurm.key', 'jwt.key']) {
      fs.copyFileSync(this.folder.file('etc', key), path.join(folder, 'etc', key));
      fs.chmodSync(path.join(folder, 'etc', key), 0o600);
    }
    const [free, ...nodePorts] = await freePorts(3);
    return new Trial(folder, port ?? free, nodePorts, this.folder.file('bin'), this.folder.root);
  }

  public async remove(): Promise<void> {
    await this.teardown.run();
  }
}
