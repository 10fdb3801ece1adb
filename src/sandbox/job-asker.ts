import * as fs from 'fs';
import * as path from 'path';
import { asUser, LocalUser } from './ordinary-user';
import { SandboxCommands } from './sandbox-commands';
import { tokenOf } from './sandbox-folder';
import { readAnswer, SchedulerAnswer } from './scheduler-answer';
import { SbatchSetting } from '../slurm/sbatch-arguments';
import { sbatchArgumentsOf } from '../slurm/sbatch-command-line';

/** Options of each component of a job; an ordinary job has one component. */
export type JobComponents = readonly (readonly SbatchSetting[])[];

/** Options that act where sbatch runs and say nothing about where a job fits. */
const LOCAL = ['quiet', 'verbose', 'wait', 'test-only', 'parsable', 'get-user-env', 'help', 'usage', 'version', 'chdir', 'output', 'error', 'input'];

/** Asks slurmctld of a sandbox where jobs would run. It submits none. */
export class JobAsker {
  /** Questions asked so far. */
  public asked = 0;
  private readonly stub: string;

  /**
   * @param user whose jobs they are; absent when this machine gives nobody else's id, so that they are those of the user who runs slurmctld
   */
  constructor(private readonly commands: SandboxCommands, private readonly user: LocalUser | undefined) {
    this.stub = path.join(commands.folder, 'run', 'check-job.sh');
    fs.writeFileSync(this.stub, '#!/bin/sh\n', { mode: 0o755 });
  }

  /** Asks for a script as it is. */
  public async script(file: string, words: readonly string[]): Promise<SchedulerAnswer> {
    return this.sbatch([...words, file]);
  }

  /** Asks for options without their script. */
  public async request(components: JobComponents): Promise<SchedulerAnswer> {
    return this.sbatch([
      ...components.flatMap((settings, index) => [...(index === 0 ? [] : [':']), ...sbatchArgumentsOf(settings.filter(setting => !isLocal(setting)))]),
      this.stub,
    ]);
  }

  private async sbatch(words: readonly string[]): Promise<SchedulerAnswer> {
    this.asked += 1;
    const command = [this.commands.program('sbatch'), '--test-only', ...words];
    const { SLURM_SACK_SOCKET: _, ...environment } = this.commands.commandEnvironment();
    const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('SBATCH_')));
    return readAnswer(await (this.user === undefined
      ? this.commands.run(command, env)
      : this.commands.run(asUser(this.user, command), { ...env, SLURM_JWT: tokenOf(this.user.name, this.commands.folder) })));
  }
}

/** Whether an option acts where sbatch runs, and might keep its answer back. */
export function isLocal({ option }: SbatchSetting): boolean {
  return LOCAL.includes(option.long);
}
