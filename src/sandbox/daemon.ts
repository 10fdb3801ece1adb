import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import { setTimeout as sleep } from 'timers/promises';
import { SandboxFolder } from './sandbox-folder';
import { MARK } from './teardown';

const POLL_MS = 20;

/** A daemon of a sandbox. */
export class Daemon {
  /** Settles when the daemon ends, with how it did. */
  public readonly ended: Promise<string>;
  private end?: string;

  /**
   * Starts a daemon.
   *
   * @param log name of the file for what it prints
   * @param environment variables beside those every daemon has
   */
  constructor(folder: SandboxFolder, [program, ...words]: readonly string[], log: string, environment: { readonly [name: string]: string }) {
    const output = fs.openSync(folder.file('log', log), 'a');
    const child: ChildProcess = spawn(program, words, {
      cwd: folder.file('run'),
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...environment, [MARK]: folder.root },
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

  /** Asks until it answers; false when it ends before, or takes too long. Its log is no sign: SlurmctldDebug=error silences it. */
  protected async answersTo(ask: () => Promise<boolean>, seconds: number): Promise<boolean> {
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(POLL_MS)) {
      if (this.howItEnded !== undefined) {
        return false;
      }
      if (await ask()) {
        return true;
      }
    }
    return false;
  }
}

/** Whether a command ends well. */
export async function succeeds([program, ...words]: readonly string[], env: { readonly [name: string]: string }): Promise<boolean> {
  const child = spawn(program, words, { stdio: 'ignore', env: { PATH: process.env.PATH, ...env } });
  return new Promise(resolve => {
    child.once('error', () => resolve(false));
    child.once('exit', code => resolve(code === 0));
  });
}
