import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Annotations that steer the operator hold values it understands. */
export class PodAnnotations implements ILintRule {
  public readonly id = 'OPR-025';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'annotations that steer the operator hold values it understands';

  public check(model: ClusterModel): RuleFinding[] {
    const annotated = [
      ...model.facts.pods.map(({ ref, annotations }) => ({ ref, annotations, field: 'metadata.annotations' })),
      ...model.facts.nodeSets.map(({ ref, pod }) => ({ ref, annotations: pod.annotations, field: 'spec.template.metadata.annotations' })),
    ];
    return annotated.flatMap(({ ref, annotations, field }) => CHECKS.flatMap(({ name, isValid, effect, example }): RuleFinding[] => {
      const value = annotations[name];
      return value === undefined || isValid(value) ? [] : [{
        subject: ref,
        field,
        message: `annotation ${name} is '${value}', which nothing validates: ${effect}`,
        fix: `write ${name}: ${example}`,
      }];
    }));
  }
}

const CHECKS: readonly { name: string; isValid: (value: string) => boolean; effect: string; example: string }[] = [
  {
    name: 'nodeset.slinky.slurm.net/pod-deletion-cost',
    isValid: value => /^(0|-?[1-9]\d*)$/.test(value) && Math.abs(Number(value)) < 2 ** 31,
    effect: 'the operator counts it as 0',
    example: '\'-100\'',
  },
  {
    name: 'nodeset.slinky.slurm.net/pod-deadline',
    isValid: value => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value),
    effect: 'the operator takes the pod for one without a deadline',
    example: '\'2026-01-31T12:00:00Z\'',
  },
  {
    name: 'nodeset.slinky.slurm.net/pod-cordon',
    isValid: value => value === 'true' || value === 'false',
    effect: 'the operator drains on \'true\' only',
    example: '\'true\'',
  },
];
