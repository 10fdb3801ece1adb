import { TopologyMembers } from './topology-members';
import { BlockTopologyProps, FlatTopologyProps, Nvl72TopologyProps, TopologyBlock, TopologyOptions, TopologySwitch, TreeTopologyProps } from './topology-options';
import { Problem, problemText } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { Hostlist } from '../slurm/hostlist';
import { Topology as TopologyEntry, TopologyKind } from '../slurm/topology';
import { renderTopologyUnits } from '../slurm/topology-unit';

/** A block or switch, without its place in the program. */
export interface TopologyUnit {
  readonly name: string;
  readonly children?: string[];
  readonly members?: TopologyMembers;
}

interface TopologyShape {
  readonly kind: TopologyKind;
  readonly units: TopologyUnit[];
  readonly blockSizes?: number[];
  readonly spareTrays?: number;
  readonly alphaStepRank?: boolean;
  /** Word of `TopologyParam` that numbers nodes by units. */
  readonly rankWord?: string;
  /** What the user said of it; undefined stands for "where it can be". */
  readonly isRanked?: boolean;
}

/** Trays of an NVL72 rack: nodes of four GPUs. */
const traysOfRack = 18;

/**
 * How the network joins nodes, so that jobs get nodes near each other. A cluster may have several; partitions choose one.
 *
 * @see https://slurm.schedmd.com/topology.html
 */
export class Topology {
  /** Blocks of nodes, such as racks. */
  public static block(props: BlockTopologyProps): Topology {
    return new Topology(props.name ?? 'block', props, {
      kind: TopologyKind.BLOCK, units: units(props.blocks), blockSizes: props.blockSizes && [...props.blockSizes], rankWord: 'BlockAsNodeRank', isRanked: props.blockAsNodeRank ?? false,
    });
  }

  /** Racks of 18 trays with 4 GPUs each, every rack a block. */
  public static nvl72(props: Nvl72TopologyProps): Topology {
    const spareTrays = props.spareTrays ?? 0;
    return new Topology(props.name ?? 'nvl72', props, {
      kind: TopologyKind.BLOCK, units: units(props.racks), blockSizes: [traysOfRack - spareTrays], spareTrays, rankWord: 'BlockAsNodeRank', isRanked: props.blockAsNodeRank,
    });
  }

  /** Switches over nodes. */
  public static tree(props: TreeTopologyProps): Topology {
    return new Topology(props.name ?? 'tree', props, {
      kind: TopologyKind.TREE, units: props.switches.flatMap(switchUnits), rankWord: 'SwitchAsNodeRank', isRanked: props.switchAsNodeRank ?? false,
    });
  }

  /** No structure, for partitions whose nodes stand in no block or switch. */
  public static flat(props: FlatTopologyProps = {}): Topology {
    return new Topology(props.name ?? 'flat', props, { kind: TopologyKind.FLAT, units: [], alphaStepRank: props.alphaStepRank });
  }

  /**
   * A topology of a topology.yaml that somebody else writes, for partitions to choose.
   *
   * @param name its name in that file
   */
  public static fromName(name: string): Topology {
    return new Topology(name, {}, undefined);
  }

  /** Name in Slurm. */
  public readonly name: string;
  /** @internal */
  public readonly _isClusterDefault?: boolean;

  private constructor(name: string, options: TopologyOptions, private readonly shape: TopologyShape | undefined) {
    this.name = name;
    this._isClusterDefault = options.isClusterDefault;
  }

  /**
   * What a Kubernetes node has to say to be there: the value of its annotation `topology.slinky.slurm.net/spec`. A node that belongs to several
   * topologies says all, joined by commas.
   *
   * @param unit name of a block or leaf switch
   */
  public placeOf(unit: string): string {
    const names = this._leaves.map(({ name }) => name);
    if (this.shape !== undefined && !names.includes(unit)) {
      throw new Error(problemText({
        id: 'TOPO-122',
        what: `topology '${this.name}' has no ${this._kind === TopologyKind.TREE ? 'leaf switch' : 'block'} '${unit}', and slurmctld refuses nodes that name one`,
        fix: names.length > 0 ? `use one of ${names.join(', ')}` : 'leave nodes without a place',
      }));
    }
    return renderTopologyUnits([{ topology: this.name, path: this.pathTo(unit) }]);
  }

  /** @internal Whether somebody else writes it. */
  public get _isForeign(): boolean {
    return this.shape === undefined;
  }

  /** @internal Undefined for one that somebody else writes. */
  public get _kind(): TopologyKind | undefined {
    return this.shape?.kind;
  }

  /** @internal */
  public get _units(): TopologyUnit[] {
    return this.shape?.units ?? [];
  }

  /** @internal Units that hold nodes: blocks and leaf switches. */
  public get _leaves(): TopologyUnit[] {
    return this._units.filter(({ children }) => children === undefined);
  }

  /** @internal The word of `TopologyParam` that it asks for. */
  public _rankWord(isClusterDefault: boolean): string | undefined {
    return this.shape?.isRanked ?? isClusterDefault ? this.shape?.rankWord : undefined;
  }

  /** @internal Most nodes that a unit can have; undefined where there is no limit. */
  public get _mostNodesOfUnit(): number | undefined {
    return this.shape?.spareTrays === undefined ? undefined : traysOfRack;
  }

  /** @internal Whether the size of its blocks follows from their nodes. */
  public get _isSizedByNodes(): boolean {
    return this._kind === TopologyKind.BLOCK && this.shape?.blockSizes === undefined;
  }

  /** @internal */
  public get _hasAlphaStepRank(): boolean {
    return this.shape?.alphaStepRank !== undefined;
  }

  /** @internal As it goes into topology.yaml. */
  public _toSlurm(isClusterDefault: boolean, nodesOf: (members: TopologyMembers) => string | undefined): TopologyEntry {
    const { kind, blockSizes, alphaStepRank } = this.shape!;
    const head = { name: this.name, isClusterDefault: isClusterDefault || undefined };
    const nodes = (unit: TopologyUnit) => unit.members && nodesOf(unit.members);
    const records = this._units.map(unit => ({ name: unit.name, children: unit.children && Hostlist.fold(unit.children), nodes: nodes(unit) }));
    switch (kind) {
      case TopologyKind.TREE:
        return { ...head, kind, switches: records };
      case TopologyKind.FLAT:
        return { ...head, kind, alphaStepRank };
      default:
        return { ...head, kind: TopologyKind.BLOCK, blockSizes: blockSizes ?? smallestBlock(records), blocks: records };
    }
  }

  /** @internal What is wrong with it alone. */
  public _problems(): Problem[] {
    return this._isForeign ? [] : [...this.nameProblems(), ...this.rackProblems()];
  }

  private pathTo(unit: string, below: string[] = []): string[] {
    const above = this._units.find(({ name, children }) => children?.includes(unit) && !below.includes(name));
    return above === undefined ? [unit, ...below] : this.pathTo(above.name, [unit, ...below]);
  }

  private nameProblems(): Problem[] {
    return [{ kind: 'topology', name: this.name }, ...this._units.map(({ name }) => ({ kind: this._kind === TopologyKind.TREE ? 'switch' : 'block', name }))]
      .filter(({ name }) => !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name))
      .map(({ kind, name }) => ({
        id: 'TOPO-101',
        what: `'${name}' cannot be the name of a ${kind}: annotations and slurm.conf write places as <topology>:<unit>, in lists, with at most 64 characters each`,
        fix: `use letters, digits, '_', '-' and '.', such as '${name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'rack-1'}'`,
      }));
  }

  private rackProblems(): Problem[] {
    const spare = this.shape?.spareTrays;
    return spare === undefined || (Number.isInteger(spare) && spare >= 0 && spare < traysOfRack) ? [] : [{
      id: 'TOPO-102', what: `'spareTrays' is ${spare}, and a rack has ${traysOfRack} trays of which jobs must be able to count on one`, fix: 'use e.g. 2',
    }];
  }
}

checksArguments(Topology, 'Topology');

function units(blocks: TopologyBlock[]): TopologyUnit[] {
  return blocks.map(({ name, members }) => ({ name, members: members ?? TopologyMembers.annotated() }));
}

function switchUnits({ name, children, members }: TopologySwitch): TopologyUnit[] {
  return !children?.length
    ? [{ name, members: members ?? TopologyMembers.annotated() }]
    : [{ name, children: children.map(child => child.name), members }, ...children.flatMap(switchUnits)];
}

// Without sizes slurmctld also builds units of two, four and more blocks, and jobs would wait for neighbours.
function smallestBlock(blocks: { readonly nodes?: string }[]): number[] | undefined {
  const counts = blocks.map(({ nodes }) => Hostlist.parse(nodes ?? '').value?.count ?? 0).filter(count => count > 0);
  return counts.length > 0 ? [Math.min(...counts)] : undefined;
}
