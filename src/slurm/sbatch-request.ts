import { FeatureExpression } from './features';
import { Gres } from './gres';
import { Hostlist } from './hostlist';
import { Memory } from './memory';
import { NodeCount } from './node-count';
import { SbatchSetting } from './sbatch-arguments';
import { TimeLimit } from './time-limit';
import { Tres, TresCount } from './tres';

/** Options of which the one that is set last, or by the stronger source, clears the others. */
const MEMORY_OPTIONS = ['mem', 'mem-per-cpu', 'mem-per-gpu'];

/**
 * What one job, or one component of a het job, asks for: settings joined from the command line, the environment and the script, with the
 * values that decide where it fits. Values that cannot be read count as absent; reading them gave findings already.
 */
export class JobRequest {
  /** Joins sources, the strongest first: command line, environment, script. Within a source the last setting of an option wins. */
  public static of(...sources: (readonly SbatchSetting[])[]): JobRequest {
    const settings = new Map<string, SbatchSetting>();
    for (const source of sources) {
      const own = new Map(source.map(setting => [setting.option.long, setting]));
      const memoryIsTaken = MEMORY_OPTIONS.some(name => settings.has(name));
      for (const [name, setting] of own) {
        if (!settings.has(name) && !(memoryIsTaken && MEMORY_OPTIONS.includes(name))) {
          settings.set(name, setting);
        }
      }
    }
    return new JobRequest([...settings.values()]);
  }

  /** One setting for each option. */
  public readonly settings: SbatchSetting[];

  private constructor(settings: SbatchSetting[]) {
    this.settings = settings;
  }

  /** Nodes wanted; absent when Slurm works them out. */
  public get nodes(): NodeCount | undefined {
    return this.read('nodes', text => NodeCount.parse(text).value);
  }

  /** Tasks wanted. */
  public get ntasks(): number | undefined {
    return this.number('ntasks');
  }

  /** Tasks on each node; at most, when `ntasks` is given. */
  public get ntasksPerNode(): number | undefined {
    return this.number('ntasks-per-node');
  }

  /** CPUs of each task. */
  public get cpusPerTask(): number | undefined {
    return this.number('cpus-per-task');
  }

  /** Segment size for topology/block; 0 and none are the same. */
  public get segment(): number | undefined {
    return this.number('segment') || undefined;
  }

  /** Time limit; 0 is none. */
  public get time(): TimeLimit | undefined {
    return this.read('time', text => {
      const time = TimeLimit.parse(text).value;
      return time?.totalSeconds === 0 ? TimeLimit.UNLIMITED : time;
    });
  }

  /** Memory of each node; 0 is all of it. */
  public get memoryPerNode(): Memory | undefined {
    return this.memory('mem');
  }

  /** Memory of each CPU; 0 is no limit. */
  public get memoryPerCpu(): Memory | undefined {
    return this.memory('mem-per-cpu');
  }

  /** Memory of each GPU. */
  public get memoryPerGpu(): Memory | undefined {
    return this.memory('mem-per-gpu');
  }

  /** Generic resources of each node. */
  public get gres(): Gres[] {
    return this.read('gres', text => Gres.parseRequestList(text).value) ?? [];
  }

  /** GPUs of the whole job. */
  public get gpus(): Gres[] {
    return this.gpuList('gpus');
  }

  /** GPUs of each node, from `--gpus-per-node` and the GPUs of `--gres`. */
  public get gpusPerNode(): Gres[] {
    return [...this.gpuList('gpus-per-node'), ...this.gres.filter(gres => gres.name === 'gpu')];
  }

  /** GPUs of each task. */
  public get gpusPerTask(): Gres[] {
    return this.gpuList('gpus-per-task');
  }

  /** TRES of each task. */
  public get tresPerTask(): TresCount[] {
    return this.read('tres-per-task', text => Tres.parseCounts(text).value) ?? [];
  }

  /** Features that nodes must have. */
  public get constraint(): FeatureExpression | undefined {
    return this.read('constraint', text => FeatureExpression.parse(text).value);
  }

  /** Partitions, of which the one with the earliest start is taken; empty means the default partition. */
  public get partitions(): string[] {
    return this.words('partition');
  }

  /** QOS; empty means the default of the association. */
  public get qos(): string[] {
    return this.words('qos');
  }

  /** Account, absent for the default one. */
  public get account(): string | undefined {
    return this.valueOf('account');
  }

  /** Nodes that must be used; absent when a file names them. */
  public get nodelist(): Hostlist | undefined {
    return this.hosts('nodelist');
  }

  /** Nodes not to use; absent when a file names them. */
  public get exclude(): Hostlist | undefined {
    return this.hosts('exclude');
  }

  /** Whether an option is set. */
  public has(option: string): boolean {
    return this.settings.some(setting => setting.option.long === option);
  }

  /** The text of an option. */
  public valueOf(option: string): string | undefined {
    return this.settings.find(setting => setting.option.long === option)?.value;
  }

  /** The same request without some options, to find out which of them no node can meet. */
  public without(...options: string[]): JobRequest {
    return new JobRequest(this.settings.filter(setting => !options.includes(setting.option.long)));
  }

  private number(option: string): number | undefined {
    return this.read(option, text => /^\d+$/.test(text) ? Number(text) : undefined);
  }

  private memory(option: string): Memory | undefined {
    return this.read(option, text => Memory.parse(text).value);
  }

  private gpuList(option: string): Gres[] {
    return this.read(option, text => Gres.parseGpuList(text).value) ?? [];
  }

  private words(option: string): string[] {
    return this.read(option, text => text.split(',').filter(word => word !== '')) ?? [];
  }

  private hosts(option: string): Hostlist | undefined {
    return this.read(option, text => text.includes('/') ? undefined : Hostlist.parse(text).value);
  }

  private read<T>(option: string, parse: (text: string) => T | undefined): T | undefined {
    const value = this.valueOf(option);
    return value === undefined ? undefined : parse(value);
  }
}
