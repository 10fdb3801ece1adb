import type { PolicyParts } from './policy-text';
import { ConfLine } from '../cluster/controller-conf';
import { Problem } from '../errors/refuse';

/** What the user has written for a key of slurm.conf. */
type OwnValue = (key: string) => string | undefined;

const weights = [
  { key: 'PriorityWeightFairshare', prop: 'priorityWeightFairshare', says: "'fairShare'", isUsed: ({ accounts, users }: PolicyParts) => [...accounts, ...users].some(({ _limits }) => _limits.fairShare) },
  { key: 'PriorityWeightQOS', prop: 'priorityWeightQos', says: "'priority' of a QOS", isUsed: ({ qos }: PolicyParts) => hasField(qos, 'Priority') },
  { key: 'PriorityWeightAssoc', prop: 'priorityWeightAssoc', says: "'priority' of an account or user", isUsed: ({ accounts, users }: PolicyParts) => hasField([...accounts, ...users], 'Priority') },
];

/** Without these lines slurmctld would read the policy and follow none of it. */
export function policyConf(parts: PolicyParts, own: OwnValue): ConfLine[] {
  return [
    ...own('AccountingStorageEnforce') === undefined ? [{ key: 'AccountingStorageEnforce', value: 'associations,limits,qos' }] : [],
    ...weights.filter(({ key, isUsed }) => isUsed(parts) && own(key) === undefined).map(({ key }) => ({ key, value: '10000' })),
  ];
}

/** Settings of the user's own under which slurmctld does not follow the policy. */
export function policyConfProblems(parts: PolicyParts, own: OwnValue): Problem[] {
  const problems: Problem[] = [];
  const enforced = own('AccountingStorageEnforce');
  if (enforced !== undefined && !enforced.toLowerCase().split(',').some(word => ['limits', 'safe', 'all'].includes(word))) {
    problems.push({
      id: 'ACCT-048',
      what: `'accountingStorageEnforce' is ${enforced}, with which slurmctld keeps to no limit of the policy`,
      fix: 'add AccountingStorageEnforce.LIMITS, or leave it out',
    });
  }
  for (const { key, prop, says, isUsed } of weights) {
    if (Number(own(key) ?? 1) === 0 && isUsed(parts)) {
      problems.push({ id: 'ACCT-049', what: `the policy sets ${says} and '${prop}' is 0, so it counts for nothing`, fix: `give it a weight such as 10000, or leave '${prop}' out` });
    }
  }
  const preempting = parts.qos.find(({ _preempts }) => _preempts.length > 0);
  const type = own('PreemptType');
  if (preempting && type?.toLowerCase() !== 'preempt/qos') {
    problems.push({
      id: 'ACCT-050',
      what: `QOS '${preempting.qosName}' preempts '${preempting._preempts[0]}', and slurmctld looks at QOS for that only with PreemptType=preempt/qos${type === undefined ? '' : `, not ${type}`}`,
      fix: "set 'preemptType' of slurmConf to PreemptType.QOS, and 'preemptMode' to e.g. [PreemptMode.REQUEUE]",
    });
  }
  return problems;
}

function hasField(holders: { readonly _texts: { readonly fields: { readonly key: string }[] } }[], key: string): boolean {
  return holders.some(({ _texts }) => _texts.fields.some(field => field.key === key));
}
