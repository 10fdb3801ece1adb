import type { INodeSet } from '../cluster';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';
import { Topology as TopologyEntry, TopologyKind } from '../slurm/topology';
import { Topology } from '../topology';

/** A topology beside those that Topograph fills. */
export interface TopographFlatOptions {
  /** Name that partitions refer to. @default - `block`, `tree` or `flat`, after the factory */
  readonly name?: string;
  /** Whether it places the jobs of partitions that choose no topology. @default - true for the only one */
  readonly isClusterDefault?: boolean;
}

/** A topology that Topograph fills. */
export interface TopographTopologyOptions extends TopographFlatOptions {
  /** Node sets whose nodes stand in it. @default - all of the cluster */
  readonly nodeSets?: INodeSet[];
}

/** Blocks that Topograph fills. */
export interface TopographBlockOptions extends TopographTopologyOptions {
  /**
   * Nodes that jobs can count on in a block, and then larger units of neighbouring blocks. Slurm: `block_sizes`. What Topograph would work out
   * by itself shrinks with the smallest block, and so with a broken rack.
   */
  readonly blockSizes: number[];
}

/** A topology whose blocks or switches Topograph finds. */
export class TopographTopology {
  /** NVLink domains as blocks. */
  public static block(options: TopographBlockOptions): TopographTopology {
    return new TopographTopology(TopologyKind.BLOCK, options.name ?? 'block', options, [...options.blockSizes ?? []]);
  }

  /** The switches of the network. */
  public static tree(options: TopographTopologyOptions = {}): TopographTopology {
    return new TopographTopology(TopologyKind.TREE, options.name ?? 'tree', options);
  }

  /**
   * No structure: for partitions whose nodes stand in no block and under no switch, such as CPU nodes beside NVLink racks. Under a tree, or beside nodes in
   * blocks, they would get no job of several nodes.
   */
  public static flat(options: TopographFlatOptions = {}): TopographTopology {
    return new TopographTopology(TopologyKind.FLAT, options.name ?? 'flat', options);
  }

  /** Name in Slurm. */
  public readonly name: string;
  /** @internal */
  public readonly _isTree: boolean;
  /** @internal */
  public readonly _isFlat: boolean;
  /** @internal */
  public readonly _isClusterDefault?: boolean;
  private readonly nodeSets?: INodeSet[];

  private constructor(private readonly kind: TopologyKind, name: string, options: TopographTopologyOptions, private readonly blockSizes?: number[]) {
    this.name = name;
    this._isTree = kind === TopologyKind.TREE;
    this._isFlat = kind === TopologyKind.FLAT;
    this._isClusterDefault = options.isClusterDefault;
    this.nodeSets = options.nodeSets && [...options.nodeSets];
  }

  /** For partitions: the topology by its name. */
  public get topology(): Topology {
    return Topology.fromName(this.name);
  }

  /** @internal */
  public _problems(): Problem[] {
    const problems: Problem[] = [];
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(this.name)) {
      problems.push({ id: 'INST-025', what: `'${this.name}' cannot be the name of a topology in annotations and slurm.conf`, fix: "use letters, digits, '_', '-' and '.'" });
    }
    const sizes = this.blockSizes ?? [1];
    const isSize = (size: number, index: number) => Number.isInteger(size) && size >= 1
      && (index === 0 || (size > sizes[index - 1] && Number.isInteger(Math.log2(size / sizes[0]))));
    if (sizes.length === 0 || !sizes.every(isSize)) {
      problems.push({ id: 'INST-026', what: `'blockSizes' is [${sizes.join(', ')}], and slurmctld takes rising sizes, each the first times a power of two`, fix: 'use e.g. [18, 36]' });
    }
    return problems;
  }

  /** @internal What topology.yaml holds before anything is found. */
  public _skeleton(isDefault: boolean): TopologyEntry {
    const head = { name: this.name, isClusterDefault: isDefault || undefined };
    // slurmctld stops at a topology of nothing.
    const nothing = [{ name: 'nothing-found-yet' }];
    if (this._isFlat) {
      return { ...head, kind: TopologyKind.FLAT };
    }
    return this._isTree
      ? { ...head, kind: TopologyKind.TREE, switches: nothing }
      : { ...head, kind: TopologyKind.BLOCK, blockSizes: this.blockSizes, blocks: nothing };
  }

  /** @internal Its part of the engine's parameters. */
  public _params(isDefault: boolean, allWorkers: { [label: string]: string }): { [key: string]: unknown } {
    return {
      plugin: `topology/${this.kind}`,
      blockSizes: this.blockSizes,
      clusterDefault: isDefault || undefined,
      podSelector: this._isFlat ? undefined : {
        matchLabels: allWorkers,
        matchExpressions: this.nodeSets && [{
          key: 'app.kubernetes.io/instance', operator: 'In', values: this.nodeSets.map(({ cluster, nodeSetName }) => `${cluster.name}-worker-${nodeSetName}`).sort(),
        }],
      },
    };
  }

  /** @internal A node set of another cluster. */
  public _strangers(clusterName: string): INodeSet[] {
    return (this.nodeSets ?? []).filter(({ cluster }) => cluster.name !== clusterName);
  }
}

checksArguments(TopographTopology, 'TopographTopology');
