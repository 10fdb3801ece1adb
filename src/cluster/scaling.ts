import type { AutoScalingOptions } from '../autoscaling';
import { autoScalingProblems } from '../autoscaling/auto-scaling-problems';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Options of a node set with one worker on every matching Kubernetes node. */
export interface DaemonSetScalingOptions {
  /**
   * Most Kubernetes nodes that will ever match, for slurmctld's `MaxNodeCount`: beyond it, new nodes cannot register.
   *
   * @default 1024
   */
  readonly maxNodes?: number;
}

/** Slurm's hard ceiling for nodes in one cluster. */
export const mostNodes = 65536;

/**
 * How many nodes a node set has.
 *
 * @see https://slinky.schedmd.com (NodeSet `spec.scalingMode`, `spec.replicas`)
 */
export class Scaling {
  /**
   * A fixed number of nodes, named `<node set>-0` and up.
   *
   * @param nodes 1 to 65536
   */
  public static fixed(nodes: number): Scaling {
    return new Scaling('StatefulSet', nodes, nodes);
  }

  /**
   * One Slurm node on every Kubernetes node that the node set's selector and tolerations admit. Nodes are named
   * after their Kubernetes nodes.
   */
  public static daemonSet(options: DaemonSetScalingOptions = {}): Scaling {
    return new Scaling('DaemonSet', undefined, options.maxNodes ?? 1024);
  }

  /**
   * As many nodes as jobs ask for: more when they wait, fewer when nodes are idle. A node goes only when no job runs on it. The cluster needs `metrics` with a
   * ServiceMonitor, and the autoscaler must be installed.
   */
  public static auto(options: AutoScalingOptions): Scaling {
    return new Scaling('StatefulSet', undefined, options.max, false, { ...options });
  }

  /**
   * No nodes for now: the operator drains and removes all of them. The step before a node set is deleted, since deleting it
   * with nodes running kills their jobs.
   */
  public static scaledToZero(): Scaling {
    return new Scaling('StatefulSet', 0, 0, true);
  }

  /** Number of nodes, if it is fixed. */
  public readonly nodes?: number;

  /** Most nodes the set can ever have. */
  public readonly maxNodes: number;

  /** @internal */
  public readonly _mode: 'StatefulSet' | 'DaemonSet';
  /** @internal What makes nodes come and go. */
  public readonly _auto?: AutoScalingOptions;
  private readonly emptyOnPurpose: boolean;

  private constructor(mode: 'StatefulSet' | 'DaemonSet', nodes: number | undefined, maxNodes: number, emptyOnPurpose = false, auto?: AutoScalingOptions) {
    this._mode = mode;
    this.nodes = nodes;
    this.maxNodes = maxNodes;
    this.emptyOnPurpose = emptyOnPurpose;
    this._auto = auto;
  }

  /** @internal */
  public _problems(): Problem[] {
    if (this.emptyOnPurpose) {
      return [];
    }
    if (this._auto) {
      return autoScalingProblems(this._auto, mostNodes);
    }
    const what = this._mode === 'DaemonSet' ? "'maxNodes' of Scaling.daemonSet" : "'nodes' of Scaling.fixed";
    if (!Number.isInteger(this.maxNodes) || this.maxNodes < 0) {
      return [{ id: 'NODE-001', what: `${what} is ${this.maxNodes}, and a node set has a whole number of nodes`, fix: 'use a number such as 4' }];
    }
    if (this.maxNodes === 0) {
      return [{
        id: 'NODE-002',
        what: `${what} is 0, and a node set without nodes runs no job: jobs for it would pend for ever`,
        fix: 'use 1 or more, or Scaling.scaledToZero() to empty a node set before it is removed',
      }];
    }
    if (this.maxNodes > mostNodes) {
      return [{ id: 'NODE-003', what: `${what} is ${this.maxNodes}, and slurmctld holds at most ${mostNodes} nodes`, fix: 'split the nodes over clusters' }];
    }
    return [];
  }
}

checksArguments(Scaling, 'Scaling');
