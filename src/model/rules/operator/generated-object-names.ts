import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectFacts } from '../../component-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** No object has the name of one that the operator writes. */
export class GeneratedObjectNames implements ILintRule {
  public readonly id = 'OPR-010';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'no object has the name of one that the operator writes';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, nodeSets, loginSets } = model.facts;
    const inside = (objects: readonly (ObjectFacts & { readonly external: boolean })[]): ObjectFacts[] => objects.filter(({ external }) => !external);
    const written = [
      ...controllers.map(({ ref }) => ({ writer: ref, taken: model.configMap(ref.namespace, `${ref.name}-config`) })),
      ...inside(accountings).map(({ ref }) => ({ writer: ref, taken: model.secret(ref.namespace, `${ref.name}-accounting`) })),
      ...inside(accountings).map(({ ref }) => ({ writer: ref, taken: model.service(ref.namespace, `${ref.name}-accounting`) })),
      ...inside(controllers).map(({ ref }) => ({ writer: ref, taken: model.service(ref.namespace, `${ref.name}-controller`) })),
      ...[...loginSets, ...nodeSets.filter(({ ssh }) => ssh?.enabled)].map(({ ref }) => ({ writer: ref, taken: model.configMap(ref.namespace, `${ref.name}-ssh-config`) })),
      ...loginSets.map(({ ref }) => ({ writer: ref, taken: model.secret(ref.namespace, `${ref.name}-ssh-host-keys`) })),
      ...loginSets.map(({ ref }) => ({ writer: ref, taken: model.service(ref.namespace, ref.name) })),
    ];
    const clashes = written.flatMap(({ writer, taken }): RuleFinding[] => taken === undefined || taken.owned ? [] : [{
      subject: taken.ref,
      field: 'metadata.name',
      message: `'${taken.ref.name}' is the name of the ${taken.ref.kind} that the operator writes for ${writer.kind} ${writer.name}: they overwrite each other`,
      fix: `name it otherwise, e.g. ${taken.ref.name}-extra`,
    }]);
    const doubles = nodeSets.filter(({ ref }) => loginSets.some(login => login.ref.name === ref.name && login.ref.namespace === ref.namespace));
    return [...clashes, ...doubles.map(({ ref }) => ({
      subject: ref,
      field: 'metadata.name',
      message: `NodeSet and LoginSet are both called '${ref.name}', and each wants the ConfigMap ${ref.name}-ssh-config for itself`,
      fix: `rename one, e.g. NodeSet ${ref.name}-worker`,
    }))];
  }
}
