import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Releases of Slurm in order, oldest first: the window of three releases is counted along this list. */
const releases = ['24.05', '24.11', '25.05', '25.11', '26.05'];

/** The operator probes `/livez` and needs `reconfig_on_restart`: both appear in 25.11. */
const supported = ['25.11', '26.05'];

/**
 * A version of Slurm, such as 26.05.1.
 *
 * Slurm's own rule for what may talk to what: slurmdbd is at least as new as slurmctld, which is at least
 * as new as slurmd and the clients, and none is more than three releases behind.
 *
 * @see https://slurm.schedmd.com/upgrades.html
 */
export class SlurmVersion {
  /** Slurm 25.11, at the patch level this library was tried with. */
  public static readonly V25_11 = new SlurmVersion('25.11.6');

  /** Slurm 26.05, at the patch level this library was tried with. */
  public static readonly V26_05 = new SlurmVersion('26.05.1');

  /**
   * Any version of a supported release.
   *
   * @param version release with or without patch level, e.g. `26.05` or `25.11.5`; without one, image tags move with Slurm's patch releases
   */
  public static of(version: string): SlurmVersion {
    return new SlurmVersion(version);
  }

  /**
   * The version that a container image tag tells, if it tells one.
   *
   * @internal
   */
  public static _fromTag(tag: string): SlurmVersion | undefined {
    const match = /(?:^|[^0-9.])(2\d\.(?:05|11)(?:\.\d+)?)(?![0-9.])/.exec(tag);
    return match ? new SlurmVersion(match[1]) : undefined;
  }

  /** Version as given, e.g. `26.05.1`. */
  public readonly version: string;

  /** Release without patch level, e.g. `26.05`. */
  public readonly release: string;

  private constructor(version: string) {
    this.version = version;
    this.release = version.split('.').slice(0, 2).join('.');
  }

  /** The version as given, e.g. `26.05.1`. */
  public toString(): string {
    return this.version;
  }

  /** @internal */
  public _problems(): Problem[] {
    if (/^\d\d\.\d\d(\.\d+)?$/.test(this.version) && supported.includes(this.release)) {
      return [];
    }
    return [{
      id: 'IMG-004',
      what: `'${this.version}' is not a Slurm version that slurm-operator v1.2 runs (its probes and reconfigure first appear in 25.11)`,
      fix: `use one of ${supported.join(', ')}, e.g. SlurmVersion.V26_05 or SlurmVersion.of('25.11.6')`,
    }];
  }

  /**
   * Why a daemon of this version cannot serve a peer of another version; undefined when it can.
   *
   * @internal
   */
  public _cannotServe(peer: SlurmVersion): string | undefined {
    const own = releases.indexOf(this.release);
    const other = releases.indexOf(peer.release);
    if (own < 0 || other < 0 || other === own) {
      return undefined;
    }
    if (other > own) {
      return `a ${this.release} daemon does not understand the protocol of a newer ${peer.release} peer`;
    }
    return own - other > 3 ? `${peer.release} is more than three releases behind ${this.release}` : undefined;
  }
}

checksArguments(SlurmVersion, 'SlurmVersion');
