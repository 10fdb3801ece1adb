/** Whether an option is followed by a value. */
export enum SbatchArgument {
  /** Always: `--nodes=4`, `--nodes 4`, `-N4`, `-N 4`. */
  REQUIRED = 'required',
  /** Only behind an equals sign: `--exclusive=user`. */
  OPTIONAL = 'optional',
}

/** What the value of an option is made of. */
export enum SbatchValueKind {
  FLAG = 'flag',
  TEXT = 'text',
  UINT = 'whole number',
  UINT16 = 'whole number up to 65535',
  NICE = 'priority offset',
  PRIORITY = 'priority or TOP',
  WORD = 'word',
  WORDS = 'words with commas',
  TIME = 'time',
  DATETIME = 'date or time of day',
  MEMORY = 'memory',
  MEM_UPDATE = 'percent@time',
  NODES = 'node count',
  LAYOUT = 'sockets[:cores[:threads]]',
  GPUS = 'GPU counts',
  GRES = 'GRES',
  TRES = 'TRES counts',
  FEATURES = 'feature expression',
  CLUSTER_FEATURES = 'feature expression of clusters',
  HOSTS = 'hostlist or file',
  LICENSES = 'licenses',
  ARRAY = 'array indexes',
  DEPENDENCY = 'dependencies',
  DISTRIBUTION = 'task distribution',
  SWITCHES = 'count[@time]',
  SIGNAL = 'signal',
  FREQUENCIES = 'sampling periods',
}

/**
 * One option of sbatch.
 *
 * @see https://slurm.schedmd.com/sbatch.html
 */
export interface SbatchOption {
  /** Name without dashes. */
  readonly long: string;
  /** Letter of the short form. Default: none. */
  readonly short?: string;
  /** The option it means, when it is another name of one. */
  readonly aliasOf?: string;
  /** Whether it takes a value. Default: it takes none. */
  readonly argument?: SbatchArgument;
  /** What the value is made of. */
  readonly kind: SbatchValueKind;
  /** Words allowed in the value, in any case. */
  readonly words?: string[];
  /** Variable that sets it from the environment. */
  readonly env?: string;
  /** Whether it decides where the job fits. Default: false. */
  readonly affectsFit?: boolean;
  /** Whether it decides when the job starts. Default: false. */
  readonly affectsStartTime?: boolean;
  /** First release that knows it. Default: older than 25.05. */
  readonly since?: string;
  /** What it says. */
  readonly about: string;
}
