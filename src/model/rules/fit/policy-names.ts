import { LintSeverity } from '../../../slurm/finding';
import type { AccountingPolicyFacts } from '../../accounting-policy';
import type { ClusterModel } from '../../cluster-model';
import type { DeclaredCluster } from '../../declared-cluster';
import { lastValue } from '../../partition-facts';
import { ILintRule, RuleFinding } from '../../rule';

const KINDS = [
  { keys: ['AllowQos', 'DenyQos', 'QOS'], kind: 'QOS', always: 'normal', then: 'slurmctld does not start unless somebody else has made it' },
  { keys: ['AllowAccounts', 'DenyAccounts'], kind: 'account', always: 'root', then: 'nobody can charge it unless somebody else has made it' },
] as const;

/** Partitions name QOS and accounts that the accounting policy has. */
export class PolicyNames implements ILintRule {
  public readonly id = 'FIT-026';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'partitions name QOS and accounts that the accounting policy has';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => cluster.accountingPolicy === undefined ? [] : unknownNames(cluster, cluster.accountingPolicy));
  }
}

function unknownNames({ partitions, controller }: DeclaredCluster, policy: AccountingPolicyFacts): RuleFinding[] {
  return partitions.flatMap(({ name, options, line }) => KINDS.flatMap(({ keys, kind, always, then }) => keys.flatMap(key => {
    const known = [...kind === 'QOS' ? policy.qos : policy.accounts, always];
    const words = (lastValue(options, key) ?? '').split(',').map(word => word.trim()).filter(word => word !== '' && word.toLowerCase() !== 'all');
    return words.filter(word => !known.includes(word.toLowerCase())).map((word): RuleFinding => ({
      subject: line.origin.object ?? controller.ref,
      field: line.origin.field ?? 'spec.extraConf',
      message: `partition '${name}' names ${kind} ${word} in ${key}, which the accounting policy in ConfigMap ${policy.configMap.ref.name} does not have: ${then}`,
      fix: `add ${kind} ${word} to the policy, or name one of ${known.join(', ')}`,
    }));
  })));
}
