import { k8s } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { SlurmComponent } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import * as slinky from '../slinky';
import { droppedByOperator, mergeEscapeHatch } from './escape-hatch';
import { ContainerOptions } from './pod-options';
import { Quantities, quantities, quantity } from './quantities';

/** What a component itself puts into its daemon's container, before the user's options. */
export interface ContainerParts {
  readonly volumeMounts?: k8s.VolumeMount[];
  readonly env?: k8s.EnvVar[];
  readonly requests?: Quantities;
  readonly limits?: Quantities;
  /** Claims of the pod that the daemon uses. */
  readonly claims?: k8s.ResourceClaim[];
}

const skewOrder = 'slurmdbd must be at least as new as slurmctld, and slurmctld as slurmd, login hosts and slurmrestd, within three releases';

/** The container of a component's daemon, as the operator merges it over its own. */
export function daemonContainer(
  construct: IConstruct, cluster: SlurmCluster, component: SlurmComponent, options: ContainerOptions, parts: ContainerParts = {},
): slinky.Container {
  const image = cluster._images.image(component, options.image);
  refuseAll(construct, [
    ...options.image?._problems('image') ?? [],
    ...skewProblems(cluster, component, options),
    ...envProblems(options),
    ...resourceProblems(options),
    ...options.securityContext ? droppedByOperator('securityContext', options.securityContext) : [],
    ...templateProblems(options.containerTemplate),
  ]);
  const wanted = quantities(options.resources);
  const devices: Quantities = Object.fromEntries(Object.entries(options.extendedResources ?? {}).map(([name, count]) => [name, quantity(count)]));
  const env = [
    ...parts.env ?? [],
    ...Object.entries(options.env ?? {}).map(([name, value]) => ({ name, value: value.value, valueFrom: value.valueFrom })),
  ];
  return mergeEscapeHatch<slinky.Container>(construct, 'containerTemplate', {
    image: image.reference,
    imagePullPolicy: cluster._images.pullPolicy,
    args: options.args?.length ? options.args : undefined,
    env: env.length > 0 ? env : undefined,
    resources: resources({ ...parts.requests, ...wanted.requests, ...devices }, { ...parts.limits, ...wanted.limits, ...devices }, parts.claims),
    volumeMounts: parts.volumeMounts?.length ? parts.volumeMounts : undefined,
    lifecycle: options.lifecycle,
    securityContext: options.securityContext,
  }, options.containerTemplate);
}

/** A small container of ours or the operator's beside a daemon, such as its log reader. */
export function sidecarContainer(cluster: SlurmCluster): slinky.Container {
  return { image: cluster._images.sidecar, imagePullPolicy: cluster._images.pullPolicy };
}

function resources(requests: Quantities, limits: Quantities, claims?: k8s.ResourceClaim[]): k8s.ResourceRequirements | undefined {
  const some = (map: Quantities) => Object.keys(map).length > 0 ? map : undefined;
  return some(requests) || some(limits) || claims ? { requests: some(requests), limits: some(limits), claims } : undefined;
}

function skewProblems(cluster: SlurmCluster, component: SlurmComponent, options: ContainerOptions): Problem[] {
  const own = cluster._images.image(component, options.image);
  const slurmctld = cluster._slurmctldImage;
  if (!own.slurmVersion || !slurmctld.slurmVersion || component === SlurmComponent.SLURMCTLD) {
    return [];
  }
  const [server, peer] = component === SlurmComponent.SLURMDBD ? [own, slurmctld] : [slurmctld, own];
  const reason = server.slurmVersion!._cannotServe(peer.slurmVersion!);
  return reason === undefined ? [] : [{
    id: 'IMG-005',
    what: `${component} image '${own.reference}' holds Slurm ${own.slurmVersion} and slurmctld is ${slurmctld.slurmVersion}: ${reason} (${skewOrder})`,
    fix: `use images of Slurm ${slurmctld.slurmVersion.release}, or set 'slurmVersion' of the cluster`,
  }];
}

function envProblems(options: ContainerOptions): Problem[] {
  return Object.entries(options.env ?? {}).flatMap(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) {
      return [{ id: 'POD-006', what: `'${name}' is not a name for an environment variable`, fix: "use letters, digits and '_', such as 'NCCL_DEBUG'" }];
    }
    return value.value === undefined && value.valueFrom === undefined
      ? [{ id: 'POD-007', what: `environment variable '${name}' has no value`, fix: 'use EnvValue.fromValue(...)' }]
      : [];
  });
}

function resourceProblems(options: ContainerOptions): Problem[] {
  const problems: Problem[] = [];
  for (const [name, count] of Object.entries(options.extendedResources ?? {})) {
    if (!Number.isInteger(count) || count < 1) {
      problems.push({ id: 'POD-008', what: `'${name}' of 'extendedResources' is ${count}, and devices are counted in whole numbers from 1`, fix: 'use a number such as 8' });
    }
  }
  const { cpu, memory } = options.resources ?? {};
  if (memory?.request && memory.limit && memory.request.toKibibytes() > memory.limit.toKibibytes()) {
    problems.push({ id: 'POD-009', what: 'more memory is requested than the limit allows: the API server refuses the pod', fix: 'raise the limit or lower the request' });
  }
  if (cpu?.request && cpu.limit && millis(cpu.request.amount) > millis(cpu.limit.amount)) {
    problems.push({ id: 'POD-009', what: `${cpu.request.amount} CPUs are requested and the limit is ${cpu.limit.amount}: the API server refuses the pod`, fix: 'raise the limit or lower the request' });
  }
  return problems;
}

/** Thousandths of a CPU in a Kubernetes CPU amount. */
export function millis(amount: string): number {
  return amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1000;
}

function templateProblems(template: slinky.Container | undefined): Problem[] {
  const problems: Problem[] = [];
  if (template?.name !== undefined) {
    problems.push({ id: 'POD-013', what: "'containerTemplate.name' would rename the daemon's container, which slurm-operator finds by its name", fix: 'leave it out' });
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const given = template?.[probe];
    if (given && !given.exec && !given.grpc && !given.httpGet && !given.tcpSocket) {
      problems.push({
        id: 'POD-002',
        what: `'containerTemplate.${probe}' has no handler, and slurm-operator replaces its own handler by yours: the API server refuses a probe without one`,
        fix: "repeat the handler, e.g. httpGet: { path: '/livez', port: { value: 'slurmctld' } }",
      });
    }
  }
  return problems;
}
