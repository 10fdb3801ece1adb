import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

/** What a command within a sandbox answered. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands in a sandbox that is up, whoever keeps it up. */
export class SandboxCommands {
  /**
   * @param folder private folder of the sandbox
   * @param environment variables by which Slurm's commands find it; looked at anew for every command
   */
  constructor(public readonly folder: string, private readonly environment: { readonly [name: string]: string }) {}

  /** Runs a command of Slurm, or any other. */
  public async exec(command: string, words: readonly string[] = [], input = ''): Promise<CommandResult> {
    return this.run([this.program(command), ...words], this.commandEnvironment(), input);
  }

  /** Runs a program in an environment of its own. */
  public async run([program, ...words]: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<CommandResult> {
    const child = spawn(program, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const [stdout, stderr]: string[][] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    child.stdin.on('error', () => undefined).end(input);
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', code => resolve(code ?? 1));
    });
    return { status, stdout: stdout.join(''), stderr: stderr.join('') };
  }

  /** This process' environment, with the sandbox in the place of any other Slurm. */
  public commandEnvironment(): NodeJS.ProcessEnv {
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^SLURM_/.test(name)));
    return { ...own, ...this.environment };
  }

  /** A program of the sandbox, or of this machine when the sandbox has none of that name. */
  public program(command: string): string {
    const own = path.join(this.folder, 'bin', command);
    return !command.includes('/') && fs.existsSync(own) ? own : command;
  }
}
