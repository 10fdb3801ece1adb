import { k8s } from 'cdk8s-plus-28';
import type { SlurmCluster } from '../cluster';
import type { WorkerSet } from '../cluster/worker-set';

/** What the workers of GPU node sets say in their NodeSet, as far as it concerns those who serve their machines. */
interface WorkerSpec {
  readonly spec: {
    readonly slurmd?: { readonly resources?: { readonly limits?: { readonly [resource: string]: unknown } } };
    readonly template?: { readonly spec?: { readonly tolerations?: k8s.Toleration[]; readonly nodeSelector?: { readonly [label: string]: string } } };
  };
}

const gpuTaint: k8s.Toleration = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };

/** What GPU workers of some clusters ask of those who serve their machines. */
export class WorkerDemands {
  private readonly workers: WorkerSet[] = [];

  public constructor(clusters: readonly SlurmCluster[] = []) {
    clusters.forEach(cluster => cluster._onGpus(({ gpu, workers }) => {
      if (gpu.vendor === 'nvidia') {
        this.workers.push(workers);
      }
    }));
  }

  /** Taints that daemons on the machines must accept: those that the workers accept, without what concerns only workers. */
  public get tolerations(): k8s.Toleration[] {
    const tolerations = [gpuTaint, ...this.specs.flatMap(({ spec }) => spec.template?.spec?.tolerations ?? [])]
      .filter(({ key }) => !/^(node\.kubernetes\.io|nodeset\.slinky\.slurm\.net)\//.test(key ?? ''));
    const texts = tolerations.map(toleration => JSON.stringify(Object.entries(toleration).sort(([one], [other]) => (one < other ? -1 : 1))));
    return tolerations.filter((_, index) => texts.indexOf(texts[index]) === index);
  }

  /** Whether workers ask for MIG devices by profile. */
  public get asksByProfile(): boolean {
    return this.specs.some(spec => asks(spec, /^nvidia\.com\/mig-/));
  }

  /** Whether workers count MIG devices of one profile as whole GPUs. */
  public get countsAsWhole(): boolean {
    return this.specs.some(each => asks(each, /^nvidia\.com\/gpu$/) && (each.spec.template?.spec?.nodeSelector?.['nvidia.com/mig.config'] ?? 'all-disabled') !== 'all-disabled');
  }

  // Read from the objects, where also what an escape hatch says stands.
  private get specs(): WorkerSpec[] {
    return this.workers.map(({ resource }) => resource.toJson() as WorkerSpec);
  }
}

function asks({ spec }: WorkerSpec, pattern: RegExp): boolean {
  return Object.keys(spec.slurmd?.resources?.limits ?? {}).some(resource => pattern.test(resource));
}
