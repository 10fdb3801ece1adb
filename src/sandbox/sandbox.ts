import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import { setTimeout as sleep } from 'timers/promises';
import { Substitution } from './conf-editor';
import { Daemon } from './daemon';
import { DeclaredNodes, declaredNodes } from './declared-nodes';
import { freePorts } from './free-ports';
import { isolated, requireIsolation } from './running-node';
import { SandboxError } from './sandbox-error';
import { SandboxFolder } from './sandbox-folder';
import { SlurmInstallation } from './slurm-installation';
import { Slurmctld } from './slurmctld';
import { controllerConf, SandboxPlace, workerConf } from './substituted-conf';
import { Teardown } from './teardown';
import { FileRole, effectiveFiles } from '../model/config-files';
import { DeclaredCluster } from '../model/declared-cluster';
import { Hostlist } from '../slurm/hostlist';

/** How a sandbox is brought up. */
export interface SandboxOptions {
  readonly slurm: SlurmInstallation;
  /** Nodes that run jobs; the others only exist for the scheduler. */
  readonly runNodes?: number;
  /** Numbers of nodes by node set, in the place of the declared ones. */
  readonly nodeCounts?: { readonly [nodeSet: string]: number };
  /** Told what is being done. */
  readonly progress?: (step: string) => void;
  /** Gives up the start when it is aborted. */
  readonly signal?: AbortSignal;
}

/** What a command within the sandbox answered. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const BOOT_SECONDS = 60;
const REGISTRATION_SECONDS = 30;
const POLL_MS = 40;

/** A declared cluster on this machine, run by the real slurmctld. */
export class Sandbox {
  /** Brings a cluster up; throws a SandboxError, and leaves nothing behind, when that is impossible. */
  public static async start(cluster: DeclaredCluster, options: SandboxOptions): Promise<Sandbox> {
    if (cluster.controller.external) {
      throw new SandboxError(`the slurmctld of ${cluster.controller.ref.name} is outside Kubernetes, and so is its slurm.conf: these manifests do not say how it schedules`);
    }
    const runNodes = options.runNodes ?? 0;
    if (runNodes > 0) {
      requireIsolation();
    }
    const folder = SandboxFolder.create();
    const sandbox = new Sandbox(folder, Teardown.arm(folder.root, fs.existsSync('/run/slurmctld')), cluster, options);
    const giveUp = (): void => void sandbox.stop();
    options.signal?.addEventListener('abort', giveUp);
    try {
      await sandbox.boot(runNodes);
      options.signal?.throwIfAborted();
      return sandbox;
    } catch (error) {
      await sandbox.stop();
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Where the sandbox differs from the declared cluster. */
  public readonly substitutions: Substitution[] = [];
  /** What the manifests leave open and the sandbox took for granted. */
  public readonly assumptions: string[] = [];
  /** Environment of commands within the sandbox. */
  public readonly environment: { [name: string]: string } = {};
  private readonly user = os.userInfo().username;
  private version = '';
  private nodeCount = 0;
  private slurmctld?: Slurmctld;

  private constructor(
    private readonly place: SandboxFolder,
    private readonly teardown: Teardown,
    public readonly cluster: DeclaredCluster,
    private readonly options: SandboxOptions,
  ) {}

  /** Nodes that slurmctld knows. */
  public get nodes(): number {
    return this.nodeCount;
  }

  /** Release of the daemons, e.g. `26.05.5`. */
  public get slurmVersion(): string {
    return this.version;
  }

  /** Private folder of the sandbox: configuration in `etc`, logs in `log`. */
  public get folder(): string {
    return this.place.root;
  }

  /** Settles when slurmctld ends, with how it did. */
  public get ended(): Promise<string> {
    return this.slurmctld?.ended ?? Promise.resolve('slurmctld was never started');
  }

  /** Runs a command of Slurm, or any other, within the sandbox. */
  public async exec(command: string, words: readonly string[] = [], input = ''): Promise<CommandResult> {
    const child = spawn(this.program(command), words, { env: this.commandEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
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

  /** Ends every process of the sandbox and removes its folder. */
  public async stop(): Promise<void> {
    await this.teardown.run();
  }

  private async boot(runNodes: number): Promise<void> {
    const { slurm } = this.options;
    this.version = slurm.install(this.place.file('bin'));
    const [controllerPort, ...nodePorts] = await freePorts(1 + runNodes);
    const host: SandboxPlace = {
      folder: this.folder,
      hostName: os.hostname().split('.')[0],
      user: this.user,
      controllerPort,
      pluginDir: slurm.pluginDir,
      hasPlugin: name => slurm.hasPlugin(name),
      hasFile: file => fs.existsSync(file),
    };
    const token = this.place.writeKeys(this.user);
    this.writeFiles();
    const nodes = declaredNodes(this.cluster, this.options.nodeCounts ?? {}, this.place.file('dev'));
    this.assumptions.push(...nodes.assumptions);
    this.place.writeDevices(nodes.devices);
    this.writeGres(nodes);
    this.nodeCount = nodes.batches.reduce((sum, { names }) => sum + names.length, 0);
    const controller = controllerConf(this.cluster.slurmConf.text, host, this.options.nodeCounts === undefined ? 0 : this.nodeCount);
    const worker = workerConf(controller.text, host);
    this.substitutions.push(...controller.substitutions, ...(runNodes > 0 ? worker.substitutions : []));
    this.place.writeConf('slurm.conf', controller.text, worker.text);
    Object.assign(this.environment, {
      SLURM_CONF: this.place.file('etc', 'slurm.conf'),
      SLURM_JWT: token,
      PATH: `${this.place.file('bin')}:${process.env.PATH ?? ''}`,
    });
    await this.startController(token);
    await this.createNodes(nodes, runNodes, nodePorts);
  }

  private writeFiles(): void {
    for (const [name, file] of effectiveFiles(this.cluster.files)) {
      if (name === 'plugstack.conf') {
        this.substitutions.push({ subject: name, key: 'file', declared: 'plugins', reason: 'its plugins are in the images of the cluster' });
      } else if (name !== 'gres.conf' && name !== 'cgroup.conf') {
        this.place.writeConf(name, file.text);
        fs.chmodSync(this.place.file('etc', name), file.role === FileRole.CONFIG ? 0o644 : 0o755);
      }
    }
    this.place.writeConf('cgroup.conf', this.cluster.cgroupConf.text, 'CgroupPlugin=disabled\n');
  }

  private writeGres(nodes: DeclaredNodes): void {
    this.place.writeConf('gres.conf', nodes.gresConf);
    const declared = this.cluster.gresConf?.text.trim().replace(/\n/g, '; ');
    if (declared !== undefined || nodes.devices > 0) {
      this.substitutions.push({
        subject: 'gres.conf',
        key: 'file',
        ...(declared === undefined ? {} : { declared }),
        used: 'a fake device file for every GPU',
        reason: 'this machine has none of the GPUs',
      });
    }
  }

  private async startController(token: string): Promise<void> {
    this.say('starting slurmctld');
    this.slurmctld = new Slurmctld(this.place, token);
    if (!await this.slurmctld.answers(BOOT_SECONDS)) {
      const end = this.slurmctld.howItEnded;
      throw new SandboxError(`slurmctld ${this.version} ${end === undefined ? `is not ready after ${BOOT_SECONDS} s` : 'refuses this cluster'}: `
        + (this.complaints() || end || 'it says nothing'));
    }
  }

  private complaints(about: RegExp = /./): string {
    return (this.slurmctld?.complaints() ?? []).filter(line => about.test(line)).join('; ');
  }

  private async createNodes({ batches }: DeclaredNodes, runNodes: number, ports: readonly number[]): Promise<void> {
    const running: string[] = [];
    let made = 0;
    for (const { nodeSet, names, record } of batches) {
      const real = names.slice(0, runNodes - running.length);
      real.forEach(name => this.startNode(name, record, ports[running.push(name) - 1], running.length - 1));
      const others = names.slice(real.length);
      this.say(`declaring nodes, ${made} of ${this.nodeCount}`);
      made += names.length;
      if (others.length > 0) {
        const { status, stdout, stderr } = await this.exec('scontrol', ['create', `NodeName=${Hostlist.fold(others)}`, 'State=CLOUD', ...record]);
        if (status !== 0) {
          throw new SandboxError(`slurmctld refuses the nodes of node set ${nodeSet} (${record.join(' ')}): ${[this.complaints(/node|gres/i), stdout.trim(), stderr.trim()].filter(text => text !== '').join('; ')}`);
        }
      }
    }
    if (this.cluster.topologies.topologies.length > 0) {
      // A node that is made without a place stands in no block of topology.yaml until slurmctld reads it again.
      await this.exec('scontrol', ['reconfigure']);
    }
    if (running.length > 0) {
      await this.waitForNodes(running);
      // A token is refused by slurmd, so srun would not start steps with it.
      delete this.environment.SLURM_JWT;
      this.environment.SLURM_SACK_SOCKET = this.place.file('n', '0', 'slurm', 'sack.socket');
    }
  }

  private startNode(name: string, record: readonly string[], port: number, index: number): void {
    this.say(`starting slurmd ${name}`);
    const run = this.place.file('n', String(index));
    fs.mkdirSync(run);
    new Daemon(this.place, isolated(run, [
      this.place.file('bin', 'slurmd'), '-D', '-Z', '-N', name, '-f', this.place.file('node-etc', 'slurm.conf'),
      '-d', this.place.file('bin', 'slurmstepd'), '--conf', [...record, `Port=${port}`].join(' '),
    ]), `slurmd-${name}.out`, 'node-etc');
  }

  private async waitForNodes(names: readonly string[]): Promise<void> {
    let states: string[] = [];
    for (const end = Date.now() + REGISTRATION_SECONDS * 1000; Date.now() < end; await sleep(POLL_MS * 5)) {
      const { stdout } = await this.exec('scontrol', ['--oneliner', 'show', 'node', Hostlist.fold(names)]);
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
    throw new SandboxError(`slurmd ${silent} did not register within ${REGISTRATION_SECONDS} s: ${this.place.complaints(`slurmd-${silent}.out`).join('; ') || 'it says nothing'}`);
  }

  private program(command: string): string {
    const own = this.place.file('bin', command);
    return !command.includes('/') && fs.existsSync(own) ? own : command;
  }

  private say(step: string): void {
    this.options.progress?.(step);
  }
}
