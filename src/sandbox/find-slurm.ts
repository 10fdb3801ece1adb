import * as os from 'os';
import * as path from 'path';
import { ContainerImages, Environment } from './container-image';
import { SandboxError } from './sandbox-error';
import { SlurmInstallation } from './slurm-installation';
import { DeclaredCluster } from '../model/declared-cluster';

/** Where to look for Slurm. */
export interface SlurmSources {
  /** Root file system that holds Slurm; nothing else is tried when it is given. */
  readonly root?: string;
  /** Container images to take it from; nothing else is tried when there are any. */
  readonly images?: readonly string[];
  /** Environment of the user: PATH, XDG_CACHE_HOME, and what a container engine reads. */
  readonly env: Environment;
  /** Told what is being done. */
  readonly progress?: (step: string) => void;
}

/** The Slurm to run a sandbox with: a root folder, this machine's own, or that of the cluster's container images. */
export function findSlurm(cluster: DeclaredCluster, { root, images = [], env, progress }: SlurmSources): SlurmInstallation {
  if (root !== undefined) {
    return SlurmInstallation.ofRoot(root);
  }
  const onPath = images.length > 0 ? undefined : SlurmInstallation.ofPath((env.PATH ?? '').split(':'));
  if (onPath !== undefined) {
    return onPath;
  }
  const wanted = images.length > 0 ? images : imagesOf(cluster);
  const { program, reason } = ContainerImages.engine(env);
  if (program === undefined || wanted.length === 0) {
    throw new SandboxError('no Slurm on this machine; give it one of three ways: --slurm-root DIR with a root file system that holds Slurm, '
      + 'slurmctld 25.05 or later and its commands on the PATH, '
      + `or Docker or Podman to take it from ${wanted[0] ?? 'a container image (--slurm-image)'} (${reason})`);
  }
  const cache = path.join(env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs/images');
  return SlurmInstallation.ofRoot(new ContainerImages(program, env, cache, progress ?? (() => undefined)).rootOf(wanted));
}

/** The images that hold slurmctld and slurmd. */
function imagesOf({ controller, nodeSets }: DeclaredCluster): string[] {
  return [...new Set([controller, ...nodeSets.slice(0, 1)].flatMap(({ pod }) => pod.container.image ?? []))];
}
