import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import type { NodeStorage } from './node-storage';
import { Problem } from '../errors/refuse';

/** A volume of a pod and where its daemon sees it. */
export interface PodVolume {
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;
}

/** What containers of jobs add to a pod. */
export interface PodAdditions {
  readonly volumes: PodVolume[];
  readonly initContainers: k8s.Container[];
  /** Memory that the volumes take. */
  readonly memory: Size[];
  readonly dependencies: IConstruct[];
  readonly privileged: boolean;
}

/** The workers of a node set. */
export interface ContainerHost {
  readonly construct: Construct;
  readonly name: string;
  /** Where it keeps images. */
  readonly storage: NodeStorage;
  /** Paths of the worker that belong into every container. */
  readonly paths: string[];
}

/** A cluster, as containers of jobs need it. */
export interface ContainerCluster {
  readonly construct: Construct;
  readonly name: string;
  readonly namespace: string;
  readonly sidecarImage: string;
  readonly pullPolicy: string;
  /** Whether slurmctld runs outside Kubernetes. */
  readonly isExternal: boolean;
}

/** A way to run jobs in containers, bound to a cluster. */
export interface BoundContainers {
  worker(host: ContainerHost): PodAdditions;
  login(): PodAdditions;
}

/** A way to run jobs in containers. */
export interface ContainerSetup {
  /** As the user wrote it. */
  readonly name: string;
  /** What the names of stock images that hold it end with. */
  readonly imageSuffix: string;
  /** Why stock images of slurmd do not serve, where they do not. */
  readonly needsOwnImage?: string;
  readonly storage: NodeStorage;
  readonly configFiles: { readonly [file: string]: string };
  readonly problems: (namespace: string) => Problem[];
  readonly bind: (cluster: ContainerCluster) => BoundContainers;
}

export const noAdditions: PodAdditions = { volumes: [], initContainers: [], memory: [], dependencies: [], privileged: false };

/** Everything of several. */
export function allAdditions(parts: PodAdditions[]): PodAdditions {
  return {
    volumes: parts.flatMap(({ volumes }) => volumes),
    initContainers: parts.flatMap(({ initContainers }) => initContainers),
    memory: parts.flatMap(({ memory }) => memory),
    dependencies: parts.flatMap(({ dependencies }) => dependencies),
    privileged: parts.some(({ privileged }) => privileged),
  };
}

/** Lets every user make directories in a volume, as in /tmp, and stops where the machine forbids what containers of users are made of. */
const openScript = `
for limit in /proc/sys/user/max_user_namespaces /proc/sys/kernel/unprivileged_userns_clone; do
  if [ -e "$limit" ] && [ "$(cat "$limit")" = 0 ]; then
    echo "job-containers: $limit is 0 on this machine, so no user can start a container" >&2
    exit 1
  fi
done
chmod 1777 "$@"
`.trim();

/** The container that makes volumes writable for users before the daemon starts. */
export function openVolumes(name: string, cluster: ContainerCluster, volumes: { name: string; mountPath: string }[]): k8s.Container {
  const resources = { cpu: { value: '100m' }, memory: { value: '32Mi' } };
  return {
    name,
    image: cluster.sidecarImage,
    imagePullPolicy: cluster.pullPolicy,
    command: ['/bin/sh', '-euc', openScript, name],
    args: volumes.map(({ mountPath }) => mountPath),
    // Equal requests and limits, so that the pod may still be of class Guaranteed.
    resources: { requests: resources, limits: resources },
    securityContext: {
      runAsUser: 0, runAsGroup: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['FOWNER'] },
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: volumes,
  };
}
