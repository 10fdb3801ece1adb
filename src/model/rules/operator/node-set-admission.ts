import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { NodeSetFacts } from '../../node-set-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** A NodeSet passes the webhook. */
export class NodeSetAdmission implements ILintRule {
  public readonly id = 'OPR-033';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'a NodeSet passes the webhook';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(nodeSet => refusals(nodeSet).map(refusal => ({ subject: nodeSet.ref, ...refusal })));
  }
}

function refusals(nodeSet: NodeSetFacts): Omit<RuleFinding, 'subject'>[] {
  const { updateStrategy, ssh, pod } = nodeSet;
  const found: Omit<RuleFinding, 'subject'>[] = [];
  if (nodeSet.controllerName === '') {
    found.push({ field: 'spec.controllerRef', message: '\'controllerRef.name\' is empty, which the webhook refuses', fix: 'name a Controller of the same namespace' });
  }
  if (/^(0|-\d+|0%)$/.test(updateStrategy.maxUnavailable)) {
    found.push({
      field: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
      message: `'maxUnavailable' is ${updateStrategy.maxUnavailable}, which the webhook refuses, as no node could ever be updated`,
      fix: 'use 1 or 25%',
    });
  }
  if (updateStrategy.type === 'ScheduledUpdate') {
    if (updateStrategy.startTime === undefined) {
      found.push({ field: 'spec.updateStrategy.scheduledUpdate.startTime', message: 'a ScheduledUpdate has no \'startTime\', which the schema refuses', fix: 'set a time such as \'2026-01-31T12:00:00Z\'' });
    }
    if (updateStrategy.duration !== undefined && isUnderOneMinute(updateStrategy.duration)) {
      found.push({ field: 'spec.updateStrategy.scheduledUpdate.duration', message: `'duration' is ${updateStrategy.duration}, and the webhook refuses less than one minute`, fix: 'use 30m' });
    }
  }
  if (ssh?.enabled && !ssh.sssdConfRef?.name) {
    found.push({ field: 'spec.ssh.sssdConfRef', message: 'ssh is on without \'sssdConfRef\', which the webhook refuses', fix: 'name the Secret with sssd.conf' });
  }
  if (pod.hostname !== undefined && pod.hostname !== '' && !/^[a-z0-9][-a-z0-9]*$/.test(pod.hostname)) {
    found.push({
      field: 'spec.template.spec.hostname',
      message: `hostname '${pod.hostname}' is no lower-case DNS prefix, so the webhook or the API server refuses the pods`,
      fix: `use lower-case letters, digits and dashes, e.g. ${pod.hostname.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+/, '')}`,
    });
  }
  return found;
}

function isUnderOneMinute(duration: string): boolean {
  return !/[hm]/.test(duration.replace(/ms/g, '')) && /^\d/.test(duration) && Number.parseFloat(duration) < 60;
}
