import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { nodeConfValues } from '../../node-conf';
import { NodeSetFacts } from '../../node-set-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** A node tells Slurm no more CPUs and memory than its pod may use. */
export class NodeResources implements ILintRule {
  public readonly id = 'FIT-008';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'a node tells Slurm no more CPUs and memory than its pod may use';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(nodeSet => {
      const { pod, ref } = nodeSet;
      const cpu = pod.container.limits.cpu ?? pod.limits.cpu;
      const memory = pod.container.limits.memory ?? pod.limits.memory;
      const found = (message: string, fix: string): RuleFinding => ({ subject: ref, field: 'spec.extraConf', message, fix });
      const cpus = number(nodeSet, 'CPUs');
      const realMemory = number(nodeSet, 'RealMemory');
      return [
        ...(cpus === undefined || cpu === undefined || cpus <= Math.ceil(cpu) ? [] : [found(
          `CPUs=${cpus} but the pod may use ${cpu}: jobs that fill the node run throttled`,
          `set CPUs=${Math.floor(cpu)}, or raise the cpu limit to ${cpus}`,
        )]),
        ...(realMemory === undefined || memory === undefined || realMemory * MIB <= memory ? [] : [found(
          `RealMemory=${realMemory} is above the memory limit of the pod, ${Math.floor(memory / MIB)} MiB: the kernel kills jobs that Slurm let in`,
          `set RealMemory=${Math.floor(memory / MIB)} at most, or raise the memory limit to ${realMemory}Mi`,
        )]),
      ];
    });
  }
}

const MIB = 2 ** 20;

function number(nodeSet: NodeSetFacts, key: string): number | undefined {
  const value = nodeConfValues(nodeSet.conf, key).at(-1);
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}
