import * as fs from 'fs';
import * as os from 'os';
import { AccountBook } from './account-book';
import { SandboxAccounting } from './accounting';
import { Substitution } from './conf-editor';
import { DeclaredNodes, declaredNodes } from './declared-nodes';
import { freePorts } from './free-ports';
import { NodeStarter } from './node-starter';
import { ordinaryUser } from './ordinary-user';
import { requireIsolation } from './running-node';
import { CommandResult, SandboxCommands } from './sandbox-commands';
import { SandboxError } from './sandbox-error';
import { SandboxFolder } from './sandbox-folder';
import { SlurmInstallation } from './slurm-installation';
import { Slurmctld } from './slurmctld';
import { denyingPartitions, SubmissionPolicy } from './submission-policy';
import { controllerConf, REFUSED_AT_ONCE, SandboxPlace, workerConf } from './substituted-conf';
import { Teardown } from './teardown';
import { FileRole, effectiveFiles } from '../model/config-files';
import { DeclaredCluster } from '../model/declared-cluster';

/** How a sandbox is brought up. */
export interface SandboxOptions {
  readonly slurm: SlurmInstallation;
  /** Nodes that run jobs; the others only exist for the scheduler. */
  readonly runNodes?: number;
  /** Numbers of nodes by node set, in the place of the declared ones. */
  readonly nodeCounts?: { readonly [nodeSet: string]: number };
  /** Whether slurmdbd runs, on a MariaDB of its own. */
  readonly accounting?: boolean;
  /** Files with accounts, users and QOS for it. */
  readonly load?: readonly string[];
  /** Told what is being done. */
  readonly progress?: (step: string) => void;
  /** Gives up the start when it is aborted. */
  readonly signal?: AbortSignal;
}

const BOOT_SECONDS = 60;

/** A declared cluster on this machine, run by the real slurmctld. */
export class Sandbox {
  /** Throws a SandboxError when manifests cannot say what slurmctld of this cluster does. */
  public static require({ controller }: DeclaredCluster): void {
    if (controller.external) {
      throw new SandboxError(`the slurmctld of ${controller.ref.name} is outside Kubernetes (spec.external of its Controller), and so is its slurm.conf: `
        + 'these manifests do not say how it schedules; ask that slurmctld itself');
    }
  }

  /** Brings a cluster up; throws a SandboxError, and leaves nothing behind, when that is impossible. */
  public static async start(cluster: DeclaredCluster, options: SandboxOptions): Promise<Sandbox> {
    Sandbox.require(cluster);
    const runNodes = options.runNodes ?? 0;
    if (runNodes > 0) {
      requireIsolation();
    }
    if (options.accounting === true) {
      SandboxAccounting.require(cluster, options.slurm);
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
  private policy: SubmissionPolicy = { enforcePartLimits: 'NO' };
  private slurmctld?: Slurmctld;
  private readonly commands: SandboxCommands;

  private constructor(
    private readonly place: SandboxFolder,
    private readonly teardown: Teardown,
    public readonly cluster: DeclaredCluster,
    private readonly options: SandboxOptions,
  ) {
    this.commands = new SandboxCommands(place.root, this.environment);
  }

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

  /** How the declared cluster treats jobs that its limits keep waiting; the sandbox itself refuses them at once. */
  public get submissionPolicy(): SubmissionPolicy {
    return this.policy;
  }

  /** Settles when slurmctld ends, with how it did. */
  public get ended(): Promise<string> {
    return this.slurmctld?.ended ?? Promise.resolve('slurmctld was never started');
  }

  /** Runs a command of Slurm, or any other, within the sandbox. */
  public async exec(command: string, words: readonly string[] = [], input = ''): Promise<CommandResult> {
    return this.commands.exec(command, words, input);
  }

  /** This process' environment, with the sandbox in the place of any other Slurm. */
  public commandEnvironment(): NodeJS.ProcessEnv {
    return this.commands.commandEnvironment();
  }

  /** Ends every process of the sandbox and removes its folder. */
  public async stop(): Promise<void> {
    await this.teardown.run();
  }

  private async boot(runNodes: number): Promise<void> {
    const { slurm } = this.options;
    this.version = slurm.install(this.place.file('bin'));
    const [controllerPort, databasePort, ...nodePorts] = await freePorts(2 + runNodes);
    const host: SandboxPlace = {
      folder: this.folder,
      hostName: os.hostname().split('.')[0],
      user: this.user,
      controllerPort,
      ...(this.options.accounting === true ? { databasePort } : {}),
      pluginDir: slurm.pluginDir,
      hasPlugin: name => slurm.hasPlugin(name),
      hasFile: file => fs.existsSync(file),
    };
    const token = this.place.writeKeys(this.user);
    const accounting = this.startAccounting(host);
    this.writeFiles();
    this.policy = {
      enforcePartLimits: enforced(this.cluster.settings.value('EnforcePartLimits')),
      defaultPartition: this.cluster.partitions.find(({ isDefault }) => isDefault)?.name,
    };
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
    if (accounting !== undefined) {
      this.say('starting slurmdbd');
      await accounting.start(token);
    }
    await this.startController(token);
    await this.createNodes(nodes, nodePorts);
    if (accounting !== undefined) {
      await this.loadAccounts(accounting);
    }
  }

  private startAccounting(host: SandboxPlace): SandboxAccounting | undefined {
    if (host.databasePort === undefined) {
      return undefined;
    }
    this.say('starting MariaDB');
    const book = new AccountBook(async words => this.exec('sacctmgr', words), this.place.file('run', 'accounts.cfg'));
    const accounting = new SandboxAccounting(this.place, host, host.databasePort, this.cluster, this.options.slurm, book);
    this.substitutions.push(...accounting.substitutions);
    return accounting;
  }

  private async loadAccounts({ book }: SandboxAccounting): Promise<void> {
    this.say('loading accounts');
    const { accountingPolicy: policy, controller } = this.cluster;
    if (policy !== undefined) {
      await book.loadDump(policy.text, `ConfigMap ${policy.configMap.ref.name}`, controller.clusterName);
    }
    for (const file of this.options.load ?? []) {
      await book.load(file, controller.clusterName);
    }
    await book.addAccounts(this.cluster);
    const users = [this.user, ordinaryUser(this.user)?.name].filter(name => name !== undefined);
    const account = await book.addUsers(users, controller.clusterName);
    const denyingQos = await book.refuseAtOnce();
    this.policy = { ...this.policy, denyingQos, denyingPartitions: denyingPartitions(this.cluster, denyingQos), account };
    this.substitutions.push({ subject: 'QOS', key: 'Flags', used: 'DenyOnLimit', reason: REFUSED_AT_ONCE });
    this.assumptions.push(...book.assumptions);
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

  private async createNodes({ batches }: DeclaredNodes, ports: readonly number[]): Promise<void> {
    const starter = new NodeStarter(this.place, this.commands, about => this.complaints(about), step => this.say(step));
    const running = await starter.start(batches, ports);
    if (this.cluster.topologies.topologies.length > 0) {
      // A node that is made without a place stands in no block of topology.yaml until slurmctld reads it again.
      await this.exec('scontrol', ['reconfigure']);
    }
    if (running.length > 0) {
      await starter.registered(running);
      // A token is refused by slurmd, so srun would not start steps with it.
      delete this.environment.SLURM_JWT;
      this.environment.SLURM_SACK_SOCKET = this.place.file('n', '0', 'slurm', 'sack.socket');
    }
  }

  private say(step: string): void {
    this.options.progress?.(step);
  }
}

function enforced(declared: string): SubmissionPolicy['enforcePartLimits'] {
  const word = declared.toUpperCase();
  return word === '' ? 'NO' : word === 'YES' ? 'ALL' : word;
}
