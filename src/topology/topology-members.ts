import { INodeSet } from '../cluster';

/**
 * How a block or leaf switch gets its nodes.
 *
 * @see https://slurm.schedmd.com/topology.yaml.html
 */
export class TopologyMembers {
  /**
   * Nodes join where their Kubernetes nodes say so, by the annotation `topology.slinky.slurm.net/spec: <topology>:<unit>`. Something else must write
   * it, such as Topograph. The one way for node sets whose workers may run in any rack.
   */
  public static annotated(): TopologyMembers {
    return new TopologyMembers([], undefined);
  }

  /**
   * All nodes of these node sets. Each must be kept in its place by a node selector or an affinity, and its number of nodes must be fixed.
   */
  public static nodeSets(...nodeSets: INodeSet[]): TopologyMembers {
    return new TopologyMembers([...nodeSets], undefined);
  }

  /**
   * Nodes by name: those whose names say where they are, since they carry the names of Kubernetes nodes (`Scaling.daemonSet()`, `hostNetwork`), or
   * that no node set here brings.
   *
   * @param names a Slurm hostlist, e.g. `rack1-tray[01-18]`
   */
  public static nodes(names: string): TopologyMembers {
    return new TopologyMembers([], names);
  }

  /** @internal */
  public readonly _nodeSets: INodeSet[];
  /** @internal */
  public readonly _names?: string;

  private constructor(nodeSets: INodeSet[], names: string | undefined) {
    this._nodeSets = nodeSets;
    this._names = names;
  }

  /** @internal Whether Kubernetes nodes say who belongs here, and not topology.yaml. */
  public get _isAnnotated(): boolean {
    return this._nodeSets.length === 0 && this._names === undefined;
  }
}
