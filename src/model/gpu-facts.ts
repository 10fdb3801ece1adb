import { NodeConf, nodeConfValues } from './node-conf';
import { PodFacts } from './pod-facts';

/** One `name[:type][:count]` of a `Gres=` value. */
export interface GresEntry {
  readonly name: string;
  readonly type: string;
  readonly count: number;
}

/** The GPUs of a NodeSet, as Slurm is told and as Kubernetes is asked. */
export interface GpuFacts {
  /** `Gres=` entries named gpu. */
  readonly gres: readonly GresEntry[];
  /** GPUs per node by `Gres=`. */
  readonly gresCount: number;
  /** GPU resources among the limits of the slurmd container. */
  readonly resources: readonly { readonly name: string; readonly count: number }[];
  /** GPUs per node by limits. */
  readonly limitCount: number;
  /** Whether the pod holds DRA claims, which may be GPUs as well. */
  readonly hasClaims: boolean;
}

/** Reads the GPUs of a NodeSet from its extraConf and its slurmd container. */
export function readGpus(conf: NodeConf, pod: PodFacts): GpuFacts {
  const gres = gresEntries(conf).filter(entry => entry.name === 'gpu');
  const all = { ...pod.container.requests.all, ...pod.container.limits.all };
  const resources = Object.keys(all).filter(isGpuResource).sort().map(name => ({ name, count: Number(all[name]) }));
  return {
    gres,
    gresCount: sum(gres.map(entry => entry.count)),
    resources,
    limitCount: sum(resources.map(resource => resource.count)),
    hasClaims: pod.resourceClaims.length > 0 || pod.container.claims.length > 0,
  };
}

/** Every GRES of a node, in order. */
export function gresEntries(conf: NodeConf): GresEntry[] {
  return nodeConfValues(conf, 'Gres').flatMap(value => splitGres(value)).map(parseGres);
}

/** Whether an extended resource is a GPU or a slice of one. */
export function isGpuResource(name: string): boolean {
  return /^(nvidia\.com\/(gpu(\.shared)?|mig-.+)|amd\.com\/(gpu|[cd]px_.+)|gpu\.intel\.com\/(i915|xe))$/.test(name);
}

function splitGres(value: string): string[] {
  // A socket list such as (S:0,1) holds commas of its own.
  return value.replace(/\([^)]*\)/g, '').split(',').filter(entry => entry !== '');
}

function parseGres(entry: string): GresEntry {
  const [name, ...rest] = entry.split(':').filter(part => part !== 'no_consume');
  const last = rest[rest.length - 1];
  const count = last === undefined ? undefined : gresCount(last);
  return { name, type: (count === undefined ? rest : rest.slice(0, -1)).join(':'), count: count ?? 1 };
}

function gresCount(text: string): number | undefined {
  const match = /^(\d+)([kKmMgGtTpP]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 1024 ** ' kmgtp'.indexOf(match[2].toLowerCase() || ' ');
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
