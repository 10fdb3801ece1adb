import { IConstruct } from 'constructs';
import type { Gpu } from './gpu';
import { AutoDetect, GpuDevices } from './gpu-devices';
import type { GpuSharing } from './gpu-sharing';
import type { Mig } from './mig';
import type { NvlinkComputeDomain } from './nvlink-compute-domain';
import { NodeGres } from '../cluster/node-set-options';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem } from '../errors/refuse';
import { Hostlist } from '../slurm/hostlist';

/** GPUs of one node set, as the cluster needs them. */
export interface GpuShare {
  readonly workers: WorkerSet;
  readonly gres: NodeGres[];
  readonly devices: GpuDevices;
  readonly owner: IConstruct;
  readonly gpu: Gpu;
  readonly computeDomain?: NvlinkComputeDomain;
  /** How the GPUs are cut. */
  readonly mig?: Mig;
  /** How jobs share them. */
  readonly sharing?: GpuSharing;
  /** Whether several workers may run on one machine. */
  readonly sharesMachines: boolean;
  /** Whether jobs take percentages of a GPU by MPS. */
  readonly usesMps: boolean;
}

/** One line of gres.conf. */
export type GresConfLine = { readonly key: string; readonly value: string }[];

/**
 * The lines of gres.conf for the GPUs of a cluster. A line without node names holds for every node, so names appear only where sets differ.
 */
export function gresConfLines(shares: GpuShare[], allWorkers: WorkerSet[]): { lines: GresConfLine[]; problems: { owner: IConstruct; problem: Problem }[] } {
  const sorted = [...shares].sort((one, other) => (one.workers.name < other.workers.name ? -1 : 1));
  const general = generalMethod(sorted);
  const problems: { owner: IConstruct; problem: Problem }[] = [];
  const lines: GresConfLine[] = general ? [[{ key: 'AutoDetect', value: general }]] : [];
  for (const share of sorted) {
    const method = share.devices._autoDetect;
    if (method === undefined || method !== general) {
      const alone = allWorkers.length === 1;
      const names = alone ? [] : nodeNames(share);
      if (names === undefined) {
        problems.push({ owner: share.owner, problem: unknownNames(share) });
      } else {
        lines.push(...method !== undefined
          ? [[...names, { key: 'AutoDetect', value: method as string }]]
          : fileLines(share, names, general !== undefined));
      }
    }
  }
  return { lines, problems };
}

// Nodes of DaemonSet scaling have names that only the Kubernetes cluster knows, so their method must be the general one.
function generalMethod(shares: GpuShare[]): AutoDetect | undefined {
  const detected = shares.filter(share => share.devices._autoDetect !== undefined);
  const nameless = detected.find(share => share.workers.scaling._mode === 'DaemonSet');
  return (nameless ?? detected[0])?.devices._autoDetect;
}

function nodeNames(share: GpuShare): GresConfLine | undefined {
  const { workers } = share;
  return workers.scaling._mode === 'DaemonSet' ? undefined : [{ key: 'NodeName', value: Hostlist.fold(workers.nodeNames()) }];
}

function fileLines(share: GpuShare, names: GresConfLine, detectionIsOn: boolean): GresConfLine[] {
  const start = [...names, ...detectionIsOn && names.length > 0 ? [{ key: 'AutoDetect', value: 'off' }] : []];
  const { _files, _migFiles } = share.devices;
  return _migFiles
    // Files of one MIG device stand on one line of their own; a type of the user's own stands for all profiles.
    ? _migFiles.map(({ profile, files }) => [...start, ...typed('gpu', share.gres.some(({ type }) => type === profile) ? profile : share.gres[0].type), { key: 'MultipleFiles', value: files.join(',') }])
    : share.gres.map(({ name, type }) => [...start, ...typed(name, type), { key: 'File', value: _files! }]);
}

function typed(name: string, type: string | undefined): GresConfLine {
  return [{ key: 'Name', value: name }, ...type === undefined ? [] : [{ key: 'Type', value: type }]];
}

function unknownNames(share: GpuShare): Problem {
  return {
    id: 'GPU-030',
    what: `the device files of node set '${share.workers.name}' differ from those of other node sets, and gres.conf must name its nodes, which with Scaling.daemonSet() only Kubernetes knows`,
    fix: "use Scaling.fixed(), or write 'gres.conf' in 'configFiles' of the cluster",
  };
}
