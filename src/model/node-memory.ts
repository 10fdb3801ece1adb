import { nodeConfValues } from './node-conf';
import { NodeSetFacts } from './node-set-facts';

/**
 * Memory of one node that jobs can have, in MiB; undefined when only the machine knows. slurmd's image keeps from jobs what lies beyond `POD_MEMORY`, which
 * slurm-operator takes from the pod's limit where the container does not say it itself.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#OPT_RealMemory
 */
export function nodeMemoryMiB({ conf, pod }: NodeSetFacts): number | undefined {
  const said = nodeConfValues(conf, 'RealMemory').at(-1) ?? pod.container.env.filter(({ name }) => name === 'POD_MEMORY').pop()?.value;
  if (said !== undefined && /^\d+$/.test(said)) {
    return Number(said);
  }
  const bytes = pod.container.limits.memory ?? pod.limits.memory;
  return bytes === undefined ? undefined : Math.floor(bytes / 2 ** 20);
}
