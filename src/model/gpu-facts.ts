import { NodeConf, nodeConfValues } from './node-conf';
import { PodFacts } from './pod-facts';
import { quantityValue } from './quantity';
import { Gres } from '../slurm/gres';
import { TextIssue } from '../slurm/text-issue';

/** The generic resources of a NodeSet, as Slurm is told and as Kubernetes is asked. */
export interface GpuFacts {
  /** All entries of `Gres=`, in order. */
  readonly gres: readonly Gres[];
  /** What of `Gres=` cannot be read. */
  readonly issues: readonly TextIssue[];
  /** GPUs per node by `Gres=`. */
  readonly gresCount: number;
  /** GPU resources among the limits of the slurmd container. */
  readonly resources: readonly GpuResource[];
  /** GPUs per node by limits. */
  readonly limitCount: number;
  /** Whether the pod holds DRA claims, which may be GPUs as well. */
  readonly hasClaims: boolean;
}

/** One GPU resource of a container. */
export interface GpuResource {
  readonly name: string;
  readonly count: number;
}

/** Reads the GPUs of a NodeSet from its extraConf and its slurmd container. */
export function readGpus(conf: NodeConf, pod: PodFacts): GpuFacts {
  const values = nodeConfValues(conf, 'Gres').map(value => Gres.parseNodeList(value));
  const gres = values.flatMap(({ value }) => value ?? []);
  const all = { ...pod.container.requests.all, ...pod.container.limits.all };
  const resources = Object.keys(all).filter(isGpuResource).sort().map(name => ({ name, count: quantityValue(all[name]) ?? 0 }));
  return {
    gres,
    issues: values.flatMap(({ issues }) => issues),
    gresCount: sum(gres.filter(({ name }) => name === 'gpu').map(({ count }) => count)),
    resources,
    limitCount: sum(resources.map(({ count }) => count)),
    hasClaims: pod.resourceClaims.length > 0 || pod.container.claims.length > 0,
  };
}

/** Whether an extended resource is a GPU or a slice of one. */
function isGpuResource(name: string): boolean {
  return /^(nvidia\.com\/(gpu(\.shared)?|mig-.+)|amd\.com\/(gpu|[cd]px_.+)|gpu\.intel\.com\/(i915|xe))$/.test(name);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
