import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import type { DeclaredCluster } from '../../declared-cluster';
import { lastValue } from '../../partition-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Words of AccountingStorageEnforce with which limits hold. */
const ENFORCING = ['limits', 'safe', 'all'];

/** Jobs that an autoscaled partition can never hold are refused. */
export class AutoscaledJobSize implements ILintRule {
  public readonly id = 'OPR-045';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'jobs that an autoscaled partition can never hold are refused at submission';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => cluster.settings.words('JobSubmitPlugins').some(word => word.endsWith('lua')) ? [] : unjudged(cluster));
  }
}

function unjudged(cluster: DeclaredCluster): RuleFinding[] {
  return cluster.partitions.flatMap(({ name, options, nodeSets, line }) => {
    const scaled = nodeSets.find(({ autoscaler }) => autoscaler !== undefined);
    const missing = scaled && missingJudge(cluster, lastValue(options, 'QOS'));
    return missing === undefined ? [] : [{
      subject: line.origin.object ?? cluster.controller.ref,
      field: line.origin.field ?? 'spec.extraConf',
      message: `partition '${name}' grows and shrinks by ${scaled!.autoscaler!.ref.kind} '${scaled!.autoscaler!.ref.name}', and ${missing.what}: `
        + 'a job that all its nodes together could not hold is taken and waits for ever',
      fix: missing.fix,
    }];
  });
}

function missingJudge({ settings, accountingPolicy }: DeclaredCluster, qos: string | undefined): { readonly what: string; readonly fix: string } | undefined {
  if (qos === undefined) {
    return {
      what: 'it has no QOS that says how large a job can be',
      fix: 'add an accounting policy, which makes one (addAccountingPolicy), or let slurmctld look at jobs (checksJobsAtSubmit of Scaling.auto), or name a QOS with DenyOnLimit and a limit of nodes in QOS= of the partition',
    };
  }
  const enforced = settings.words('AccountingStorageEnforce');
  if (!enforced.some(word => ENFORCING.includes(word))) {
    return {
      what: `AccountingStorageEnforce is ${enforced.length === 0 ? 'not set' : `'${enforced.join(',')}'`}, with which slurmctld keeps to no limit of its QOS ${qos}`,
      fix: 'write AccountingStorageEnforce=associations,limits,qos',
    };
  }
  const refused = accountingPolicy?.refusedTres(qos);
  return refused === undefined || refused.includes('node') ? undefined : {
    what: `its QOS ${qos} refuses no job for its nodes, as the accounting policy in ConfigMap ${accountingPolicy!.configMap.ref.name} has it`,
    fix: `give QOS ${qos} the flag DenyOnLimit and a limit of nodes, such as MaxTRESPerAccount=node=<all nodes of the partition>`,
  };
}
