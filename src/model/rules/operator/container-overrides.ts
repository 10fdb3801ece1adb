import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectFacts } from '../../component-facts';
import { isWireObject, WireObject } from '../../fields';
import { PodFacts } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Overrides of operator containers are ones that survive the merge. */
export class ContainerOverrides implements ILintRule {
  public readonly id = 'OPR-008';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'overrides of operator containers are ones that survive the merge';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, nodeSets, loginSets, restApis } = model.facts;
    return [
      ...controllers.flatMap(object => faults(object, object.inplaceReconfigure ? ['logfile', 'reconfigure'] : ['logfile'])),
      ...accountings.flatMap(object => faults(object, [])),
      ...nodeSets.flatMap(object => faults(object, ['logfile'])),
      ...loginSets.flatMap(object => faults(object, ['initconf'])),
      ...restApis.flatMap(object => faults(object, [])),
    ];
  }
}

function faults({ ref, pod }: ObjectFacts & { readonly pod: PodFacts }, initNames: string[]): RuleFinding[] {
  const probes = pod.container.probes.filter(probe => !probe.hasHandler).map(({ field }): RuleFinding => ({
    subject: ref,
    field: `spec.${pod.daemon}.${field}`,
    message: `'${field}' has no handler, and the operator drops its own one when a probe is given: the pod is invalid`,
    fix: `repeat the handler in '${field}', e.g. ${pod.daemon === 'slurmctld' || pod.daemon === 'slurmd' ? 'httpGet' : 'tcpSocket'} on port ${pod.daemon}`,
  }));
  const taken = [pod.container.name ?? pod.daemon, ...initNames];
  const doubles = [...pod.containers, ...pod.initContainers].map(({ name }) => name ?? '')
    .filter((name, index, names) => taken.includes(name) || names.indexOf(name) !== index)
    .map((name): RuleFinding => ({
      subject: ref,
      field: 'spec.template.spec.containers',
      message: `container '${name}' is there twice, because the operator appends template containers to its own ones and merges none: the pod is invalid`,
      fix: taken.includes(name) ? `move its fields to 'spec.${name}', or name it otherwise` : 'give each container its own name',
    }));
  return [...probes, ...doubles, ...ignored(ref, pod)];
}

// Zero values that stand against another value of the operator's base pod.
const BASE: { readonly [daemon: string]: { readonly container: readonly string[]; readonly pod: readonly string[] } } = {
  slurmd: { container: ['privileged'], pod: [] },
  slurmctld: { container: ['runAsUser', 'runAsGroup', 'runAsNonRoot'], pod: ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'fsGroup'] },
  slurmdbd: { container: ['runAsUser', 'runAsGroup', 'runAsNonRoot'], pod: ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'fsGroup'] },
  slurmrestd: { container: ['runAsUser', 'runAsGroup', 'runAsNonRoot'], pod: ['runAsUser', 'runAsGroup', 'runAsNonRoot'] },
  login: { container: [], pod: [] },
};

function ignored(subject: ObjectFacts['ref'], pod: PodFacts): RuleFinding[] {
  const base = BASE[pod.daemon];
  const paths = [
    ...base.container.filter(key => isZero(inner(pod.container.fields, 'securityContext')[key])).map(key => `spec.${pod.daemon}.securityContext.${key}`),
    ...base.pod.filter(key => isZero(inner(pod.templateSpec, 'securityContext')[key])).map(key => `spec.template.spec.securityContext.${key}`),
    ...(pod.templateSpec.terminationGracePeriodSeconds === 0 ? ['spec.template.spec.terminationGracePeriodSeconds'] : []),
  ];
  return paths.map(field => ({
    subject,
    field,
    message: `the zero value at '${field.slice('spec.'.length)}' is pruned before the operator merges it, so the operator's own value stays in force`,
    fix: field.endsWith('terminationGracePeriodSeconds') ? 'use 1 instead of 0' : 'remove it; the operator cannot be told so, an admission policy could',
  }));
}

function isZero(value: unknown): boolean {
  return value === false || value === 0 || value === '';
}

function inner(fields: WireObject, key: string): WireObject {
  const value = fields[key];
  return isWireObject(value) ? value : {};
}
