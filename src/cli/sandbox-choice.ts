import { InputError } from './input-error';
import type * as SandboxModule from '../sandbox';

/** The sandbox of this user that a ClusterName means, or the only one that is up. */
export function oneSandbox(name: string | undefined): SandboxModule.RunningSandbox {
  const running = sandboxModule().runningSandboxes();
  const chosen = running.filter(({ clusterName }) => name === undefined || clusterName === name);
  if (chosen.length === 1) {
    return chosen[0];
  }
  const all = running.map(({ clusterName }) => clusterName).join(', ');
  if (running.length === 0) {
    throw new InputError('no sandbox of yours is up; start one with slurm-constructs sandbox <manifests>');
  }
  throw new InputError(chosen.length > 1 ? `${chosen.length} sandboxes are up (${all}); choose one with --cluster` : `no sandbox of cluster '${name}' is up; there is ${all}`);
}

/** Turns what keeps a sandbox from coming up into a message without a stack. */
export async function readable<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof sandboxModule().SandboxError) {
      throw new InputError(error.message);
    }
    throw error;
  }
}

/** The sandbox, loaded only by those who start one. */
export function sandboxModule(): typeof SandboxModule {
  return require('../sandbox') as typeof SandboxModule;
}
