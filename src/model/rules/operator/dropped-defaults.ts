import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { DeclaredCluster } from '../../declared-cluster';
import { ILintRule, RuleFinding } from '../../rule';

/** Settings that operator 1.1 wrote and 1.2 no longer writes are set. */
export class DroppedDefaults implements ILintRule {
  public readonly id = 'OPR-004';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'settings that operator 1.1 wrote and 1.2 no longer writes are set';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => {
      const missing = DROPPED.filter(({ key, matters }) => cluster.settings.find(key) === undefined && matters(cluster));
      return missing.length === 0 ? [] : [{
        subject: cluster.controller.ref,
        field: 'spec.extraConf',
        message: `slurm.conf lacks ${missing.map(({ key }) => key).join(', ')}, which operator 1.1 wrote and 1.2 leaves to the user: ${missing.map(({ effect }) => effect).join('; ')}`,
        fix: `add ${missing.map(({ key, value }) => `${key}=${value}`).join(', ')} to extraConf`,
      }];
    });
  }
}

interface DroppedKey {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
  readonly matters: (cluster: DeclaredCluster) => boolean;
}

// Only keys whose default in Slurm differs from what operator 1.1 wrote.
const DROPPED: readonly DroppedKey[] = [
  { key: 'ReturnToService', value: '2', effect: 'a node that was down stays down', matters: () => true },
  { key: 'PrologFlags', value: 'Contain', effect: 'no container of the job exists before its first step', matters: () => true },
  { key: 'TaskPlugin', value: 'task/cgroup,task/affinity', effect: 'no task is bound or confined', matters: () => true },
  { key: 'JobAcctGatherType', value: 'jobacct_gather/cgroup', effect: 'sstat and sacct know no memory or CPU use', matters: () => true },
  {
    key: 'AccountingStorageTRES',
    value: 'gres/gpu',
    effect: 'GPU hours are not recorded',
    matters: cluster => cluster.accounting !== undefined && cluster.nodeSets.some(nodeSet => nodeSet.gpus.gresCount > 0),
  },
];
