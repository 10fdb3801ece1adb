import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { KeyRefFacts } from '../../component-facts';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';

/** Secrets and ConfigMaps hold the keys that are taken from them. */
export class KeyReferences implements ILintRule {
  public readonly id = 'OPR-027';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'Secrets and ConfigMaps hold the keys that are taken from them';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, loginSets, nodeSets, tokens } = model.facts;
    const secrets: [ObjectRef, string, KeyRefFacts | undefined][] = [
      ...[...controllers, ...accountings].flatMap(({ ref, slurmKeyRef, jwtKeyRef }): [ObjectRef, string, KeyRefFacts | undefined][] => [
        [ref, 'spec.slurmKeyRef', slurmKeyRef], [ref, 'spec.jwtKeyRef', jwtKeyRef],
      ]),
      ...accountings.map(({ ref, storage }): [ObjectRef, string, KeyRefFacts | undefined] => [ref, 'spec.storageConfig.passwordKeyRef', storage?.passwordKeyRef]),
      ...loginSets.map(({ ref, sssdConfRef }): [ObjectRef, string, KeyRefFacts | undefined] => [ref, 'spec.sssdConfRef', sssdConfRef]),
      ...nodeSets.map(({ ref, ssh }): [ObjectRef, string, KeyRefFacts | undefined] => [ref, 'spec.ssh.sssdConfRef', ssh?.sssdConfRef]),
      ...tokens.map(({ ref, jwtKeyRef }): [ObjectRef, string, KeyRefFacts | undefined] => [ref, 'spec.jwtKeyRef', jwtKeyRef]),
    ];
    const configMaps = [...controllers, ...accountings].map(({ ref, jwksKeyRef }): [ObjectRef, string, KeyRefFacts | undefined] => [ref, 'spec.jwksKeyRef', jwksKeyRef]);
    return [
      ...secrets.flatMap(([subject, field, ref]) => missingKey(subject, field, ref, 'Secret', model.secret(subject.namespace, ref?.name ?? '')?.keys)),
      ...configMaps.flatMap(([subject, field, ref]) => missingKey(subject, field, ref, 'ConfigMap', Object.keys(model.configMap(subject.namespace, ref?.name ?? '')?.data ?? {}))),
    ];
  }
}

// An object without any key is filled in the cluster, by a Job or another operator.
function missingKey(subject: ObjectRef, field: string, ref: KeyRefFacts | undefined, kind: string, keys: readonly string[] = []): RuleFinding[] {
  return ref === undefined || keys.length === 0 || keys.includes(ref.key) ? [] : [{
    subject,
    field,
    message: `${kind} ${ref.name} has no key '${ref.key}', only ${keys.map(key => `'${key}'`).join(', ')}: the pods that mount it never start`,
    fix: `set ${field.slice('spec.'.length)}.key to '${keys[0]}'`,
  }];
}
