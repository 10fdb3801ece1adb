import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Node names fit into a host name. */
export class NodeNameForm implements ILintRule {
  public readonly id = 'FIT-009';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'node names fit into a host name';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(({ ref, nodeNames, pod }) => {
      const field = pod.hostname ? 'spec.template.spec.hostname' : 'metadata.name';
      const name = nodeNames.longest;
      if (name.length > 63) {
        return [{
          subject: ref,
          field,
          message: `node name '${name}' has ${name.length} characters, and a host name ends at 63: the API server refuses the pod`,
          fix: `set 'template.spec.hostname' to a prefix of at most ${63 - (name.length - (nodeNames.prefix ?? '').length)} characters`,
        }];
      }
      return name === '' || /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) ? [] : [{
        subject: ref,
        field,
        message: `node name '${name}' is no host name: the API server refuses the pod`,
        fix: `set 'template.spec.hostname' to lower-case letters, digits and dashes, e.g. ${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-?\d*$/, '-')}`,
      }];
    });
  }
}
