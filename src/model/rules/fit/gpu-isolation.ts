import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { ILintRule, RuleFinding } from '../../rule';
import { isYes } from '../../slurm-text';

/** A job opens no GPU but its own. */
export class GpuIsolation implements ILintRule {
  public readonly id = 'FIT-004';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'a job opens no GPU but its own';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, nodeSets, settings, cgroupSettings, missingConfigMaps }) => {
      const hidden = missingConfigMaps.some(({ role }) => role === FileRole.CONFIG);
      if (hidden || !nodeSets.some(({ gpus }) => gpus.gresCount > 0)) {
        return [];
      }
      const missing = [
        ...(isYes(cgroupSettings.value('ConstrainDevices', 'no')) ? [] : ['ConstrainDevices=yes in cgroup.conf']),
        ...(settings.words('TaskPlugin').includes('task/cgroup') ? [] : ['TaskPlugin=task/cgroup,task/affinity in extraConf']),
        ...(settings.value('ProctrackType', 'proctrack/cgroup').toLowerCase() === 'proctrack/cgroup' ? [] : ['ProctrackType=proctrack/cgroup in extraConf']),
      ];
      return missing.length === 0 ? [] : [{
        subject: controller.ref,
        field: 'spec.configFileRefs',
        message: 'nothing keeps a job from the GPUs of its neighbours: only environment variables tell it which ones to use',
        fix: `add ${missing.join(', and ')}`,
      }];
    });
  }
}
