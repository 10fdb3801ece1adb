import { Construct } from 'constructs';
import { dcgmEpilog, dcgmProlog, DcgmScriptOptions } from './dcgm-scripts';
import type { GpuShare } from './gres-conf';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, problemText, refuse, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { mountPathProblems } from '../storage/mount-paths';

/** Options of the job mapping. */
export interface DcgmJobMappingOptions {
  /**
   * Directory of the Kubernetes nodes in which dcgm-exporter looks for the jobs of GPUs; workers see it at the same path.
   *
   * @default '/var/lib/dcgm-exporter/job-mapping'
   */
  readonly directory?: string;

  /** Place of the scripts among the prologs and epilogs, from 0 to 99: they are called `<number>-dcgm.sh`. @default 90 */
  readonly scriptPriority?: number;
}

/** Properties of the job mapping. */
export interface DcgmJobMappingProps extends DcgmJobMappingOptions {
  /** Cluster whose jobs are mapped. */
  readonly cluster: SlurmCluster;
}

/** Generic resources that let jobs share a GPU. */
const sharingGres = ['shard', 'mps'];

const mapped = new WeakMap<SlurmCluster, DcgmJobMapping>();

/**
 * Tells dcgm-exporter which job has which GPU, so that every metric of a GPU carries the label `hpc_job`: a prolog writes the job into a file for each of its
 * GPUs or MIG devices, and an epilog takes it out again. Jobs and array tasks side by side on a node do not disturb each other, and nothing that goes
 * wrong here fails a job.
 *
 * The exporter must look there too; with the GPU Operator (26.3 and later) that is `dcgmExporter.hpcJobMapping.enabled: true`. GPUs are counted as the
 * worker sees them, so workers must own all GPUs of their machines.
 *
 * @see https://github.com/NVIDIA/dcgm-exporter
 */
export class DcgmJobMapping extends Construct {
  /** @internal The mapping of a cluster, if it has one by now. */
  public static _of(cluster: SlurmCluster): DcgmJobMapping | undefined {
    return mapped.get(cluster);
  }

  /** Directory of the mapping, on Kubernetes nodes and in workers. */
  public readonly directory: string;
  private readonly shares: GpuShare[] = [];

  public constructor(scope: Construct, id: string, props: DcgmJobMappingProps) {
    super(scope, id);
    refuseOtherKinds(this, 'DcgmJobMappingProps', props);
    const { cluster } = props;
    this.directory = props.directory ?? '/var/lib/dcgm-exporter/job-mapping';
    refuseAll(this, [...directoryProblems(this.directory), ...priorityProblems(props.scriptPriority)]);
    if (cluster.isExternal) {
      refuse(this, {
        id: 'DCGM-005',
        what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot bring prologs and epilogs',
        fix: 'add those of an inside cluster there, or leave the mapping out',
      });
    }
    const other = mapped.get(cluster);
    if (other) {
      refuse(this, { id: 'DCGM-004', what: `the jobs of '${cluster.name}' are mapped already at '${other.node.path}'`, fix: 'leave one of them out' });
    }
    mapped.set(cluster, this);
    const name = `${String(props.scriptPriority ?? 90).padStart(2, '0')}-dcgm.sh`;
    cluster._addJobScripts(name, () => dcgmProlog(this.scriptOptions()), () => dcgmEpilog(this.scriptOptions()));
    cluster._onGpus(share => this.mount(share));
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  private scriptOptions(): DcgmScriptOptions {
    return { directory: this.directory, shared: this.shares.some(({ workers }) => workers.gres.some(({ name }) => sharingGres.includes(name))) };
  }

  private mount(share: GpuShare): void {
    if (share.gpu.vendor === 'nvidia') {
      this.shares.push(share);
      share.workers.mounts.addLate(
        { name: 'dcgm-job-mapping', hostPath: { path: this.directory, type: 'DirectoryOrCreate' } },
        { name: 'dcgm-job-mapping', mountPath: this.directory },
      );
    }
  }

  private problems(): Problem[] {
    const shared = this.shares.find(({ sharesMachines }) => sharesMachines);
    return [
      ...this.shares.length > 0 ? [] : [{
        id: 'DCGM-003', what: 'the cluster has no node set with NVIDIA GPUs, so there is nothing to map', fix: 'leave it out, or add one: cluster.addGpuNodeSet(...)',
      }],
      ...shared === undefined ? [] : [{
        id: 'DCGM-006',
        what: `workers of node set '${shared.workers.name}' may share a machine ('oversubscribeNode'): each would count its own GPUs from 0, and write over the files of the other`,
        fix: "leave 'oversubscribeNode' out",
      }],
    ];
  }
}

function directoryProblems(directory: string): Problem[] {
  const plain = mountPathProblems(directory).length === 0 && /^[A-Za-z0-9._/-]+$/.test(directory);
  return plain ? [] : [{
    id: 'DCGM-001',
    what: `'directory' is '${directory}', which is no plain absolute path of a directory of its own`,
    fix: "use e.g. '/var/lib/dcgm-exporter/job-mapping'",
  }];
}

function priorityProblems(priority: number | undefined): Problem[] {
  return priority === undefined || (Number.isInteger(priority) && priority >= 0 && priority <= 99) ? [] : [{
    id: 'DCGM-002', what: `'scriptPriority' is ${priority}, and names of scripts start with two digits so that they sort`, fix: 'use a whole number from 0 to 99, e.g. 90',
  }];
}
