import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { DeclaredCluster } from '../../declared-cluster';
import { nodeConfValues } from '../../node-conf';
import { ILintRule, RuleFinding } from '../../rule';
import { readLogicalLines } from '../../slurm-text';

/** Gres.conf says where the GPUs of a node are. */
export class GresConfPresent implements ILintRule {
  public readonly id = 'FIT-003';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'gres.conf says where the GPUs of a node are';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.filter(cluster => !saysWhere(cluster)).flatMap(({ controller, gresConf, nodeSets }) => {
      const gpuSets = nodeSets.filter(({ gpus }) => gpus.gresCount > 0);
      // slurmctld reads it for nodes that scontrol makes, whose hosts run no slurmd.
      const idle = gpuSets.some(({ conf }) => nodeConfValues(conf, 'GresConf').length > 0) ? ', which does not look at GresConf of its node set,' : '';
      return gpuSets.length === 0 ? [] : [{
        subject: controller.ref,
        field: 'spec.configFileRefs',
        message: `node sets ${gpuSets.map(({ slurmName }) => slurmName).join(', ')} have GPUs, but ${gresConf === undefined ? 'there is no gres.conf' : 'gres.conf has neither AutoDetect nor a File for gpu'}: slurmd${idle} finds none, and the nodes become INVALID`,
        fix: 'reference a ConfigMap with gres.conf: AutoDetect=nvidia (or nvml, rsmi, oneapi)',
      }];
    });
  }
}

function saysWhere({ gresConf, missingConfigMaps }: DeclaredCluster): boolean {
  if (gresConf === undefined) {
    // It may be in a ConfigMap that these manifests do not hold.
    return missingConfigMaps.some(({ role }) => role === FileRole.CONFIG);
  }
  return readLogicalLines(gresConf.text).some(({ pairs }) => {
    const value = (key: string): string | undefined => pairs.find(pair => pair.key.toLowerCase() === key)?.value;
    const detects = value('autodetect');
    return (detects !== undefined && detects.toLowerCase() !== 'off')
      || (value('name')?.toLowerCase() === 'gpu' && (value('file') ?? value('multiplefiles')) !== undefined);
  });
}
