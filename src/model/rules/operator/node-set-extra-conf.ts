import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { NodeConf } from '../../node-conf';
import { ILintRule, RuleFinding } from '../../rule';

/** ExtraConf of a NodeSet is Key=Value pieces parted by single blanks. */
export class NodeSetExtraConf implements ILintRule {
  public readonly id = 'OPR-001';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'extraConf of a NodeSet is Key=Value pieces parted by single blanks';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.nodeSets.flatMap(nodeSet => faults(nodeSet.conf).map(fault => ({
      subject: nodeSet.ref,
      field: 'spec.extraConf',
      message: `extraConf is ${JSON.stringify(nodeSet.extraConf)} with ${fault}`,
      fix: 'write pieces such as Gres=gpu:8 Weight=10, one blank between them and none around',
    })));
  }
}

function faults({ items, malformed }: NodeConf): string[] {
  const panics = malformed.length > 0 ? [`${describe(malformed[0])}, on which the operator panics at every sync: this NodeSet never gets a pod`] : [];
  const blanks = items.filter(({ value }) => /[\s'"]/.test(value)).map(({ key }) => `a line break, tab or quote in the value of ${key}, which reaches the command line of slurmd as it is`);
  const empty = items.filter(({ value }) => value === '').map(({ key }) => `no value for ${key}, which slurmd refuses`);
  return [...panics, ...blanks, ...empty];
}

function describe(piece: string): string {
  return piece === '' ? 'a double, leading or trailing blank' : `the piece '${piece}' that is no Key=Value`;
}
