import { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import * as slinky from '../slinky';
import { mergeEscapeHatch } from './escape-hatch';
import { metadataProblems } from './kubernetes-names';
import { PodOptions } from './pod-options';
import { volumeNameProblems } from '../storage/mount-paths';

/** What a component itself puts into its pods, before the user's options. */
export interface PodParts {
  readonly hostname?: string;
  readonly volumes?: k8s.Volume[];
  readonly initContainers?: k8s.Container[];
  readonly annotations?: { [key: string]: string };
  readonly tolerations?: k8s.Toleration[];
  readonly nodeSelector?: { [key: string]: string };
  readonly resourceClaims?: slinky.PodResourceClaim[];
}

/** Names that the operator gives to its own containers: it appends ours, so an equal name makes the pod invalid. */
const operatorContainers = ['slurmctld', 'reconfigure', 'logfile', 'slurmdbd', 'slurmrestd', 'login', 'initconf', 'slurmd'];

/** Volumes that the operator makes in one pod or another: it merges by name, so an equal name would change its own. */
const operatorVolumes = {
  daemon: 'its pods',
  paths: [],
  volumes: ['slurm-etc', 'slurm-config', 'slurm-logfile', 'slurm-authsocket', 'run', 'statesave', 'sackd-dir', 'ssh-host-keys', 'ssh-config', 'sssd-conf'],
};

/** Metadata of a component's custom resource; the operator copies it to what it makes. */
export function resourceMetadata(name: string, options: PodOptions): ApiObjectMetadata {
  return { name, labels: options.labels, annotations: options.annotations };
}

/** The pod template of a component. */
export function podTemplate(construct: IConstruct, cluster: SlurmCluster, options: PodOptions, parts: PodParts = {}): slinky.PodTemplate {
  const initContainers = [...parts.initContainers ?? [], ...options.initContainers ?? []];
  const containers = options.sidecars ?? [];
  const tolerations = [...parts.tolerations ?? [], ...options.tolerations ?? []];
  const pullSecrets = [...cluster._images.pullSecrets, ...options.imagePullSecrets ?? []].map(secret => secret.name);
  const mounted = parts.volumes ?? [];
  const others = (options.volumes ?? []).map(volume => volume._toKube()).filter(volume => !mounted.some(known => isSame(known, volume)));
  refuseAll(construct, [
    ...metadataProblems(options),
    ...containerNameProblems([...initContainers, ...containers]),
    ...volumeProblems(others, mounted),
    ...templateProblems(options.podTemplate),
  ]);

  const annotations = { ...parts.annotations, ...options.annotations };
  const metadata = options.labels || Object.keys(annotations).length > 0
    ? { labels: options.labels, annotations: Object.keys(annotations).length > 0 ? annotations : undefined }
    : undefined;
  return mergeEscapeHatch<slinky.PodTemplate>(construct, 'podTemplate', {
    metadata,
    spec: {
      hostname: parts.hostname,
      nodeSelector: { 'kubernetes.io/os': 'linux', ...parts.nodeSelector, ...options.nodeSelector },
      affinity: options.affinity,
      tolerations: some(tolerations),
      topologySpreadConstraints: options.topologySpreadConstraints,
      priorityClassName: options.priorityClassName ?? cluster._priorityClassName,
      imagePullSecrets: some([...new Set(pullSecrets)].map(name => ({ name }))),
      hostNetwork: options.hostNetwork || undefined,
      dnsPolicy: options.dnsPolicy,
      initContainers: some(initContainers),
      containers: some(containers),
      volumes: some([...mounted, ...others]),
      resourceClaims: parts.resourceClaims,
    },
  }, options.podTemplate);
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function isSame(one: k8s.Volume, other: k8s.Volume): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function volumeProblems(volumes: k8s.Volume[], mounted: k8s.Volume[]): Problem[] {
  return volumes.flatMap((volume, index) => [
    ...volumeNameProblems(volume.name, operatorVolumes),
    ...[...mounted, ...volumes.slice(0, index)].some(known => known.name === volume.name) ? [{
      id: 'STOR-003',
      what: `two volumes are named '${volume.name}', and the API server wants each name once`,
      fix: "give one another name, e.g. with 'name' of the cdk8s-plus volume",
    }] : [],
  ]);
}

function containerNameProblems(containers: k8s.Container[]): Problem[] {
  const names = containers.map(container => container.name);
  return [...new Set(names)]
    .filter(name => operatorContainers.includes(name) || names.indexOf(name) !== names.lastIndexOf(name))
    .map(name => ({
      id: 'POD-001',
      what: operatorContainers.includes(name)
        ? `a container is named '${name}' like one of slurm-operator's own, which it does not merge but appends: the API server refuses the pod`
        : `two containers are named '${name}': the API server refuses the pod`,
      fix: `choose another name, such as '${name}-extra'`,
    }));
}

function templateProblems(template: slinky.PodTemplate | undefined): Problem[] {
  const problems: Problem[] = [];
  const spec = template?.spec;
  if (spec?.dnsConfig?.searches) {
    problems.push({
      id: 'POD-003',
      what: "'podTemplate.spec.dnsConfig.searches' replaces slurm-operator's list, so the pods no longer find workers by name",
      fix: "use 'hostAliases', or full names with a trailing dot",
    });
  }
  if (spec?.hostname !== undefined) {
    problems.push({
      id: 'POD-004',
      what: "'podTemplate.spec.hostname' would rename the nodes, the node set's feature and its partition behind our back",
      fix: "use 'nodeSetName' of the node set",
    });
  }
  if (spec?.nodeName !== undefined) {
    problems.push({ id: 'POD-005', what: "'podTemplate.spec.nodeName' is cleared by slurm-operator", fix: "use 'nodeSelector', or 'pinToNode' of a node set" });
  }
  problems.push(...containerNameProblems([...spec?.containers ?? [], ...spec?.initContainers ?? []]));
  return problems;
}
