import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Own DNS search domains keep the one of the workers. */
export class DnsSearches implements ILintRule {
  public readonly id = 'OPR-022';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'own DNS search domains keep the one of the workers';

  public check(model: ClusterModel): RuleFinding[] {
    return [...model.facts.nodeSets, ...model.facts.loginSets].flatMap(({ ref, controllerName, pod }) => {
      const domain = `slurm-workers-${controllerName}.${ref.namespace}.svc`;
      return pod.dnsSearches.length === 0 || pod.dnsSearches.some(search => search.startsWith(domain)) ? [] : [{
        subject: ref,
        field: 'spec.template.spec.dnsConfig.searches',
        message: `'dnsConfig.searches' replaces the operator's list, which holds ${domain}.cluster.local: node names no longer resolve`,
        fix: `add ${domain}.cluster.local to 'dnsConfig.searches'`,
      }];
    });
  }
}
