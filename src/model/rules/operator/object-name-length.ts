import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ControllerFacts } from '../../component-facts';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';

/** Names leave room for what the operator appends to them. */
export class ObjectNameLength implements ILintRule {
  public readonly id = 'OPR-028';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'names leave room for what the operator appends to them';

  public check(model: ClusterModel): RuleFinding[] {
    const tooLong = (subject: ObjectRef, room: number, reason: string): RuleFinding[] => subject.name.length <= room ? [] : [{
      subject,
      field: 'metadata.name',
      message: `the name '${subject.name}' has ${subject.name.length} characters, but ${reason}`,
      fix: `use a name of at most ${room} characters`,
    }];
    return [
      ...model.ownClusters.flatMap(({ controller }) => [
        ...tooLong(controller.ref, 41, `the pod labels of StatefulSet ${controller.ref.name}-controller end at 63`),
        ...clusterName(controller),
      ]),
      ...model.facts.accountings.filter(({ external }) => !external).flatMap(({ ref }) => tooLong(ref, 41, `the pod labels of StatefulSet ${ref.name}-accounting end at 63`)),
      ...model.facts.nodeSets.flatMap(({ ref }) => tooLong(ref, 52, 'label controller-revision-hash of its pods, which adds a hash to it, ends at 63')),
      ...model.facts.loginSets.flatMap(({ ref }) => tooLong(ref, 63, 'a Service of that name ends at 63')),
      ...model.facts.restApis.flatMap(({ ref }) => tooLong(ref, 55, `Service ${ref.name}-restapi ends at 63`)),
    ];
  }
}

function clusterName({ ref, clusterName: name, hasOwnClusterName }: ControllerFacts): RuleFinding[] {
  return name.length <= 40 ? [] : [{
    subject: ref,
    field: hasOwnClusterName ? 'spec.clusterName' : 'metadata.name',
    message: `ClusterName '${name}' has ${name.length} characters${hasOwnClusterName ? '' : ' (namespace and name)'}, and the webhook refuses more than 40`,
    fix: 'set \'clusterName\' to at most 40 characters',
  }];
}
