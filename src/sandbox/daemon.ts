import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import { SandboxFolder } from './sandbox-folder';
import { MARK } from './teardown';

/** A daemon of a sandbox. */
export class Daemon {
  /** Settles when the daemon ends, with how it did. */
  public readonly ended: Promise<string>;
  private end?: string;

  /**
   * Starts a daemon.
   *
   * @param log name of the file for what it prints
   * @param conf folder of the configuration it reads
   */
  constructor(folder: SandboxFolder, [program, ...words]: readonly string[], log: string, conf: string) {
    const output = fs.openSync(folder.file('log', log), 'a');
    const child: ChildProcess = spawn(program, words, {
      cwd: folder.file('run'),
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', SLURM_CONF: folder.file(conf, 'slurm.conf'), [MARK]: folder.root },
    });
    fs.closeSync(output);
    child.unref();
    this.ended = new Promise<string>(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
    }).then(end => this.end = end);
  }

  /** How it ended, once it has. */
  public get howItEnded(): string | undefined {
    return this.end;
  }
}
