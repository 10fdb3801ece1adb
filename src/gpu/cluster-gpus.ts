import { GpuShare, gresConfLines } from './gres-conf';
import { ConfLine, nvlinkConf, nvlinkProblems } from './nvlink-conf';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, refuse } from '../errors/refuse';
import { KeywordTable } from '../slurm/catalog';
import { renderFields } from '../slurm/record-line';

/** What the cluster says that GPUs depend on. */
export interface GpuSurroundings {
  /** Whether slurmctld runs outside Kubernetes. */
  readonly isExternal: boolean;
  /** Whether jobs see all devices of their node. */
  readonly seesAllDevices: boolean;
}

/** The GPUs of one cluster, and what its files say of them. */
export class ClusterGpus {
  private readonly shares: GpuShare[] = [];
  private readonly visitors: ((share: GpuShare) => void)[] = [];

  public constructor(private readonly workers: () => WorkerSet[]) {}

  public add(share: GpuShare, { isExternal, seesAllDevices }: GpuSurroundings): void {
    if (seesAllDevices) {
      refuse(share.owner, {
        id: 'GPU-031',
        what: "'constrainDevices' of the cluster's 'cgroup' is false, so every job would see all GPUs of its node, whatever it asked for",
        fix: 'leave it out',
      });
    }
    if (isExternal && share.usesMps) {
      refuse(share.owner, {
        id: 'GPU-047',
        what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot bring the prolog that starts the daemon of MPS',
        fix: 'use GpuSharing.shards(...), or declare the percentages in \'gres\' and add a prolog there',
      });
    }
    this.shares.push(share);
    this.visitors.forEach(visit => visit(share));
  }

  /** Shows every node set with GPUs, also those that come later. */
  public visit(visit: (share: GpuShare) => void): void {
    this.visitors.push(visit);
    this.shares.forEach(visit);
  }

  /** Whether jobs on any node take percentages of a GPU by MPS. */
  public get useMps(): boolean {
    return this.shares.some(({ usesMps }) => usesMps);
  }

  /** Lines of slurm.conf. */
  public conf(): ConfLine[] {
    return nvlinkConf(this.shares);
  }

  /** The text of gres.conf. */
  public gresConf(): string {
    return gresConfLines(this.shares, this.workers()).lines.map(line => `${renderFields(KeywordTable.GRES_CONF, line).text}\n`).join('');
  }

  /** What only all of them together show. */
  public problems(ownConf: readonly ConfLine[], hasScript: (text: RegExp) => boolean): Problem[] {
    return [
      ...nvlinkProblems(this.shares, ownConf, hasScript),
      ...gresConfLines(this.shares, this.workers()).problems.map(({ owner, problem }) => ({ ...problem, what: `at '${owner.node.path}': ${problem.what}` })),
    ];
  }
}
