import { MembersSource } from './members-source';
import { INodeSet } from '../cluster';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * How a block or leaf switch gets its nodes.
 *
 * @see https://slurm.schedmd.com/topology.yaml.html
 */
export class TopologyMembers {
  /**
   * Nodes join where their Kubernetes nodes say so, by the annotation `topology.slinky.slurm.net/spec: <topology>:<unit>`. Something else must write
   * it, such as Topograph.
   */
  public static annotated(): TopologyMembers {
    return new TopologyMembers(MembersSource.ANNOTATED, {});
  }

  /**
   * All nodes of these node sets. The `nodeSelector` of each says which machines it runs on, and so which Kubernetes nodes get the annotation; a small pod of
   * the cluster writes it.
   */
  public static nodeSets(...nodeSets: INodeSet[]): TopologyMembers {
    return new TopologyMembers(MembersSource.LABELLED, { nodeSets: [...nodeSets] });
  }

  /**
   * Whatever runs on Kubernetes nodes with these labels, for node sets that spread over racks. A small pod of the cluster annotates the nodes.
   *
   * @param labels e.g. `{ 'nvidia.com/gpu.clique': '<uuid>.<clique>' }`
   */
  public static labelled(labels: { [key: string]: string }): TopologyMembers {
    return new TopologyMembers(MembersSource.LABELLED, { labels: { ...labels } });
  }

  /**
   * Nodes that lines of slurm.conf define (`NodeName=`), such as machines outside Kubernetes.
   *
   * @param names a Slurm hostlist, e.g. `rack1-tray[01-18]`
   */
  public static nodes(names: string): TopologyMembers {
    return new TopologyMembers(MembersSource.LISTED, { names });
  }

  /** @internal */
  public readonly _source: MembersSource;
  /** @internal */
  public readonly _nodeSets: INodeSet[];
  /** @internal */
  public readonly _labels?: { [key: string]: string };
  /** @internal */
  public readonly _names?: string;

  private constructor(source: MembersSource, members: { nodeSets?: INodeSet[]; labels?: { [key: string]: string }; names?: string }) {
    this._source = source;
    this._nodeSets = members.nodeSets ?? [];
    this._labels = members.labels;
    this._names = members.names;
  }
}

checksArguments(TopologyMembers, 'TopologyMembers');
