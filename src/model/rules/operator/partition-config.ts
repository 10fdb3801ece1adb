import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Partition.config of a NodeSet is one line of options. */
export class PartitionConfig implements ILintRule {
  public readonly id = 'OPR-023';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'partition.config of a NodeSet is one line of options';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(({ ref, partition }) => {
      const config = partition?.config;
      const found = (message: string, fix: string): RuleFinding[] => [{ subject: ref, field: 'spec.partition.config', message, fix }];
      if (config === undefined) {
        return [];
      }
      if (config === '') {
        return found('\'partition.config\' is empty, which the schema refuses', 'leave out \'partition.config\'');
      }
      if (config.includes('\n')) {
        return found('\'partition.config\' has a line break, which the schema refuses', 'write all options on one line');
      }
      const own = /(?:^|\s)(PartitionName|Nodes)\s*=/i.exec(config);
      return own === null ? [] : found(`'partition.config' sets ${own[1]}, which the operator writes itself`, `remove ${own[1]}; define other partitions in extraConf of the Controller`);
    });
  }
}
