import { Duration } from 'cdk8s';
import { ConfLine } from '../cluster/controller-conf';
import { problemsOf } from '../cluster/findings';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { KeywordTable } from '../slurm/catalog';
import { Assignment, assignments } from '../slurm/slurm-conf-line';

/** How PMIx daemons wait for each other. Slurm: `PMIxCollFence`. */
export enum PmixFence {
  /** A tree for small messages, a ring for large ones. */
  MIXED = 'mixed',
  /** A tree. */
  TREE = 'tree',
  /** A ring. */
  RING = 'ring',
}

/** Settings of PMIx, in mpi.conf. */
export interface PmixOptions {
  /** Whether step daemons talk to each other directly. Slurm: `PMIxDirectConn`. @default - Slurm's, true */
  readonly directConnections?: boolean;

  /** Whether they do so over UCX, which Slurm must be built with. Slurm: `PMIxDirectConnUCX`. @default - Slurm's, false */
  readonly directConnectionsByUcx?: boolean;

  /** Transports of UCX, e.g. `rc,self`. Slurm: `PMIxTlsUCX`. @default - UCX chooses */
  readonly ucxTransports?: string;

  /** Devices of UCX, e.g. `mlx5_0:1`. Slurm: `PMIxNetDevicesUCX`. @default - UCX chooses */
  readonly ucxDevices?: string;

  /** How daemons wait for each other. Slurm: `PMIxCollFence`. @default - Slurm's, PmixFence.MIXED */
  readonly fence?: PmixFence;

  /** How long an operation may take. Whole seconds. Slurm: `PMIxTimeout`. @default - Slurm's, five minutes */
  readonly timeout?: Duration;

  /** Directory for files of programs and daemons. Slurm: `PMIxCliTmpDirBase`. @default - Slurm's, /tmp */
  readonly directory?: string;

  /** Escape hatch: further keys of mpi.conf. @default - none */
  readonly extra?: { [key: string]: string };
}

/**
 * How MPI programs that `srun` starts find each other, unless `srun --mpi` says otherwise.
 *
 * @see https://slurm.schedmd.com/mpi_guide.html
 */
export class Mpi {
  /** PMIx, which Open MPI 5 and many others want. The images of workers and login hosts must hold libpmix; stock ones do. */
  public static pmix(options: PmixOptions = {}): Mpi {
    return new Mpi('pmix', pmixLines(options), timeoutProblems(options));
  }

  /** PMI-2, which needs no library: MPICH, Intel MPI, MVAPICH. */
  public static pmi2(): Mpi {
    return new Mpi('pmi2', [], []);
  }

  private constructor(private readonly kind: string, private readonly lines: Assignment[], private readonly ownProblems: Problem[]) {}

  /** @internal */
  public get _conf(): ConfLine {
    return { key: 'MpiDefault', value: this.kind };
  }

  /** @internal */
  public get _configFiles(): { readonly [file: string]: string } {
    return this.lines.length > 0 ? { 'mpi.conf': assignments(this.lines, KeywordTable.MPI_CONF).text } : {};
  }

  /** @internal */
  public _problems(): Problem[] {
    return [...this.ownProblems, ...problemsOf(assignments(this.lines, KeywordTable.MPI_CONF).findings)];
  }
}

checksArguments(Mpi, 'Mpi');

function pmixLines(options: PmixOptions): Assignment[] {
  const values: { [key: string]: string | boolean | undefined } = {
    PMIxCliTmpDirBase: options.directory,
    PMIxCollFence: options.fence,
    PMIxDirectConn: options.directConnections,
    PMIxDirectConnUCX: options.directConnectionsByUcx,
    PMIxNetDevicesUCX: options.ucxDevices,
    PMIxTimeout: options.timeout && String(options.timeout.toSeconds({ integral: false })),
    PMIxTlsUCX: options.ucxTransports,
    ...options.extra,
  };
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([key, value]) => value === undefined ? [] : [{ key, value }]);
}

function timeoutProblems({ timeout, directConnections, directConnectionsByUcx }: PmixOptions): Problem[] {
  const seconds = timeout?.toSeconds({ integral: false });
  return [
    ...seconds === undefined || (Number.isInteger(seconds) && seconds > 0) ? [] : [{
      id: 'MPI-001', what: `'timeout' is ${seconds} seconds, and PMIx counts whole seconds from 1`, fix: 'use e.g. Duration.minutes(5)',
    }],
    ...directConnections === false && directConnectionsByUcx ? [{
      id: 'MPI-002', what: "'directConnectionsByUcx' is set and 'directConnections' is off, so UCX has nothing to do", fix: 'leave one of them out',
    }] : [],
  ];
}
