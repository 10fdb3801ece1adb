import * as fs from 'fs';
import { setTimeout as sleep } from 'timers/promises';
import { Daemon } from './daemon';
import { NodeBatch } from './declared-nodes';
import { isolated } from './running-node';
import { SandboxCommands } from './sandbox-commands';
import { SandboxError } from './sandbox-error';
import { SandboxFolder } from './sandbox-folder';
import { Hostlist } from '../slurm/hostlist';

const REGISTRATION_SECONDS = 30;
const POLL_MS = 200;

/** Brings the declared nodes into a slurmctld that is up. */
export class NodeStarter {
  constructor(
    private readonly folder: SandboxFolder,
    private readonly commands: SandboxCommands,
    /** What slurmctld complained about, of the lines that a pattern matches. */
    private readonly complaints: (about?: RegExp) => string,
    private readonly say: (step: string) => void,
  ) {}

  /**
   * Declares all nodes and starts the first ones.
   *
   * @param ports one for each node that runs jobs
   * @returns names of the nodes that run jobs
   */
  public async start(batches: readonly NodeBatch[], ports: readonly number[]): Promise<readonly string[]> {
    const running: string[] = [];
    const total = batches.reduce((sum, { names }) => sum + names.length, 0);
    let made = 0;
    for (const { nodeSet, names, record } of batches) {
      const real = names.slice(0, ports.length - running.length);
      real.forEach(name => this.startNode(name, record, ports[running.push(name) - 1], running.length - 1));
      const others = names.slice(real.length);
      this.say(`declaring nodes, ${made} of ${total}`);
      made += names.length;
      if (others.length > 0) {
        const { status, stdout, stderr } = await this.commands.exec('scontrol', ['create', `NodeName=${Hostlist.fold(others)}`, 'State=CLOUD', ...record]);
        if (status !== 0) {
          throw new SandboxError(`slurmctld refuses the nodes of node set ${nodeSet} (${record.join(' ')}): ${[this.complaints(/node|gres/i), stdout.trim(), stderr.trim()].filter(text => text !== '').join('; ')}`);
        }
      }
    }
    return running;
  }

  /** Waits until nodes that run jobs can take one. */
  public async registered(names: readonly string[]): Promise<void> {
    let states: string[] = [];
    for (const end = Date.now() + REGISTRATION_SECONDS * 1000; Date.now() < end; await sleep(POLL_MS)) {
      const { stdout } = await this.commands.exec('scontrol', ['--oneliner', 'show', 'node', Hostlist.fold(names)]);
      states = [...stdout.matchAll(/^NodeName=(\S+).*? State=(\S+)/gm)].map(([, name, state]) => `${name} ${state}`);
      const bad = states.find(state => /inval|drain|down/i.test(state));
      if (bad !== undefined) {
        throw new SandboxError(`running node ${bad.replace(' ', ' is ')}: ${this.complaints()}`);
      }
      if (states.filter(state => /idle|mixed|allocated/i.test(state)).length === names.length) {
        return;
      }
      this.say(`waiting for running nodes, ${states.length} of ${names.length}`);
    }
    const silent = names.find(name => !states.some(state => state.startsWith(`${name} `))) ?? names[0];
    throw new SandboxError(`slurmd ${silent} did not register within ${REGISTRATION_SECONDS} s: ${this.folder.complaints(`slurmd-${silent}.out`).join('; ') || 'it says nothing'}`);
  }

  private startNode(name: string, record: readonly string[], port: number, index: number): void {
    this.say(`starting slurmd ${name}`);
    const run = this.folder.file('n', String(index));
    fs.mkdirSync(run);
    new Daemon(this.folder, isolated(run, [
      this.folder.file('bin', 'slurmd'), '-D', '-Z', '-N', name, '-f', this.folder.file('node-etc', 'slurm.conf'),
      '-d', this.folder.file('bin', 'slurmstepd'), '--conf', [...record, `Port=${port}`].join(' '),
    ]), `slurmd-${name}.out`, { SLURM_CONF: this.folder.file('node-etc', 'slurm.conf') });
  }
}
