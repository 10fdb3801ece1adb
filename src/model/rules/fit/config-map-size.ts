import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** ConfigMaps fit into one API object. */
export class ConfigMapSize implements ILintRule {
  public readonly id = 'FIT-024';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'ConfigMaps fit into one API object';

  public check(model: ClusterModel): RuleFinding[] {
    const users = model.facts.configMaps.map(({ ref, data }) => ({ ref, field: 'data', size: size(Object.entries(data).flat()), name: `ConfigMap ${ref.name}` }));
    const written = model.ownClusters.map(({ controller: { ref }, slurmConf }) => ({
      ref, field: 'spec.extraConf', size: size([slurmConf.text]), name: `ConfigMap ${ref.name}-config, with slurm.conf,`,
    }));
    return [...users, ...written].filter(each => each.size > LIMIT).map(({ ref, field, size: bytes, name }) => ({
      subject: ref,
      field,
      message: `${name} has ${bytes} bytes, and the API server refuses more than ${LIMIT}`,
      fix: 'split the files over several ConfigMaps, or keep them in the image',
    }));
  }
}

const LIMIT = 2 ** 20;

function size(texts: readonly string[]): number {
  return texts.reduce((total, text) => total + Buffer.byteLength(text), 0);
}
