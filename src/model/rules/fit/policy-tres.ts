import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

const BUILT_IN = ['cpu', 'mem', 'node', 'billing', 'energy', 'vmem', 'pages', 'fs/disk'];

/** Limits of the accounting policy are about resources that slurmctld records. */
export class PolicyTres implements ILintRule {
  public readonly id = 'FIT-027';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'limits of the accounting policy are about resources that slurmctld records';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ accountingPolicy: policy, settings, controller }) => {
      const recorded = settings.words('AccountingStorageTRES');
      const unknown = (policy?.limitedTres ?? []).filter(({ tres }) => !BUILT_IN.includes(tres) && !recorded.includes(tres));
      return unknown.filter(({ tres }, index) => unknown.findIndex(each => each.tres === tres) === index).map(({ tres, of }) => ({
        subject: policy!.configMap.ref,
        field: 'data',
        message: `${of} limits ${tres}, which AccountingStorageTRES of ${controller.ref.name} does not list: slurmdbd does not know it, and sacctmgr refuses the limit`,
        fix: `add ${tres} to AccountingStorageTRES, or limit one of ${[...BUILT_IN.slice(0, 4), ...recorded].join(', ')}`,
      }));
    });
  }
}
