import { IConstruct } from 'constructs';
import { mostNodes } from './scaling';
import { WorkerSet } from './worker-set';
import { Problem, refuse } from '../errors/refuse';
import { homeFindings } from '../storage/home-findings';

/** The node sets of one cluster, and what they ask of it together. */
export class ClusterWorkers {
  public readonly all: WorkerSet[] = [];
  private readonly byName = new Map<string, WorkerSet>();
  private firstInCloud?: WorkerSet;
  private readonly visitors: ((workers: WorkerSet) => void)[] = [];

  public add(workers: WorkerSet, construct: IConstruct): void {
    const twin = this.byName.get(workers.name);
    if (twin) {
      refuse(construct, {
        id: 'NAME-003',
        what: `node set '${workers.name}' exists already at '${twin.owner.node.path}': both would claim the nodes ${workers.name}-0 and up`,
        fix: "give one of them another 'nodeSetName'",
      });
    }
    const elsewhere = this.firstInCloud;
    if (elsewhere && workers.cloud !== undefined && elsewhere.cloud !== workers.cloud) {
      refuse(construct, {
        id: 'NET-057',
        what: `its network is one of ${workers.cloud}, and that of node set '${elsewhere.name}' one of ${elsewhere.cloud}: workers of a cluster run in one Kubernetes cluster, which is in one cloud`,
        fix: 'use networks of one cloud',
      });
    }
    this.all.push(workers);
    this.byName.set(workers.name, workers);
    if (workers.cloud !== undefined) {
      this.firstInCloud ??= workers;
    }
  }

  /** Tells the visitors of a node set that was added. */
  public announce(workers: WorkerSet): void {
    this.visitors.forEach(visit => visit(workers));
  }

  /** Shows every node set, also those that come later. */
  public visit(visit: (workers: WorkerSet) => void): void {
    this.visitors.push(visit);
    this.all.forEach(visit);
  }

  /** Most nodes that there can ever be. */
  public get mostNodes(): number {
    return this.all.reduce((sum, workers) => sum + workers.scaling.maxNodes, 0);
  }

  /** Names of the generic resources that nodes offer. */
  public get gresTypes(): string[] {
    return [...new Set(this.all.flatMap(({ gres }) => gres.map(({ name }) => name)))].sort();
  }

  /** Generic resources as accounting counts them, e.g. `gres/gpu:h100`. */
  public get tres(): string[] {
    return [...new Set(this.all.flatMap(({ gres }) => gres.flatMap(({ name, type }) => [`gres/${name}`, ...type === undefined ? [] : [`gres/${name}:${type}`]])))].sort();
  }

  public problems(): Problem[] {
    const nodes = this.mostNodes;
    return nodes <= mostNodes ? [] : [{
      id: 'NODE-051', what: `the node sets together have up to ${nodes} nodes, and slurmctld holds at most ${mostNodes}: the others could never register`, fix: 'split the nodes over clusters',
    }];
  }

  /** Users of a directory whose homes no worker has. */
  public homeWarnings(homeBase: string | undefined): Problem[] {
    const homeless = this.all.map(({ mounts }) => homeFindings(homeBase, mounts.volumeMounts.map(({ mountPath }) => mountPath)));
    return homeless.find(problems => problems.length > 0) ?? [];
  }
}
